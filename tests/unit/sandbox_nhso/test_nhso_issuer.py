"""The token issuer over the wire: the notice's rules, exactly, as the sandbox's clock moves."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest
import requests

from sitthi_sandbox.nhso.app import nhso_server, open_sandbox
from sitthi_sandbox.nhso.clock import BANGKOK
from sitthi_sandbox.nhso.registry import Registry
from sitthi_sandbox.nhso.seed import NEARLY_REMOVED, OFFICER, REMOVED
from unit.sandbox_nhso.nhso_client import Client

NOT_A_USER = "3100101000018"
OK, REJECTED = "NHSO-000001", "NHSO-00003"


def revoke(nhso: Client, cid: str, token: str) -> int:
    body = {"cid": cid, "token": token}
    return requests.post(f"{nhso.url}/issuer/v1/revoke", json=body, timeout=5).status_code


def test_a_login_gives_a_token_of_16_small_letters_and_digits_until_midnight(nhso: Client) -> None:
    nhso.at("2026-03-05T08:15:30+07:00")
    nhso.control("users", action="add", cid=NOT_A_USER)
    answer = nhso.ask_token(NOT_A_USER).json()
    assert re.fullmatch(r"[a-z0-9]{16}", answer.pop("token"))
    assert answer == {
        "cid": NOT_A_USER,
        "kind": "uc",
        "issued_at": "2026-03-05T08:15:30+07:00",
        "expires_at": "2026-03-06T00:00:00+07:00",
        "last_used_at": None,
    }


def test_tokens_are_cleared_at_midnight_and_not_a_moment_before(nhso: Client) -> None:
    nhso.at("2026-03-05T08:15:30+07:00")
    token = nhso.login(OFFICER)
    nhso.at("2026-03-05T23:59:59.999999+07:00")
    assert nhso.ws_status(OFFICER, token) == OK
    nhso.at("2026-03-06T00:00:00+07:00")
    assert nhso.ws_status(OFFICER, token) == REJECTED
    assert nhso.user(OFFICER)["token_live"] is False


def test_a_token_of_midnight_lives_its_24_hours(nhso: Client) -> None:
    nhso.at("2026-03-05T00:00:00+07:00")
    token = nhso.login(OFFICER)
    nhso.control("clock", advance_seconds=24 * 3600 - 1)
    assert nhso.ws_status(OFFICER, token) == OK
    nhso.control("clock", advance_seconds=1)
    assert nhso.ws_status(OFFICER, token) == REJECTED


def test_a_new_login_ends_the_earlier_token_at_once(nhso: Client) -> None:
    first = nhso.login(OFFICER)
    second = nhso.login(OFFICER)
    assert first != second
    assert nhso.ws_status(OFFICER, first) == REJECTED
    assert nhso.ws_status(OFFICER, second) == OK


def test_of_logins_at_the_same_moment_exactly_one_token_survives(nhso: Client) -> None:
    with ThreadPoolExecutor(8) as pool:
        tokens = list(pool.map(nhso.login, [OFFICER] * 8))
    assert [nhso.ws_status(OFFICER, token) for token in tokens].count(OK) == 1


def test_of_first_logins_at_the_same_moment_exactly_one_is_told_it_is_the_first(tmp_path: Path) -> None:
    registry = Registry(tmp_path / "nhso.db")
    now = datetime(2026, 3, 5, 8, tzinfo=BANGKOK)
    registry.register(NOT_A_USER, now)
    with ThreadPoolExecutor(16) as pool:
        issued = list(pool.map(lambda _: registry.login(NOT_A_USER, now), range(64)))
    assert [each.last_used_at for each in issued].count(None) == 1


def test_each_login_stamps_the_last_use_and_tells_the_one_before(nhso: Client) -> None:
    nhso.at("2026-03-05T08:15:30+07:00")
    nhso.login(OFFICER)
    nhso.at("2026-03-07T10:00:00+07:00")
    assert nhso.ask_token(OFFICER).json()["last_used_at"] == "2026-03-05T08:15:30+07:00"
    assert nhso.user(OFFICER)["last_used_at"] == "2026-03-07T10:00:00+07:00"


def test_asking_about_rights_is_not_a_login(nhso: Client) -> None:
    nhso.at("2026-03-05T08:00:00+07:00")
    token = nhso.login(OFFICER)
    nhso.at("2026-03-05T20:00:00+07:00")
    assert nhso.ws_status(OFFICER, token) == OK
    assert nhso.user(OFFICER)["last_used_at"] == "2026-03-05T08:00:00+07:00"


@pytest.mark.parametrize(
    ("last_use", "removal"),
    [
        ("2026-01-01T12:29:59+07:00", "2026-06-30T12:30:00+07:00"),
        ("2026-01-01T12:30:00+07:00", "2026-07-01T12:30:00+07:00"),
        ("2026-01-01T20:00:00+07:00", "2026-07-01T12:30:00+07:00"),
    ],
)
def test_a_user_can_log_in_until_the_run_that_removes_them(nhso: Client, last_use: str, removal: str) -> None:
    nhso.at("2026-01-02T00:00:00+07:00")
    nhso.control("users", action="add", cid=NOT_A_USER, last_used_at=last_use)
    assert nhso.user(NOT_A_USER)["removal_at"] == removal

    nhso.at(removal)
    refused = nhso.ask_token(NOT_A_USER)
    assert (refused.status_code, refused.json()["error"]) == (403, "user_removed")
    assert nhso.user(NOT_A_USER)["removed"] is True

    just_before = datetime.fromisoformat(removal) - timedelta(microseconds=1)
    nhso.at(just_before.isoformat())
    assert nhso.ask_token(NOT_A_USER).status_code == 200
    nhso.at(removal)
    assert nhso.user(NOT_A_USER)["removed"] is False, "the login before it gave another 180 days"


def test_a_user_who_never_logged_in_counts_from_registration(nhso: Client) -> None:
    nhso.at("2026-01-01T09:00:00+07:00")
    nhso.control("users", action="add", cid=NOT_A_USER)
    assert nhso.user(NOT_A_USER)["removal_at"] == "2026-06-30T12:30:00+07:00"


def test_a_removed_user_is_in_again_after_asking_for_the_right_again(nhso: Client) -> None:
    assert nhso.ask_token(REMOVED).json()["error"] == "user_removed"
    nhso.control("users", action="add", cid=REMOVED)
    assert nhso.ask_token(REMOVED).status_code == 200


def test_one_user_starts_close_to_removal(nhso: Client) -> None:
    user = nhso.user(NEARLY_REMOVED)
    left = datetime.fromisoformat(str(user["removal_at"])) - datetime.now().astimezone()
    assert timedelta(days=14) < left < timedelta(days=17)
    assert user["removed"] is False


def test_somebody_without_the_right_to_use_it_is_refused_in_thai(nhso: Client) -> None:
    refused = nhso.ask_token(NOT_A_USER)
    assert (refused.status_code, refused.json()["error"]) == (403, "user_not_registered")
    assert "สปสช." in refused.json()["message"]


def test_removing_a_user_by_hand_ends_their_token(nhso: Client) -> None:
    token = nhso.login(OFFICER)
    nhso.control("users", action="remove", cid=OFFICER)
    assert nhso.ws_status(OFFICER, token) == REJECTED
    assert nhso.ask_token(OFFICER).json()["error"] == "user_removed"
    nhso.control("users", action="forget", cid=OFFICER)
    assert nhso.ask_token(OFFICER).json()["error"] == "user_not_registered"


def test_a_logout_revokes_and_is_the_same_answer_for_a_wrong_token(nhso: Client) -> None:
    token = nhso.login(OFFICER)
    assert revoke(nhso, OFFICER, "0123456789abcdef") == 204
    assert nhso.ws_status(OFFICER, token) == OK
    assert revoke(nhso, OFFICER, token) == 204
    assert nhso.ws_status(OFFICER, token) == REJECTED
    assert requests.post(f"{nhso.url}/issuer/v1/revoke", json={}, timeout=5).status_code == 400


@pytest.mark.parametrize(
    "body",
    [
        "not json",
        "[]",
        '{"cid":"1101500000009","chip_id":"1","client":"x"}',
        '{"cid":1101500000008,"chip_id":"1","client":"x"}',
        '{"cid":"1101500000008","chip_id":1,"client":"x"}',
        '{"cid":"1101500000008","chip_id":"1"}',
    ],
)
def test_a_request_that_breaks_the_contract_is_refused(nhso: Client, body: str) -> None:
    headers = {"Content-Type": "application/json"}
    response = requests.post(f"{nhso.url}/issuer/v1/token", data=body, headers=headers, timeout=5)
    assert (response.status_code, response.json()["error"]) == (400, "invalid_request")


def test_with_a_workstation_key_only_workstations_that_have_it_get_tokens(
    nhso_with_key: Callable[[str], Client],
) -> None:
    nhso = nhso_with_key("correct horse")
    for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": "correct horse"}):
        refused = nhso.ask_token(OFFICER, **headers)
        assert (refused.status_code, refused.json()["error"]) == (401, "workstation_not_allowed")
    assert nhso.ask_token(OFFICER, Authorization="Bearer correct horse").status_code == 200


def test_the_date_header_tells_the_sandbox_time_on_every_answer(nhso: Client) -> None:
    nhso.at("2031-05-06T07:08:09+07:00")
    nhso.control("users", action="add", cid=OFFICER)
    answers = [
        nhso.ask_token(OFFICER),
        nhso.ask_token(NOT_A_USER),
        nhso.post_soap("broken"),
        requests.get(f"{nhso.url}/nowhere", timeout=5),
    ]
    assert [answer.status_code for answer in answers] == [200, 403, 500, 404]
    for answer in answers:
        assert parsedate_to_datetime(answer.headers["Date"]) == datetime.fromisoformat("2031-05-06T07:08:09+07:00")


def test_no_token_is_on_the_disk_and_it_survives_a_restart(tmp_path: Path) -> None:
    db = tmp_path / "nhso.db"
    with nhso_server(open_sandbox(db)) as server:
        token = Client(server.url).login(OFFICER)
    on_disk = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert OFFICER.encode() in on_disk, "the file that was looked at is the registry"
    assert token.encode() not in on_disk
    with nhso_server(open_sandbox(db)) as server:
        assert Client(server.url).ws_status(OFFICER, token) == OK
