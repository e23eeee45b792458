"""Asks about everybody who has no answer yet, one question at a time, and keeps each answer at once."""

from __future__ import annotations

from collections.abc import Callable

from sitthi.batch import record
from sitthi.batch.journal import Journal
from sitthi.batch.pace import Pace
from sitthi.errors import (
    NhsoBadAnswer,
    NhsoRejected,
    NhsoUnreachable,
    NotLoggedIn,
    SessionLocked,
    SitthiError,
    TokenExpired,
    TokenRevoked,
)

TRIES = 3
"""Questions about one person whose answers cannot be read."""

MAX_FAILURES = 5
"""People in a row without a readable answer: then it is the service, not they."""

TOKEN_DEAD = (NotLoggedIn, TokenExpired, TokenRevoked, SessionLocked)


class Stopped(Exception):
    """No use in going on now; everything answered is kept. `cause`: one of TOKEN_DEAD, or the service's failure."""

    def __init__(self, cause: SitthiError) -> None:
        super().__init__(cause.name)
        self.cause = cause

    @property
    def token_dead(self) -> bool:
        return isinstance(self.cause, TOKEN_DEAD)


def ask_all(journal: Journal, look_up: Callable[[str], record.Rights], pace: Pace, told: Callable[[int], None]) -> None:
    """`told` hears how many more are answered. Raises Stopped, and whatever else `look_up` raises."""
    failures: list[tuple[str, str]] = []
    for cid in journal.unanswered():
        try:
            answer = _answer(cid, look_up, pace)
        except NhsoBadAnswer as problem:
            failures.append((cid, record.of_failure(problem)))
            if len(failures) == MAX_FAILURES:
                raise Stopped(problem) from None  # these are asked again
            continue
        journal.keep(cid, answer)
        told(1 + _keep(journal, failures))
    told(_keep(journal, failures))


def _keep(journal: Journal, failures: list[tuple[str, str]]) -> int:
    """Failures count as answers once somebody after them, or nobody, could be answered."""
    for cid, answer in failures:
        journal.keep(cid, answer)
    count = len(failures)
    failures.clear()
    return count


def _answer(cid: str, look_up: Callable[[str], record.Rights], pace: Pace) -> str:
    """Raises Stopped, NhsoBadAnswer."""
    tries = 0
    while True:
        pace.wait()
        try:
            rights = look_up(cid)
        except TOKEN_DEAD as problem:
            raise Stopped(problem) from None
        except NhsoRejected as problem:
            pace.answered()
            return record.of_rejection(problem)
        except NhsoUnreachable as problem:
            if not pace.refused():
                raise Stopped(problem) from None
        except NhsoBadAnswer:
            tries += 1
            pace.refused()
            if tries == TRIES:
                raise
        else:
            pace.answered()
            return record.of_rights(rights)
