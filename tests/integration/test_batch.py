"""`sitthi rights --file`: the real command against the NHSO sandbox, killed, stopped, refused, and gone on."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Response, after_this_request, request

from sitthi_sandbox.nhso.app import create_app, open_sandbox
from sitthi_sandbox.nhso.crowd import crowd_cid, crowd_patient
from sitthi_sandbox.nhso.loopback import LoopbackServer
from sitthi_sandbox.nhso.registry import Registry
from support.host import Account
from support.sessions import begin_session

OFFICER = "1101500000008"
POLICY = """
[session]
lock_on_removal = false        # there is no reader here

[nhso]
endpoint = "{url}/ucwstokenp1/UCWSTokenP1"

[batch]
per_second = 0
"""


class Hospital:
    """An account that is logged in, its NHSO, and who was asked about."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.asked: Counter[str] = Counter()
        self.at: dict[int, Callable[[], None]] = {}
        """What to do first at which question, counted from 1 over all runs."""
        self._sandbox = open_sandbox(folder / "nhso.db")
        self._sandbox.clock.set(self._sandbox.clock.now(), frozen=True)
        app = create_app(self._sandbox)
        app.before_request(self._note)
        self.server = LoopbackServer(app)
        self.account = Account(
            folder / "account", POLICY.format(url=self.server.url), PCSCLITE_CSOCK_NAME=str(folder / "no-pcscd.comm")
        )

    @property
    def registry(self) -> Registry:
        return self._sandbox.registry

    def register(self) -> None:
        self.registry.register(OFFICER, self._sandbox.clock.now())

    def log_in(self) -> None:
        begin_session(self.account, OFFICER, self.registry.login(OFFICER, self._sandbox.clock.now()).token)

    def list(self, count: int, name: str = "in.csv", more: str = "") -> Path:
        file = self.folder / name
        lines = [f"HN{number:05},{crowd_cid(number)}" for number in range(count)]
        file.write_text("\n".join(["hn,cid", *lines, more]), encoding="utf-8")
        return file

    def start(self, file: Path, out: Path, *more: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "sitthi", "rights", "--file", str(file), "--out", str(out), *more],
            env=self.account.env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, file: Path, out: Path, *more: str) -> tuple[int, str]:
        """Exit code and everything said, in which nobody may be recognised."""
        process = self.start(file, out, *more)
        said = "".join(process.communicate(timeout=60))
        assert not re.search("[0-9]{13}", said)
        assert not re.search("ชูใจ|มานี|ทองสุข", said)  # three of every few people are called so
        return process.returncode, said

    def _note(self) -> None:
        self.asked.update(re.findall("<person_id>([0-9]{13})<", request.get_data(as_text=True)))
        self.at.pop(self.asked.total(), lambda: None)()


@pytest.fixture
def hospital(tmp_path: Path) -> Iterator[Hospital]:
    hospital = Hospital(tmp_path)
    with hospital.server:
        hospital.log_in()
        yield hospital


def beside(out: Path) -> list[str]:
    return sorted(each.name for each in out.parent.iterdir() if each.name.startswith(out.name))


def test_120_lines_killed_three_times_are_the_same_as_undisturbed(hospital: Hospital) -> None:
    twice = "".join(f"x,{crowd_cid(number)}\n" for number in (0, 7, 119)) + "x,1100800447890\n"
    file = hospital.list(120, more=twice)
    undisturbed, killed = hospital.folder / "undisturbed.csv", hospital.folder / "killed.csv"
    assert hospital.run(file, undisturbed)[0] == 5  # for the one bad line
    assert hospital.asked == {crowd_cid(number): 1 for number in range(120)}
    hospital.asked.clear()

    running: list[subprocess.Popen[str]] = []

    def kill_now() -> None:
        """While the question is under way."""
        running[-1].kill()

    def kill_after_the_answer() -> None:
        """As soon as NHSO has sent the answer: whether it was kept is up to chance."""

        @after_this_request
        def on_close(response: Response) -> Response:
            response.call_on_close(running[-1].kill)
            return response

    hospital.at = {16: kill_now, 60: kill_after_the_answer, 115: kill_after_the_answer}
    kills = 0
    while True:
        running.append(hospital.start(file, killed))
        running[-1].communicate(timeout=60)
        if running[-1].returncode != -signal.SIGKILL:
            break
        kills += 1
        assert beside(killed)[:1] == ["killed.csv.sitthi-journal"]  # the output is not there before it is whole
        assert {(killed.parent / name).stat().st_mode & 0o777 for name in beside(killed)} == {0o600}
    assert (running[-1].returncode, kills) == (5, 3)
    assert killed.read_bytes() == undisturbed.read_bytes()
    assert beside(killed) == ["killed.csv"]
    assert killed.stat().st_mode & 0o777 == 0o600
    assert len(hospital.asked) == 120
    under_way = {who for who, times in hospital.asked.items() if times > 1}
    assert len(under_way) <= kills
    assert max(hospital.asked.values()) <= 2
    assert crowd_cid(15) in under_way
    assert under_way <= {crowd_cid(15), crowd_cid(58), crowd_cid(112), crowd_cid(113)}, under_way


def test_a_dead_token_stops_with_its_exit_code_and_a_login_goes_on(hospital: Hospital) -> None:
    file, out = hospital.list(12), hospital.folder / "out.json"
    hospital.at[6] = lambda: hospital.registry.forget(OFFICER)
    code, said = hospital.run(file, out)
    assert code == 6
    assert "5 of 12" in said
    assert "sitthi login" in said
    assert not out.exists()
    code, said = hospital.run(file, out)
    assert (code, "5 of 12" in said) == (6, True)  # still nobody is logged in
    hospital.register()
    hospital.log_in()
    assert hospital.run(file, out)[0] == 0
    rows = json.loads(out.read_text(encoding="utf-8"))
    assert [row["cid"] for row in rows] == [crowd_cid(number) for number in range(12)]
    for row in rows:
        person = crowd_patient(row["cid"])
        assert person
        assert row["name"] == f"{person.title}{person.first} {person.last}"
    assert hospital.asked == {crowd_cid(number): 1 + (number == 5) for number in range(12)}  # it was not answered


def test_a_second_process_with_the_same_output_is_refused(hospital: Hospital) -> None:
    file, out = hospital.list(3), hospital.folder / "out.csv"
    arrived, go_on = threading.Event(), threading.Event()

    def hold() -> None:
        arrived.set()
        go_on.wait(30)

    hospital.at[2] = hold
    first = hospital.start(file, out)
    assert arrived.wait(30)
    code, said = hospital.run(file, out, "--restart")
    go_on.set()
    assert (code, "Another process" in said) == (1, True)
    first.communicate(timeout=60)
    assert first.returncode == 0
    assert sum(hospital.asked.values()) == 3


def test_a_changed_list_needs_restart_and_an_interrupt_says_how_to_go_on(hospital: Hospital) -> None:
    file, out = hospital.list(5), hospital.folder / "out.xlsx"
    running: list[subprocess.Popen[str]] = []
    hospital.at[3] = lambda: os.kill(running[0].pid, signal.SIGINT)
    running.append(hospital.start(file, out))
    said = "".join(running[0].communicate(timeout=60))
    assert running[0].returncode == 130
    assert "Run the same command again" in said
    hospital.list(6)
    code, said = hospital.run(file, out)
    assert (code, "--restart" in said) == (1, True)
    assert hospital.run(file, out, "--json", "--restart")[0] == 0
    assert out.read_bytes().startswith(b"PK")
    assert beside(out) == ["out.xlsx"]


def test_wrong_usage_is_exit_code_2_and_leaves_nothing(hospital: Hospital) -> None:
    file, out = hospital.list(2), hospital.folder / "out.csv"
    for arguments in (("--column", "name"), ("--column", "9"), ("--stdin",)):
        assert hospital.run(file, out, *arguments)[0] == 2
    assert hospital.run(file, hospital.folder / "out.txt")[0] == 2
    assert hospital.run(file, file)[0] == 2
    assert beside(out) == []
    assert not hospital.asked
