"""The control API: the clock, faults, counters; and who may not use it."""

import json
import os
import signal
import subprocess
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import requests

from sitthi_sandbox.nhso.clock import BANGKOK, SandboxClock
from sitthi_sandbox.nhso.seed import OFFICER
from unit.sandbox_nhso.nhso_client import Client, envelope

HOST = Path(__file__).parents[3] / "host"


def now_of(nhso: Client) -> datetime:
    return datetime.fromisoformat(requests.get(f"{nhso.url}/sandbox/clock", timeout=5).json()["now"])


def test_the_clock_follows_real_time_runs_on_from_a_set_time_and_stands_still_when_frozen() -> None:
    ticks = [0.0]
    real = datetime(2026, 1, 1, tzinfo=BANGKOK)
    clock = SandboxClock(real_now=lambda: real, monotonic=lambda: ticks[0])
    assert clock.now() == real
    clock.set(datetime(2030, 1, 1, tzinfo=BANGKOK))
    ticks[0] += 5
    assert clock.now() == datetime(2030, 1, 1, 0, 0, 5, tzinfo=BANGKOK)
    clock.set(clock.now(), frozen=True)
    ticks[0] += 5
    clock.advance(60)
    assert clock.now() == datetime(2030, 1, 1, 0, 1, 5, tzinfo=BANGKOK)
    clock.reset()
    assert clock.now() == real and not clock.frozen
    with pytest.raises(ValueError, match="offset"):
        clock.set(datetime(2030, 1, 1))


def test_the_clock_can_be_set_and_advanced_over_http(nhso: Client) -> None:
    assert abs(now_of(nhso) - datetime.now(BANGKOK)) < timedelta(seconds=5)
    nhso.control("clock", now="2026-03-05T01:00:00Z")
    assert timedelta(0) <= now_of(nhso) - datetime(2026, 3, 5, 8, tzinfo=BANGKOK) < timedelta(seconds=5)
    nhso.control("clock", frozen=True)
    before = now_of(nhso)
    nhso.control("clock", advance_seconds=-90.5)
    assert now_of(nhso) == before - timedelta(seconds=90.5)


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("clock", {"now": "tomorrow"}),
        ("clock", {"now": "2026-03-05T01:00:00"}),
        ("clock", {"advance_seconds": "9"}),
        ("clock", {"advance_seconds": float("inf")}),
        ("clock", {"later": 1}),
        ("fault", {"kind": "earthquake"}),
        ("fault", {"kind": "slow", "count": 0}),
        ("fault", {"kind": "slow", "target": "his"}),
        ("users", {"action": "add", "cid": "1101500000009"}),
        ("users", {"action": "remove", "cid": "3100101000018"}),
        ("users", {"action": "set_last_used_at", "cid": OFFICER}),
    ],
)
def test_a_control_request_that_is_not_understood_is_refused(nhso: Client, path: str, body: object) -> None:
    headers = {"Content-Type": "application/json"}
    response = requests.post(f"{nhso.url}/sandbox/{path}", data=json.dumps(body), headers=headers, timeout=5)
    assert response.status_code == 400
    assert response.json()["error"]


def test_a_page_in_a_browser_cannot_control_the_sandbox(nhso: Client) -> None:
    form = requests.post(f"{nhso.url}/sandbox/clock", data={"now": "2030-01-01T00:00:00Z"}, timeout=5)
    assert form.status_code == 415
    rebound = requests.get(f"{nhso.url}/sandbox/users", headers={"Host": "evil.example"}, timeout=5)
    assert rebound.status_code == 403
    assert "Access-Control-Allow-Origin" not in requests.get(f"{nhso.url}/sandbox/users", timeout=5).headers


def soap(nhso: Client, token: str = "0123456789abcdef") -> requests.Response:
    return nhso.post_soap(envelope(OFFICER, token, OFFICER))


def test_faults_strike_as_often_as_asked_and_then_stop(nhso: Client) -> None:
    nhso.control("fault", kind="http_500", count=2)
    assert [soap(nhso).status_code for _ in range(3)] == [500, 500, 200]


def test_a_fault_can_be_kept_for_one_service(nhso: Client) -> None:
    nhso.control("fault", kind="http_500", target="issuer")
    assert soap(nhso).status_code == 200
    assert nhso.ask_token(OFFICER).status_code == 500


def test_slow_answers_rightly_after_the_wait(nhso: Client) -> None:
    token = nhso.login(OFFICER)
    nhso.control("fault", kind="slow", seconds=0.3)
    start = time.monotonic()
    assert nhso.ws_status(OFFICER, token) == "NHSO-000001"
    assert time.monotonic() - start >= 0.3


def test_malformed_truncated_html_and_huge_answers(nhso: Client) -> None:
    nhso.control("fault", kind="malformed")
    broken = soap(nhso)
    assert broken.headers["Content-Type"].startswith("text/xml")
    with pytest.raises(UnicodeDecodeError):
        broken.content.decode()

    nhso.control("fault", kind="html")
    assert "<form" in soap(nhso).text

    nhso.control("fault", kind="truncated")
    with pytest.raises(requests.exceptions.ChunkedEncodingError):
        soap(nhso)

    nhso.control("fault", kind="huge")
    assert len(soap(nhso).content) > 8 * 1024 * 1024


def test_hang_never_answers_and_a_reset_lets_go(nhso: Client) -> None:
    nhso.control("fault", kind="hang", seconds=0.2)
    with pytest.raises(requests.exceptions.ConnectionError):
        soap(nhso)
    nhso.control("fault", kind="hang", seconds=60)
    with pytest.raises(requests.exceptions.ReadTimeout):
        requests.post(nhso.endpoint, data="", headers={"Content-Type": "text/xml"}, timeout=0.3)


def test_wrong_token_rejects_a_good_token_and_issues_a_bad_one(nhso: Client) -> None:
    token = nhso.login(OFFICER)
    nhso.control("fault", kind="wrong_token", target="soap")
    assert nhso.ws_status(OFFICER, token) == "NHSO-00003"
    assert nhso.ws_status(OFFICER, token) == "NHSO-000001"
    nhso.control("fault", kind="wrong_token", target="issuer")
    assert nhso.ws_status(OFFICER, nhso.login(OFFICER)) == "NHSO-00003"


def test_other_person_answers_about_somebody_else(nhso: Client) -> None:
    token = nhso.login(OFFICER)
    nhso.control("fault", kind="other_person", target="soap")
    assert nhso.search(OFFICER, token, OFFICER)["person_id"] != OFFICER
    nhso.control("fault", kind="other_person", target="issuer")
    assert nhso.ask_token(OFFICER).json()["cid"] != OFFICER


def test_the_counters_tell_outcomes_and_no_secrets(nhso: Client) -> None:
    token = nhso.login(OFFICER)
    nhso.ws_status(OFFICER, token)
    nhso.ws_status(OFFICER, "0123456789abcdef")
    response = requests.get(f"{nhso.url}/sandbox/calls", timeout=5)
    assert response.json() == {
        "counts": {"issuer_token": 1, "soap": 2},
        "last": {"issuer_token": "200", "soap": "NHSO-00003"},
        "faults_armed": 0,
    }
    assert token not in requests.get(f"{nhso.url}/sandbox/users", timeout=5).text


def test_the_program_says_where_it_listens_and_prints_nothing_about_calls(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "sitthi_sandbox.nhso", "--port", "0", "--db", str(tmp_path / "n.db")]
    environment = os.environ | {"PYTHONPATH": str(HOST)}
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as program:
        assert program.stdout is not None
        try:
            ready = program.stdout.readline().split()
            assert ready[0] == "ready"
            nhso = Client(ready[1])
            token = nhso.login(OFFICER)
            assert nhso.ws_status(OFFICER, token) == "NHSO-000001"
            requests.get(f"{nhso.url}/nowhere?pid={OFFICER}", timeout=5)
        finally:
            program.send_signal(signal.SIGINT)
        assert program.stdout.read() == ""
        assert program.wait(5) == 0
