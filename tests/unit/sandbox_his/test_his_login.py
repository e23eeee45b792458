"""Logging in to the sample HIS: NHSO decides, the session stays on the server, nothing leaks."""

import hashlib
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import requests

from sitthi_sandbox.his.operator_check import MISSING, NOT_A_CID, REJECTED, UNAVAILABLE
from sitthi_sandbox.his.sessions import IDLE_SECONDS, Operator, Sessions
from sitthi_sandbox.nhso.seed import OFFICER, SECOND_OFFICER
from unit.sandbox_his.browser import Browser
from unit.sandbox_nhso.nhso_client import Client

HOST = Path(__file__).parents[3] / "host"
SOME_TOKEN = "0123456789abcdef"


def logged_in(browser: Browser) -> bool:
    return browser.get("/eligibility").url.endswith("/eligibility")


def test_the_right_citizen_id_and_token_open_the_eligibility_page(browser: Browser, nhso: Client) -> None:
    page = browser.login(OFFICER, nhso.login(OFFICER))
    assert page.url.endswith("/eligibility")
    assert "กิ่งแก้ว" in page.text
    assert logged_in(browser)


def test_the_old_fashioned_form_logs_in_too(browser: Browser, nhso: Client) -> None:
    page = browser.submit("/table-login", txt1=OFFICER, txt2=nhso.login(OFFICER))
    assert page.url.endswith("/eligibility")
    inputs = browser.form("/table-login")
    assert "id" not in inputs.inputs["txt1"] and "id" not in inputs.inputs["txt2"]
    assert inputs.labels == {}


def test_a_token_of_somebody_else_or_of_yesterday_is_told_in_thai(browser: Browser, nhso: Client) -> None:
    token = nhso.login(SECOND_OFFICER)
    refused = browser.login(OFFICER, token)
    assert refused.status_code == 401 and REJECTED in refused.text
    assert not logged_in(browser)

    nhso.control("clock", advance_seconds=24 * 3600)
    assert browser.login(SECOND_OFFICER, token).status_code == 401
    assert browser.login(SECOND_OFFICER, nhso.login(SECOND_OFFICER)).status_code == 200


@pytest.mark.parametrize(
    ("cid", "token", "text"),
    [("", SOME_TOKEN, MISSING), (OFFICER, "", MISSING), ("110150000000", SOME_TOKEN, NOT_A_CID)],
)
def test_what_cannot_be_right_is_not_sent_to_nhso(
    browser: Browser, nhso: Client, cid: str, token: str, text: str
) -> None:
    refused = browser.login(cid, token)
    assert refused.status_code == 400 and text in refused.text
    assert "soap" not in requests.get(f"{nhso.url}/sandbox/calls", timeout=5).json()["counts"]


@pytest.mark.parametrize("kind", ["http_500", "malformed", "html", "truncated", "hang"])
def test_when_nhso_fails_the_login_says_so_and_nobody_is_in(browser: Browser, nhso: Client, kind: str) -> None:
    token = nhso.login(OFFICER)
    nhso.control("fault", kind=kind, seconds=0.1, target="soap")
    refused = browser.login(OFFICER, token)
    assert refused.status_code == 502 and UNAVAILABLE in refused.text
    assert not logged_in(browser)


def test_the_cookie_is_closed_to_scripts_and_foreign_sites_and_changes_at_login(browser: Browser, nhso: Client) -> None:
    browser.get("/login")
    before = browser.session.cookies["his_session"]
    response = browser.login(OFFICER, nhso.login(OFFICER))
    cookie = response.history[0].headers["Set-Cookie"]
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie
    assert browser.session.cookies["his_session"] != before
    stale = requests.get(
        f"{browser.url}/eligibility", cookies={"his_session": before}, allow_redirects=False, timeout=5
    )
    assert stale.status_code == 303


def test_a_form_that_was_not_given_out_in_this_session_is_refused(browser: Browser, nhso: Client) -> None:
    token = nhso.login(OFFICER)
    browser.get("/login")
    for guard in ("", "0" * 40):
        data = {"_token": guard, "username": OFFICER, "password": token}
        assert browser.session.post(f"{browser.url}/login", data=data, timeout=5).status_code == 400
    assert not logged_in(browser)


def test_logging_out_ends_the_session_on_the_server(browser: Browser, nhso: Client) -> None:
    browser.login(OFFICER, nhso.login(OFFICER))
    cookie = browser.session.cookies["his_session"]
    guard = browser.form("/eligibility").inputs["_token"]["value"]
    browser.session.post(f"{browser.url}/logout", data={"_token": guard}, timeout=5)
    assert not logged_in(browser)
    browser.session.cookies.set("his_session", cookie)
    assert not logged_in(browser)


def test_a_session_ends_when_nobody_uses_it() -> None:
    now = [0.0]
    sessions = Sessions(lambda: now[0])
    session = sessions.open(Operator("1", "2", "3"))
    now[0] += IDLE_SECONDS
    assert sessions.find(session.id) is session
    now[0] += IDLE_SECONDS + 1
    assert sessions.find(session.id) is None


def test_the_test_aid_tells_what_came_without_telling_it(browser: Browser, nhso: Client) -> None:
    token = nhso.login(OFFICER)
    browser.login(OFFICER, token)
    last = browser.last("login")
    assert (last["page"], last["outcome"], last["ws_status"]) == ("/login", "accepted", "NHSO-000001")
    assert last["fields"]["operator_cid"] == {
        "length": 13,
        "masked": "1-1015-xxxxx-xx-x",
        "sha256": hashlib.sha256(OFFICER.encode()).hexdigest(),
    }
    assert last["fields"]["token"]["sha256"] == hashlib.sha256(token.encode()).hexdigest()
    report = requests.get(f"{browser.url}/api/last", timeout=5).text
    assert OFFICER not in report and token not in report


def test_neither_the_token_nor_the_operators_cid_is_ever_in_a_page_or_an_address(
    browser: Browser, nhso: Client
) -> None:
    token = nhso.login(OFFICER)
    page = browser.login(OFFICER, token)
    seen = [page, *page.history, browser.get("/settings"), browser.get("/eligibility")]
    for response in seen:
        assert token not in response.text and OFFICER not in response.text
        assert token not in response.url and OFFICER not in response.url
    assert SOME_TOKEN not in browser.login(OFFICER, SOME_TOKEN).text


def test_pages_are_not_cached_and_load_nothing_from_elsewhere(browser: Browser) -> None:
    page = browser.get("/login")
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Content-Security-Policy"].startswith("default-src 'self'")
    assert not re.search(r"(src|href)=\"(https?:)?//", page.text)
    assert browser.get("/static/his.css").status_code == 200


def test_the_program_prints_nothing_about_what_people_type(nhso: Client) -> None:
    command = [sys.executable, "-m", "sitthi_sandbox.his", "--port", "0", "--nhso", nhso.url + "/"]
    environment = os.environ | {"PYTHONPATH": str(HOST)}
    with subprocess.Popen(
        ["env", "--default-signal=INT", *command],  # whoever starts the tests may have turned it off
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as program:
        assert program.stdout is not None
        try:
            ready = program.stdout.readline().split()
            assert ready[0] == "ready"
            browser = Browser(ready[1])
            assert browser.login(OFFICER, nhso.login(OFFICER)).url.endswith("/eligibility")
            browser.login(OFFICER, SOME_TOKEN)
            browser.get(f"/nowhere?cid={OFFICER}")
        finally:
            program.send_signal(signal.SIGINT)
        assert program.stdout.read() == ""
        assert program.wait(5) == 0
