"""The whole path below the browser: real host, real pcscd, real PIN window, NHSO sandbox; several hosts at once."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from sitthi_sandbox.card.people import PEOPLE
from sitthi_sandbox.desktop import Desktop
from sitthi_sandbox.world import World
from support.counter import PIN_WINDOW, login, new_host, wait_card, wait_status
from support.host import Failure, HostProcess
from support.pcscd import PrivatePcscd

OFFICER, PATIENT = PEOPLE["officer"], PEOPLE["patient"]


@pytest.fixture(scope="module")
def desktop() -> Iterator[Desktop]:
    with Desktop(width=900, height=700) as desktop:
        yield desktop


@pytest.fixture
def world(tmp_path: Path, desktop: Desktop, pcscd: PrivatePcscd) -> Iterator[World]:
    with World(tmp_path, desktop, pcscd=pcscd) as world:
        yield world


@pytest.fixture
def host(world: World) -> Iterator[HostProcess]:
    with new_host(world) as host:
        yield host


def fill(host: HostProcess, world: World, *roles: str, page: str = "/login", **params: object) -> dict[str, str]:
    asked = {"top_frame": True, "gesture": True, "origin": world.his, "url": world.his + page} | params
    return host.call("fill.values", roles=list(roles), **asked)["values"]


def refused(host: HostProcess, world: World, *roles: str, **params: object) -> str:
    with pytest.raises(Failure) as caught:
        fill(host, world, *roles, **params)
    return str(caught.value.name)


def test_card_pin_token_fill_and_rights(world: World, host: HostProcess) -> None:
    world.insert("officer")
    wait_card(host)
    session = login(world, host, origin=world.his)["session"]
    assert session["name_th"] == "น.ส. กิ่งแก้ว ใจเย็นยิ่ง"
    assert session["cid_masked"] == "1-1015-xxxxx-xx-x"
    assert session["expires_at"].endswith("T00:00:00+07:00")

    values = fill(host, world, "operator_cid", "token")
    assert values["operator_cid"] == OFFICER.cid
    assert len(values["token"]) == 16
    assert host.call("session.reveal")["token"] == values["token"]

    world.insert("patient", reader=1)
    host.wait_for("card.inserted", lambda params: params["card"]["role"] == "patient")
    assert fill(host, world, "patient_cid", page="/eligibility") == {"patient_cid": PATIENT.cid}
    rights = host.call("rights.check")["rights"]
    assert rights["outcome"] == "ok"
    assert rights["cid_masked"] == "1-1008-xxxxx-xx-x"
    assert rights["fields"]["ws_status"] == "NHSO-000001"


def test_the_page_gets_exactly_what_policy_lists(world: World, host: HostProcess) -> None:
    world.insert("officer")
    wait_card(host)
    login(world, host)
    assert refused(host, world, "patient_cid") == "role_not_allowed"
    assert refused(host, world, "token", page="/signup") == "origin_not_allowed"
    assert refused(host, world, "token", top_frame=False) == "frame_not_allowed"
    assert refused(host, world, "token", gesture=False) == "gesture_required"
    evil = {"origin": "https://evil.example", "url": "https://evil.example/login"}
    assert refused(host, world, "token", **evil) == "origin_not_allowed"
    assert refused(host, world, "token", origin=world.his, url="https://evil.example/") == "origin_not_allowed"
    world.change_policy(
        '"{his}/settings*"]'.replace("{his}", world.his) + '\nfill = ["operator_cid", "token"]\nallow_http = true',
        '"{his}/settings*"]'.replace("{his}", world.his) + '\nfill = ["operator_cid", "token"]',
    )
    host.wait_for("policy.changed")
    assert refused(host, world, "token") == "insecure_origin"


def test_one_login_shows_everywhere_and_a_new_one_revokes_the_old_token(world: World, host: HostProcess) -> None:
    world.insert("officer")
    with new_host(world) as other:
        wait_card(host)
        wait_card(other)
        login(world, host)
        began = time.monotonic()
        other.wait_for("session.changed", lambda params: params["session"] is not None)
        assert time.monotonic() - began < 5
        assert world.sitthi("status", "--json").stdout.count("1-1015-xxxxx-xx-x") == 2  # session and card

        old = fill(host, world, "token")["token"]
        login(world, other)
        deadline = time.monotonic() + 1
        while fill(host, world, "token")["token"] == old:
            assert time.monotonic() < deadline
        new = fill(host, world, "token")["token"]
        assert new == fill(other, world, "token")["token"] != old
        assert world.sitthi("logout").returncode == 0
        for each in (host, other):
            assert wait_status(each, lambda status: status["session"] is None)["ended"]["reason"] == "logout"


def test_a_token_that_died_elsewhere_ends_the_session_everywhere_with_the_reason(
    world: World, host: HostProcess, tmp_path_factory: pytest.TempPathFactory
) -> None:
    world.insert("officer")
    with new_host(world) as other:
        wait_card(host)
        login(world, host)
        world.control("reset")
        world.insert("patient", reader=1)
        host.wait_for("card.inserted", lambda params: params["card"]["role"] == "patient")
        with pytest.raises(Failure) as caught:
            host.call("rights.check")
        assert caught.value.name == "token_revoked"
        for each in (host, other):
            assert wait_status(each, lambda status: status["session"] is None)["ended"]["reason"] == "revoked"
        assert refused(other, world, "token") == "token_revoked"


def test_lock_on_removal_and_unlock_keeps_the_token(world: World, host: HostProcess) -> None:
    world.insert("officer")
    wait_card(host)
    login(world, host)
    token = fill(host, world, "token")["token"]
    world.remove()
    wait_status(host, lambda status: bool(status["session"]) and status["session"]["state"] == "locked")
    assert refused(host, world, "token") == "session_locked"
    world.insert("officer")
    wait_card(host)
    login(world, host)
    assert fill(host, world, "token")["token"] == token


def test_a_wrong_pin_costs_one_try_and_says_how_many_are_left(world: World, host: HostProcess) -> None:
    card = world.insert("officer")
    card.tries.set(3)
    wait_card(host)
    with pytest.raises(Failure) as caught:
        login(world, host, pin="9999")
    assert (caught.value.name, caught.value.data) == ("pin_wrong", {"attempts_left": 2})
    assert card.tries.left == 2
    login(world, host)
    assert card.tries.left == 3


def test_the_last_try_is_refused_and_a_blocked_card_is_told(world: World, host: HostProcess) -> None:
    card = world.insert("officer")
    card.tries.set(2)
    wait_card(host)
    with pytest.raises(Failure) as caught:
        login(world, host, pin="9999")
    assert caught.value.data == {"attempts_left": 1}
    with pytest.raises(Failure) as caught:
        host.call("session.login")
    assert caught.value.name == "pin_last_try_refused"
    assert card.tries.left == 1
    card.tries.set(0)
    world.change_policy("timeout_seconds = 30", "timeout_seconds = 30\nallow_last_try = true")
    host.wait_for("policy.changed")
    with pytest.raises(Failure) as caught:
        login(world, host)
    assert caught.value.name == "pin_blocked"
    card.tries.set(3)


def test_cancel_uses_no_try_and_only_one_window_opens(world: World, host: HostProcess) -> None:
    card = world.insert("officer")
    card.tries.set(3)
    wait_card(host)
    assert world.desktop
    with new_host(world) as other:
        wait_card(other)
        answer = host.start_call("session.login")
        window = world.desktop.window(PIN_WINDOW)
        assert host.call("status")["pin_window"] is True
        for each in (host, other):
            with pytest.raises(Failure) as caught:
                each.call("session.login")
            assert caught.value.name == "login_in_progress"
        world.desktop.focus(window)
        world.desktop.press("1", "Escape")
        with pytest.raises(Failure) as caught:
            host.result(answer)
        assert caught.value.name == "pin_cancelled"
        assert card.tries.left == 3
        assert host.call("status")["pin_window"] is False


def test_a_removed_card_closes_the_window(world: World, host: HostProcess) -> None:
    world.insert("officer")
    wait_card(host)
    assert world.desktop
    answer = host.start_call("session.login")
    world.desktop.window(PIN_WINDOW)
    world.remove()
    with pytest.raises(Failure) as caught:
        host.result(answer)
    assert caught.value.name == "card_removed"
    world.desktop.wait_gone(PIN_WINDOW)


def test_a_host_that_is_killed_takes_its_pin_window_along(world: World) -> None:
    world.insert("officer")
    assert world.desktop
    host = new_host(world)
    wait_card(host)
    host.start_call("session.login")
    world.desktop.window(PIN_WINDOW)
    host.kill()
    world.desktop.wait_gone(PIN_WINDOW)
    with new_host(world) as next_host:
        wait_card(next_host)
        login(world, next_host)


def test_two_hosts_and_a_terminal_read_at_once_without_one_wrong_byte(world: World, host: HostProcess) -> None:
    world.insert("officer")
    wait_card(host)
    with new_host(world) as other:
        wait_card(other)
        expected = host.call("card.read", photo=True)
        wrong: list[str] = []

        def read(each: HostProcess) -> None:
            for _ in range(12):
                if each.call("card.read", photo=True) != expected:
                    wrong.append("host")

        def terminal() -> None:
            for _ in range(4):
                said = world.sitthi("card", "--json", "--photo", str(world.folder / "photo.jpg"))
                digest = hashlib.sha256((world.folder / "photo.jpg").read_bytes()).digest()
                if OFFICER.cid not in said.stdout or digest != hashlib.sha256(OFFICER.photo).digest():
                    wrong.append("terminal")

        threads = [threading.Thread(target=read, args=(each,)) for each in (host, other)]
        threads.append(threading.Thread(target=terminal))
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(90)
        assert wrong == []


def test_a_restarted_pcsc_service_is_found_again(world: World, host: HostProcess, pcscd: PrivatePcscd) -> None:
    world.insert("officer")
    wait_card(host)
    pcscd.kill()
    wait_status(host, lambda status: status["pcsc"] == "unavailable")
    pcscd.start()
    wait_status(host, lambda status: status["pcsc"] == "ok")
    world.insert("officer")
    wait_card(host)


def test_a_card_that_is_no_thai_id_card_is_told_apart(world: World, host: HostProcess) -> None:
    world.decks[0].insert("not-thai")
    wait_card(host, "other")
    with pytest.raises(Failure) as caught:
        host.call("session.login")
    assert caught.value.name == "not_thai_id"


def test_several_readers_the_card_decides_not_the_name(world: World, host: HostProcess) -> None:
    world.decks[0].insert("not-thai")
    world.insert("officer", reader=1)
    wait_card(host)
    assert login(world, host)["session"]["cid_masked"] == "1-1015-xxxxx-xx-x"
