"""The `ucauth_file` source: `nhso_token.txt`, which UC Authentication writes at each PIN login (reference: nhso 2 [A]).

How UC Authentication gets a token is not published (reference: nhso 3), so the program itself stays the one that asks
NHSO; this source starts it where the policy says so, and waits for its file. A token is taken only from a file that is
whole and at rest, of today, and this person's.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NoReturn

from sitthi.errors import SourceNotHere, SourceOtherPerson, SourceTimeout, SourceUnavailable
from sitthi.policy.model import Policy, UcauthPolicy
from sitthi.session import rules
from sitthi.session.sources import CardHolder, IssuedToken, program
from sitthi.session.sources.changes import LONGEST_WAIT, changes_in
from sitthi.session.sources.look import Look, look_at
from sitthi.session.sources.settled import REST_SECONDS, Settled

FILE_NAME = "nhso_token.txt"
_CONTENT = re.compile(rb"(?:\xef\xbb\xbf)?([0-9]{13})#([0-9a-zA-Z]{16})[\r\n]*")
"""30 bytes; one writer at least puts a byte order mark before them, and a line end may follow (reference: nhso 2)."""

_MAX_BYTES = 256
_START_ANYWAY = 2.0
"""Seconds after which the program is started although a file is still being written or held."""


def read_token(content: bytes) -> tuple[str, str] | None:
    """Citizen ID and token of a whole file; None for anything else, so also for any part of one."""
    found = _CONTENT.fullmatch(content)
    return (found[1].decode(), found[2].decode()) if found else None


def utc_now() -> datetime:
    return datetime.now(UTC)


class UcauthFileSource:
    """`clock` is this machine's own, as the times of its files are."""

    name = "ucauth_file"

    def __init__(
        self,
        policy: UcauthPolicy,
        *,
        clock: Callable[[], datetime] = utc_now,
        rest_seconds: float = REST_SECONDS,
    ) -> None:
        self._policy = policy
        self._clock = clock
        self._rest = rest_seconds

    def obtain(self, holder: CardHolder, now: datetime) -> IssuedToken:
        """Raises SourceNotHere, SourceOtherPerson, SourceTimeout(reason) and SourceUnavailable(reason)."""
        if not self._policy.program and not any(_existing(self._policy.folders)):
            raise SourceNotHere(source=self.name, reason="no_folder")
        return _Waiting(self._policy, holder, now, now - self._clock(), self._rest).run()

    def revoke(self, cid: str, token: str) -> None:
        """UC Authentication offers nothing to call; the token dies at midnight or at the person's next login."""


def from_policy(policy: Policy) -> UcauthFileSource:
    return UcauthFileSource(policy.ucauth)


class _Waiting:
    """One wait for one person's file. `drift` is what the machine's clock lacks; the file's times lack it too."""

    def __init__(
        self, policy: UcauthPolicy, holder: CardHolder, now: datetime, drift: timedelta, rest_seconds: float
    ) -> None:
        self._policy = policy
        self._holder = holder
        self._now, self._drift, self._began = now, drift, time.monotonic()
        self._rest = rest_seconds
        self._files = Settled(self._look, rest_seconds=rest_seconds)
        self._before = {path: look.stamp for path in self._paths() if (look := self._look(path))}
        self._reason = "no_file"

    def run(self) -> IssuedToken:
        started = not self._policy.program
        with changes_in(_existing(self._policy.folders)) as changes:
            while True:
                token = self._look_round()
                if token is not None:
                    return token
                left = self._policy.wait_seconds - self._elapsed()
                if left <= 0:
                    self._give_up()
                if not started and (not self._files.moving or self._elapsed() > _START_ANYWAY):
                    started = True
                    self._start()
                changes.wait(min(left, self._rest if self._files.moving else LONGEST_WAIT))

    def _paths(self) -> Iterator[Path]:
        return (folder / FILE_NAME for folder in _existing(self._policy.folders))

    def _look(self, path: Path) -> Look | None:
        return look_at(path, _MAX_BYTES, any_owner=self._policy.any_owner)

    def _look_round(self) -> IssuedToken | None:
        self._reason = "no_file"
        for file in self._files.look(self._paths()):
            token = self._judge(file)
            if token is not None:
                return token
        return None

    def _judge(self, file: Look) -> IssuedToken | None:
        """The token, if it is this person's of today; else `_reason` says what stands against it."""
        read = read_token(file.content)
        if file.problem or read is None:
            self._reason = file.problem or "format"
            return None
        cid, token = read
        if cid != self._holder.cid:
            self._reason = "other_person"
            if file.stamp != self._before.get(file.path):
                self._give_up()  # somebody logged in with another card just now
            return None
        written_at = file.modified_at + self._drift
        self._reason = _untimely(written_at, self._now + timedelta(seconds=self._elapsed()), self._holder.revoked_at)
        if self._reason:
            return None
        return IssuedToken(token=token, cid=cid, kind="uc", issued_at=written_at)

    def _start(self) -> None:
        try:
            program.start(self._policy.program)
        except OSError:
            problem = SourceUnavailable(source=UcauthFileSource.name, reason="not_started")
        else:
            return
        raise problem  # outside the handler: no chain to an exception that quotes paths

    def _give_up(self) -> NoReturn:
        if self._reason == "other_person":
            raise SourceOtherPerson(source=UcauthFileSource.name)
        raise SourceTimeout(source=UcauthFileSource.name, reason=self._reason)

    def _elapsed(self) -> float:
        return time.monotonic() - self._began


def _existing(folders: Iterable[str]) -> Iterator[Path]:
    """The folders that are there now; `*` in a last name stands for any part of it."""
    for folder in map(Path, map(os.path.expanduser, folders)):
        if not folder.is_absolute():
            continue  # a Windows path on another system
        try:
            found = sorted(folder.parent.glob(folder.name)) if "*" in folder.name else [folder]
        except OSError:  # a drive without a medium, a folder that may not be read
            continue
        yield from (each for each in found if os.path.isdir(each))


def _untimely(written_at: datetime, now: datetime, revoked_at: datetime | None) -> str:
    """Why a file of that time holds no living token; "" where it may."""
    if written_at > now + rules.CLOCK_SLACK:
        return "from_the_future"  # the clock was set back: nobody can say which day the file is of
    if rules.expiry(written_at) <= now:
        return "not_of_today"
    if revoked_at is not None and written_at <= revoked_at:
        return "revoked"
    return ""
