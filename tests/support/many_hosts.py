"""Many hosts on one account, as a workstation with several browsers and profiles has them, and what they cost."""

from __future__ import annotations

import os
import time
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

from sitthi.policy.model import Policy
from sitthi.session.key import KeyFile
from sitthi.session.store import SessionStore, utc_now
from sitthi.session.token import Session, mask_token
from sitthi.session.vault import Vault
from support.host import Account, HostProcess

POLICY = """
[session]
lock_on_removal = false        # there is no reader here
"""


class ManyHosts:
    """`count` real hosts that have answered once. A context manager."""

    def __init__(self, folder: Path, count: int) -> None:
        self._account = Account(folder, POLICY, PCSCLITE_CSOCK_NAME=str(folder / "no-pcscd.comm"))
        self._count = count
        self._open = ExitStack()
        self.hosts: list[HostProcess] = []

    def __enter__(self) -> Self:
        self.hosts = [self._open.enter_context(HostProcess(self._account)) for _ in range(self._count)]
        greetings = [host.start_call("hello", extension="test", browser="pipes", protocol=1) for host in self.hosts]
        for host, greeting in zip(self.hosts, greetings, strict=True):
            host.result(greeting, 30)
        for answer in [host.start_call("status") for host in self.hosts]:
            HostProcess.result(answer, 30)
        vault = Vault(self._account.state / "vault.bin", KeyFile(self._account.folder / "run/sitthi/vault.key"))
        self.store = SessionStore(vault, utc_now, Policy())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()

    def log_in(self, cid: str, token: str) -> Session:
        """As another process of the account does it, outside all these hosts."""
        now = utc_now()
        return self.store.begin(Session(cid, "n", "n", token, "uc", "issuer", now, now + timedelta(hours=9), now))

    def seconds_until_told(self, began: float, masked: str | None) -> list[float]:
        """For each host the time from `began` (monotonic) until it said that this token, or none, is the session's."""

        def is_it(params: dict[str, dict[str, str] | None]) -> bool:
            session = params["session"]
            return (session and session["token_masked"]) == masked

        told = []
        for host in self.hosts:  # each has a thread that reads, but what counts is when it arrived
            host.wait_for("session.changed", is_it)
            told.append(time.monotonic() - began)
        return told

    def change_seconds(self, cid: str, token: str) -> float:
        """From the beginning of a login elsewhere, its writing included, until the last host has told its browser."""
        began = time.monotonic()
        self.log_in(cid, token)
        return max(self.seconds_until_told(began, mask_token(token)))

    def idle_percent(self, seconds: float) -> list[float]:
        """What each host takes of one core while nothing happens, by the kernel's own count."""
        before, began = [self._ticks(host) for host in self.hosts], time.monotonic()
        time.sleep(seconds)  # the time that is measured, not a wait for something
        passed = time.monotonic() - began
        per_second = os.sysconf("SC_CLK_TCK")
        after = [self._ticks(host) for host in self.hosts]
        return [100 * (late - early) / per_second / passed for early, late in zip(before, after, strict=True)]

    @staticmethod
    def _ticks(host: HostProcess) -> int:
        fields = Path(f"/proc/{host.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return int(fields[11]) + int(fields[12])  # utime, stime
