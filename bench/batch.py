"""A list of patients: look-ups per second against the bare question, and that memory does not grow with the list."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.result import Result, table
from sitthi.nhso.ucws import search_current_by_pid
from sitthi_sandbox.nhso.app import nhso_server, open_sandbox
from sitthi_sandbox.nhso.crowd import crowd_cid
from support.host import Account
from support.sessions import begin_session

_OFFICER = "1101500000008"
_PEOPLE = 1000
_BARE = 300
_POLICY = """
[session]
lock_on_removal = false
[nhso]
endpoint = "{endpoint}"
[batch]
per_second = 0
"""


def measure() -> list[Result]:
    with tempfile.TemporaryDirectory(prefix="sitthi-bench-") as name:
        folder = Path(name)
        sandbox = open_sandbox(folder / "nhso.db")
        with nhso_server(sandbox) as server:
            endpoint = f"{server.url}/ucwstokenp1/UCWSTokenP1"
            account = Account(
                folder / "account", _POLICY.format(endpoint=endpoint), PCSCLITE_CSOCK_NAME=f"{name}/none.comm"
            )
            token = sandbox.registry.login(_OFFICER, sandbox.clock.now()).token
            begin_session(account, _OFFICER, token)
            bare = _bare(endpoint, token)
            _, least = _batch(account, 1)
            seconds, small = _batch(account, _PEOPLE)
            _, large = _batch(account, 10 * _PEOPLE)
    return [
        Result("batch look-ups", _PEOPLE / seconds, "1/s", bare, "the question to NHSO alone", _PEOPLE),
        Result("batch of 1,000 lines, peak memory", small, "MiB", least, "a list of one line", 1),
        Result("batch of 10,000 lines, peak memory", large, "MiB", small, "a list of 1,000 lines", 1),
    ]


def _bare(endpoint: str, token: str) -> float:
    """Answers a second without command, session and journal."""
    began = time.perf_counter()
    for number in range(_BARE):
        search_current_by_pid(endpoint, user_cid=_OFFICER, token=token, person_cid=crowd_cid(number), timeout=15)
    return _BARE / (time.perf_counter() - began)


def _batch(account: Account, lines: int) -> tuple[float, float]:
    """Seconds of the whole command and its peak memory in MiB; more lines than people have each person often."""
    file, out = account.folder / f"{lines}.csv", account.folder / f"{lines}-out.csv"
    file.write_text("".join(f"{number},{crowd_cid(number % _PEOPLE)}\n" for number in range(lines)), encoding="utf-8")
    command = [sys.executable, "-m", "sitthi", "rights", "--file", str(file), "--out", str(out)]
    began = time.perf_counter()
    process = subprocess.Popen(command, env=account.env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)  # the kernel's own account of this one child
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"the batch ended with {process.returncode}")
    return time.perf_counter() - began, used.ru_maxrss / 1024


if __name__ == "__main__":
    print(table(measure()))
