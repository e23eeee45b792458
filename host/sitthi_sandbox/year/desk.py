"""One account on one workstation: two host processes on a real vault, doing what their actions do.

Stands where `sitthi.service.app.App` stands for the actions of fill and rights; a login and a logout are the host's own
(session/login.py) with its issuer source.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, cast
from unittest import mock

from sitthi.policy.model import Policy
from sitthi.service.actions import fill, rights
from sitthi.session import login as logins
from sitthi.session.key import KeyFile
from sitthi.session.sources import CardHolder, TokenSource
from sitthi.session.sources.issuer import from_policy
from sitthi.session.store import SessionStore
from sitthi.session.token import Session
from sitthi.session.vault import Vault
from sitthi_sandbox.nhso.patients import PATIENTS
from sitthi_sandbox.year.machine import Machine

if TYPE_CHECKING:
    from sitthi.service.app import App

SITE = "https://his.example.go.th"
_HOSTS = 2
_RENAME = "sitthi.session.files.rename_over"


class Died(BaseException):
    """A host was killed here."""


class _NoAudit:
    def record(self, event: str, **_: object) -> None:
        pass


class _Host:
    """One host process, as the actions see it."""

    def __init__(self, store: SessionStore, policy: Policy) -> None:
        self.store, self.policy, self.audit = store, policy, _NoAudit()

    @property
    def as_app(self) -> App:
        return cast("App", self)


class Desk:
    """`open`: a browser runs, and with it the hosts whose timers notice what time does."""

    def __init__(self, folder: Path, machine: Machine, policy: Policy) -> None:
        folder.mkdir(parents=True)
        self._folder, self._machine, self._policy = folder, machine, policy
        self._sources: list[TokenSource] = [from_policy(policy)]
        self.open = True
        self.start_hosts()

    def start_hosts(self) -> None:
        """All of them anew: nothing that was only in a process is left."""
        self.open = True
        hosts = [_Host(self._new_store(), self._policy) for _ in range(_HOSTS)]
        self._turns: Iterator[_Host] = itertools.cycle(hosts)

    def lose_key(self) -> None:
        """The runtime folder is gone."""
        (self._folder / "vault.key").unlink(missing_ok=True)

    @property
    def store(self) -> SessionStore:
        """That of the next host: every action is another process's."""
        return next(self._turns).store

    def login(self, cid: str) -> Session:
        return logins.login(CardHolder(cid, "ก", "A", "0000000000000001"), _right_pin, self._sources, self.store)

    def login_dies(self, cid: str, step: int) -> None:
        """The host is killed before it puts the `step`th of its files in place."""
        with _dies_at(step), suppress(Died):
            self.login(cid)
        (self._folder / "vault.bin.tmp-1-dead").write_bytes(b"SITV half")
        self.start_hosts()

    def logout(self) -> None:
        logins.logout(self.store, self._sources)

    def fill(self) -> str:
        """The token that a page gets; raises what the host says."""
        asked: dict[str, object] = {
            "roles": ["operator_cid", "token"], "origin": SITE, "url": f"{SITE}/check", "top_frame": True,
            "gesture": True,
        }  # fmt: skip
        answer = fill.values(next(self._turns).as_app, asked)
        return str(cast("dict[str, object]", answer["values"])["token"])

    def check_rights(self) -> None:
        rights.run(next(self._turns).as_app, {"cid": PATIENTS[0].cid})

    def _new_store(self) -> SessionStore:
        vault = Vault(self._folder / "vault.bin", KeyFile(self._folder / "vault.key"))
        return SessionStore(vault, self._machine.clock, self._policy, self._machine.ticks)


def _right_pin() -> None:
    """The card said yes."""


@contextmanager
def _dies_at(step: int) -> Iterator[None]:
    from sitthi.session import files

    rename: Callable[[Path, Path], None] = files.rename_over
    left = itertools.count(step - 1, -1)

    def rename_or_die(source: Path, target: Path) -> None:
        if next(left) <= 0:
            raise Died
        rename(source, target)

    with mock.patch(_RENAME, rename_or_die):
        yield
