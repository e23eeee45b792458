"""A session of a made-up person, and an outlet whose place is a dictionary of the test."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sitthi.errors import SitthiError
from sitthi.outlets import Note, Trace, fingerprint, is_the_same
from sitthi.session.token import Session

CID, OTHER = "1100800447899", "3100101000018"
TOKEN, LATER = "a1b2c3d4e5f6g7h8", "z9y8x7w6v5u4t3s2"
NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


def session(cid: str = CID, token: str = TOKEN) -> Session:
    return Session(cid, "n", "n", token, "uc", "issuer", NOW, NOW + timedelta(hours=15), NOW)


class FakePlace:
    """An outlet; `fails` is raised by the next call of that name, `before` it wrote or (`after`) when it had."""

    def __init__(self) -> None:
        self.held: str | None = None
        self.calls: list[str] = []
        self.fails: dict[str, SitthiError] = {}
        self.fails_after: dict[str, Exception] = {}

    def deliver(self, session: Session, note: Note) -> None:
        self._called("deliver")
        note(Trace({"token": fingerprint(session.token)}))
        self.held = session.token
        if "deliver" in self.fails_after:
            raise self.fails_after.pop("deliver")

    def withdraw(self, trace: Trace) -> None:
        self._called("withdraw")
        if self.held is not None and is_the_same(self.held, trace.plain["token"]):
            self.held = None

    def _called(self, name: str) -> None:
        self.calls.append(name)
        if name in self.fails:
            raise self.fails[name]
