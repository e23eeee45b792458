"""The `sitthi` command in a real account: what a person at a terminal, a script and IT see."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sitthi_sandbox.card.people import PEOPLE
from sitthi_sandbox.world import World
from support.host import HostProcess
from support.pcscd import PrivatePcscd

OFFICER, PATIENT = PEOPLE["officer"], PEOPLE["patient"]
COMMANDS = [
    "host", "register", "unregister", "login", "logout", "status", "card", "rights", "sites", "outlets", "audit",
    "authen", "help", "diagnose", "sandbox",
]  # fmt: skip


@pytest.fixture
def world(tmp_path: Path, pcscd: PrivatePcscd) -> Iterator[World]:
    with World(tmp_path, pcscd=pcscd) as world:
        yield world


def terminal_login(world: World, pin: str, *arguments: str) -> tuple[int, str]:
    """`sitthi login` in a terminal of its own, with the PIN typed; exit code and what the terminal showed."""
    process, terminal = pty.fork()
    if process == 0:
        os.execve(sys.executable, [sys.executable, "-m", "sitthi", "login", *arguments], world.env)
    shown, typed = b"", False
    while True:
        try:
            piece = os.read(terminal, 4096)
        except OSError:
            break
        if not piece:
            break
        shown += piece
        if not typed and b"PIN" in shown and shown.rstrip(b" ").endswith(b":"):
            os.write(terminal, pin.encode() + b"\n")
            typed = True
    _, status = os.waitpid(process, 0)
    return os.waitstatus_to_exitcode(status), shown.decode()


def section(report: dict[str, Any], name: str) -> dict[str, Any]:
    return next(each for each in report["sections"] if each["name"] == name)


def diagnose(world: World) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(world.sitthi("diagnose", "--json").stdout)
    return found


def levels(part: dict[str, Any]) -> set[str]:
    return {finding["level"] for finding in part["findings"]}


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(command: str, world: World) -> None:
    if command == "host":  # it is the browser's: it answers frames, not people
        return
    done = world.sitthi(command, "--help")
    assert done.returncode == 0
    assert len(done.stdout) > 80


def test_login_in_a_terminal_then_status_rights_and_logout(world: World) -> None:
    world.insert("officer").tries.set(3)
    code, shown = terminal_login(world, OFFICER.pin)
    assert code == 0, shown
    assert OFFICER.pin not in shown
    assert "1-1015-xxxxx-xx-x" in shown
    status = json.loads(world.sitthi("status", "--json").stdout)
    assert status["session"]["state"] == "active"
    world.insert("patient", reader=1)
    rights = json.loads(world.sitthi("rights", "--json").stdout)
    assert (rights["outcome"], rights["cid_masked"]) == ("ok", "1-1008-xxxxx-xx-x")
    by_hand = json.loads(world.sitthi("rights", "--stdin", "--json", stdin="1-1008-00447-89-9\n").stdout)
    assert by_hand["cid_masked"] == rights["cid_masked"]
    assert world.sitthi("logout").returncode == 0
    assert json.loads(world.sitthi("status", "--json").stdout)["ended"]["reason"] == "logout"


def test_a_wrong_pin_in_the_terminal_is_exit_code_4(world: World) -> None:
    card = world.insert("officer")
    card.tries.set(3)
    code, shown = terminal_login(world, "9999")
    assert code == 4
    assert "2" in shown
    assert card.tries.left == 2
    assert "Forgotten" in world.sitthi("card", "--forget-tries").stdout
    card.tries.set(3)


def test_exit_codes_and_json_errors(world: World) -> None:
    done = world.sitthi("card", "--json")
    assert (done.returncode, json.loads(done.stdout)["error"]) == (3, "no_card")
    done = world.sitthi("rights", "--stdin", "--json", stdin="1100800447899\n")
    assert (done.returncode, json.loads(done.stdout)["error"]) == (3, "not_logged_in")
    assert world.sitthi("nonsense").returncode == 2
    done = world.sitthi("card")
    assert done.stderr.startswith("sitthi: ")
    assert "no_card" not in done.stderr  # a text, not a code


def test_card_prints_everything_and_writes_the_photo(world: World) -> None:
    world.insert("patient")
    photo = world.folder / "photo.jpg"
    card = json.loads(world.sitthi("card", "--json", "--photo", str(photo)).stdout)
    assert card["address"]["soi"] == "ซอยสุขใจ 7"
    assert photo.read_bytes() == PATIENT.photo
    assert "นาย สมชาย ใจดี" in world.sitthi("card").stdout


def test_register_writes_what_a_browser_can_start_and_unregister_takes_it_away(world: World) -> None:
    for profile in (".config/chromium", ".mozilla/firefox"):
        (world.folder / "home" / profile).mkdir(parents=True)
    done = {each["browser"]: each for each in json.loads(world.sitthi("register", "--json").stdout)}
    assert {"Chromium", "Firefox"} <= set(done)
    chromium = json.loads(Path(done["Chromium"]["place"]).read_text())
    assert chromium["allowed_origins"] == ["chrome-extension://jnlnfiibnlpedjlcjicmldbldilekomn/"]
    firefox = json.loads(Path(done["Firefox"]["place"]).read_text())
    assert firefox["allowed_extensions"] == ["sitthi@sitthi.example"]
    with HostProcess(world, [chromium["path"]]) as host:
        assert host.hello()["protocol"] == 1
    assert not any(each["changed"] for each in json.loads(world.sitthi("register", "--json").stdout))
    world.sitthi("unregister")
    assert not Path(done["Chromium"]["place"]).exists()
    assert not Path(chromium["path"]).exists()


def test_diagnose_finds_nothing_wrong_where_nothing_is(world: World) -> None:
    world.insert("officer")
    (world.folder / "home" / ".config" / "chromium").mkdir(parents=True)
    world.sitthi("register", "--all")
    done = world.sitthi("diagnose", "--json")
    report = json.loads(done.stdout)
    assert done.returncode == 0, [s for s in report["sections"] if not s["ok"]]
    assert [each["name"] for each in report["sections"]] == [
        "machine", "pcsc", "host", "browsers", "policy", "clock", "vault", "services",
    ]  # fmt: skip
    for secret in (OFFICER.cid, OFFICER.name_th[1]):
        assert secret not in done.stdout


def test_diagnose_names_each_fault_and_the_others_survive(world: World, pcscd: PrivatePcscd) -> None:
    world.sitthi("register", "--all")
    world.control("clock", advance_seconds=7200)
    world.change_policy("[pin]", "[pin]\nfrobnicate = 1")
    (world.state / "sitthi-host").write_text("#!/bin/false\n")
    (world.state / "vault.bin").write_bytes(b"rubbish")
    pcscd.stop()
    report = diagnose(world)
    assert not section(report, "pcsc")["ok"]
    assert not section(report, "host")["ok"]
    policy = section(report, "policy")
    assert policy["findings"][0]["id"] == "policy.invalid"
    assert "frobnicate" in policy["findings"][0]["text"]["th"]
    assert "line" in policy["findings"][0]["text"]["en"]
    assert section(report, "vault")["ok"]
    world.change_policy("\nfrobnicate = 1", "")
    report = diagnose(world)
    assert not section(report, "clock")["ok"]
    assert -7210 < section(report, "clock")["facts"]["seconds_ahead_of_service"] < -7190
    assert levels(section(report, "services")) == {"ok"}
    world.close()
    assert "error" in levels(section(diagnose(world), "services"))


def test_the_sandbox_starts_from_the_command(world: World) -> None:
    command = [sys.executable, "-m", "sitthi", "sandbox", "nhso", "--port", "0", "--db", str(world.folder / "x.db")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline().startswith("ready http://127.0.0.1:")
        process.terminate()
