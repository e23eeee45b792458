"""Real hosts with outlets: who delivers, who takes back, what a dead host or a dead database leaves."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from support.databases import SITTHI_PASSWORD, mariadb, postgresql
from support.his_databases import CID, Hospital
from support.host import Account, HostProcess
from support.sessions import begin_session, end_session

TOKEN, LATER = "a1b2c3d4e5f6g7h8", "z9y8x7w6v5u4t3s2"
LINE = f"{CID}#{TOKEN}".encode()


@pytest.fixture
def account(tmp_path: Path) -> Account:
    return Account(tmp_path, PCSCLITE_CSOCK_NAME=str(tmp_path / "no-pcscd.comm"))


@pytest.fixture
def target(account: Account) -> Path:
    """The token file of a program on this machine; the policy has it on."""
    folder = account.folder / "UCAuthentication4.x"
    folder.mkdir()
    target = folder / "nhso_token.txt"
    account.policy_file.write_text(file_policy(target))
    return target


@pytest.fixture(params=[postgresql, mariadb], ids=["postgresql", "mariadb"])
def hospital(request: pytest.FixtureRequest, account: Account, target: Path) -> Hospital:
    start: Callable[[], Any] = request.param
    hospital = Hospital(start(), account.folder)
    account.policy_file.write_text(file_policy(target) + hospital.policy_text())
    return hospital


def file_policy(target: Path) -> str:
    return f'[outlet.file]\non = true\n[[outlet.file.target]]\npath = "{target}"\n'


@pytest.fixture
def host(account: Account, target: Path) -> Iterator[HostProcess]:
    with HostProcess(account) as running:
        running.hello()
        yield running


def wait_states(host: HostProcess, *states: str, session: bool) -> list[dict[str, Any]]:
    """Until the host knows of a session, or of none, and the outlets are in these states for that.

    What it told meanwhile only wakes this up: it may be older than the session.
    """
    while True:
        status = host.call("status")
        found: list[dict[str, Any]] = status["outlets"]
        if bool(status["session"]) == session and [each["state"] for each in found] == list(states):
            return found
        host.wait_for("outlets.changed")


def wait_gone(path: Path) -> None:
    deadline = time.monotonic() + 15
    while path.exists():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def wait_content(path: Path, content: bytes) -> None:
    deadline = time.monotonic() + 15
    while not path.exists() or path.read_bytes() != content:
        assert time.monotonic() < deadline
        time.sleep(0.02)


def audited(account: Account) -> list[tuple[str, str]]:
    with sqlite3.connect(account.state / "audit.db") as database:
        return database.execute("SELECT action, outcome FROM entry WHERE action LIKE 'outlet.%'").fetchall()


def test_a_login_reaches_file_and_database_and_a_logout_takes_it_back(
    account: Account, target: Path, hospital: Hospital
) -> None:
    before = hospital.people()
    with HostProcess(account) as host:
        host.hello()
        begin_session(account, CID, TOKEN)
        wait_states(host, "ok", "ok", session=True)
        assert target.read_bytes() == LINE
        assert hospital.people()["kingkaew"] == (CID, TOKEN)
        host.call("session.logout")
        wait_gone(target)
        wait_states(host, "ok", "ok", session=False)
        assert (hospital.tokens(), hospital.people()) == ([], before)


def test_a_database_that_is_down_is_told_and_delivered_later(
    account: Account, target: Path, hospital: Hospital
) -> None:
    with HostProcess(account) as host:
        host.hello()
        with hospital.server.stopped():
            begin_session(account, CID, TOKEN)
            found = wait_states(host, "ok", "failed", session=True)
            assert found[1]["problem"]["name"] == "outlet_unreachable"
            assert target.read_bytes() == LINE
        wait_states(host, "ok", "ok", session=True)
        assert hospital.holds(TOKEN)


def test_a_logout_while_the_database_is_down_is_made_up_for(account: Account, target: Path, hospital: Hospital) -> None:
    before = hospital.people()
    with HostProcess(account) as host:
        host.hello()
        begin_session(account, CID, TOKEN)
        wait_states(host, "ok", "ok", session=True)
        with hospital.server.stopped():
            host.call("session.logout")
            wait_states(host, "ok", "failed", session=False)
    with HostProcess(account) as host:  # also by another host
        host.hello()
        wait_states(host, "ok", "ok", session=False)
        assert (hospital.tokens(), hospital.people()) == ([], before)


def test_a_new_login_replaces_the_file(account: Account, target: Path, host: HostProcess) -> None:
    begin_session(account, CID, TOKEN)
    wait_content(target, LINE)
    begin_session(account, "3100101000018", LATER)
    wait_content(target, f"3100101000018#{LATER}".encode())
    assert [path.name for path in target.parent.iterdir()] == ["nhso_token.txt"]


def test_an_expired_session_takes_the_file_along(account: Account, target: Path, host: HostProcess) -> None:
    begin_session(account, CID, TOKEN, seconds=4)
    wait_content(target, LINE)
    wait_gone(target)


def test_what_a_killed_host_left_goes_at_the_next_start(account: Account, target: Path) -> None:
    with HostProcess(account) as host:
        host.hello()
        begin_session(account, CID, TOKEN)
        wait_content(target, LINE)
        wait_states(host, "ok", session=True)
        host.kill()
    end_session(account)
    assert target.exists()
    with HostProcess(account) as host:
        host.hello()
        wait_gone(target)


def test_a_file_that_another_program_wrote_meanwhile_stays(account: Account, target: Path) -> None:
    with HostProcess(account) as host:
        host.hello()
        begin_session(account, CID, TOKEN)
        wait_content(target, LINE)
        wait_states(host, "ok", session=True)
        host.kill()
    theirs = f"3100101000018#{LATER}".encode()
    target.write_bytes(theirs)
    end_session(account)
    with HostProcess(account) as host:
        host.hello()
        journal = next((account.state / "outlets").glob("file-*.json"))
        deadline = time.monotonic() + 15
        while '"trace": null' not in journal.read_text():
            assert time.monotonic() < deadline
            time.sleep(0.02)
    assert target.read_bytes() == theirs


def test_of_several_hosts_one_delivers(account: Account, target: Path) -> None:
    hosts = [HostProcess(account) for _ in range(4)]
    try:
        for host in hosts:
            host.hello()
        begin_session(account, CID, TOKEN)
        for host in hosts:
            wait_states(host, "ok", session=True)
        assert audited(account) == [("outlet.deliver", "ok")]
    finally:
        for host in hosts:
            host.close()


def test_an_outlet_that_the_policy_drops_is_taken_back(account: Account, target: Path, host: HostProcess) -> None:
    begin_session(account, CID, TOKEN)
    wait_content(target, LINE)
    account.policy_file.write_text("")
    wait_gone(target)


def test_off_is_off(account: Account, target: Path) -> None:
    account.policy_file.write_text(file_policy(target).replace("on = true", "on = false"))
    with HostProcess(account) as host:
        host.hello()
        begin_session(account, CID, TOKEN)
        host.wait_for("session.changed", lambda params: params["session"])
        assert [each["state"] for each in host.call("status")["outlets"]] == ["off"]
    assert not target.exists()
    assert not (account.state / "outlets").exists()


def test_a_logout_in_the_terminal_needs_no_host(account: Account, target: Path, hospital: Hospital) -> None:
    before = hospital.people()
    with HostProcess(account) as host:
        host.hello()
        begin_session(account, CID, TOKEN)
        wait_states(host, "ok", "ok", session=True)
        host.kill()
    done = subprocess.run(
        [sys.executable, "-m", "sitthi", "logout"], env=account.env, capture_output=True, timeout=60, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert not target.exists()
    assert (hospital.tokens(), hospital.people()) == ([], before)


def test_the_command_line_shows_tests_and_previews(account: Account, target: Path, hospital: Hospital) -> None:
    def sitthi(*arguments: str, stdin: str = "") -> tuple[int, str]:
        done = subprocess.run(
            [sys.executable, "-m", "sitthi", "outlets", *arguments],
            env=account.env, input=stdin, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        assert TOKEN not in done.stdout + done.stderr
        assert CID not in done.stdout + done.stderr
        return done.returncode, done.stdout

    assert sitthi("test")[0] == 0
    begin_session(account, CID, TOKEN)
    code, said = sitthi("dry-run", "his", "--json")
    assert code == 0
    changes = json.loads(said)
    assert [(each["table"], each["action"]) for each in changes] == [
        ("nhso_token", "insert"), ("opduser", "update"), ("opduser", "update"),
    ]  # fmt: skip
    assert changes[0]["columns"]["token"] == ["-", "a1••••••••••••h8"]
    assert not hospital.holds(TOKEN)
    assert json.loads(sitthi("show", "--json")[1])[1]["state"] == "pending"
    hospital.secret.unlink()
    assert sitthi("test")[0] == 1
    assert sitthi("set-secret", "his", "--stdin", stdin=SITTHI_PASSWORD + "\n")[0] == 0
    assert hospital.secret.stat().st_mode & 0o777 == 0o600
    assert sitthi("test")[0] == 0


def test_nothing_of_the_token_is_left_lying_around(account: Account, target: Path, hospital: Hospital) -> None:
    """Not in the journal, the audit, standard error, an argument or an environment; nor the password."""
    hospital.server.run("hos", "ALTER TABLE nhso_token ADD CONSTRAINT short CHECK (token = 'x')")
    with HostProcess(account) as host:
        host.hello()
        begin_session(account, CID, TOKEN)
        wait_states(host, "ok", "failed", session=True)
        seen = [Path(f"/proc/{host.process.pid}/{name}").read_bytes() for name in ("cmdline", "environ")]
        hospital.server.run("hos", "ALTER TABLE nhso_token DROP CONSTRAINT short")
        wait_states(host, "ok", "ok", session=True)
        files = [path for path in account.state.rglob("*") if path.is_file()]
        assert [path for path in files if path.parent.name == "outlets"]
        seen += [path.read_bytes() for path in files]
        host.call("session.logout")
        wait_gone(target)
        wait_states(host, "ok", "ok", session=False)
        seen += [path.read_bytes() for path in account.state.rglob("*") if path.is_file()]
    seen.append(host.stderr)
    for secret in (TOKEN, "hunter2", CID):
        assert not [each for each in seen if secret.encode() in each]
