"""What is known of the patient whose card is in: rights, the agent's reading, the last claim code. In memory only.

All of it belongs to one stay of one card in one reader during one session, and is given out for that stay alone.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

from sitthi.errors import CardRemoved, VaultUnavailable

if TYPE_CHECKING:
    from sitthi.authen.answers import Reading
    from sitthi.authen.claim import ClaimCode
    from sitthi.nhso.rights import Rights
    from sitthi.service.app import App
    from sitthi.service.board import Present
    from sitthi.session.token import Session


@dataclass(frozen=True, repr=False)
class Stay:
    """A card from its insertion to its removal, while one session lasts."""

    reader: str
    insertion: int
    cid: str
    session: str


def stay_of(app: App, session: Session, present: Present) -> Stay:
    """The stay of the card that was picked. Raises CardRemoved when it has left since."""
    for slot in app.board.slots():
        if slot.reader == present.reader and slot.identity and slot.identity.cid == present.identity.cid:
            return Stay(slot.reader, slot.insertion, slot.identity.cid, session.id)
    raise CardRemoved()


def lasts(app: App, stay: Stay) -> bool:
    """Whether the card is still in, since the same insertion."""
    return any(
        slot.reader == stay.reader and slot.insertion == stay.insertion and slot.identity for slot in app.board.slots()
    )


def forget_if_over(app: App, stay: Stay) -> None:
    """After something was kept: what ended before that was told of earlier, and nobody will tell of it again."""
    session: Session | None = None
    with suppress(VaultUnavailable):
        session = app.store.peek()
    if session is None or session.locked or session.id != stay.session or not lasts(app, stay):
        app.visit.forget_reader(stay.reader)


class VisitMemory:
    """Holds one stay; another one replaces it. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._stay: Stay | None = None
        self._reading: Reading | None = None
        self._code: ClaimCode | None = None
        self._rights: Rights | None = None

    def keep_reading(self, stay: Stay, reading: Reading) -> None:
        with self._lock:
            self._enter(stay)
            self._reading = reading

    def take_reading(self, stay: Stay) -> Reading | None:
        """Once: its correlation ID is good for one claim."""
        with self._lock:
            if self._stay != stay:
                return None
            reading, self._reading = self._reading, None
            return reading

    def keep_code(self, stay: Stay, code: ClaimCode) -> None:
        with self._lock:
            self._enter(stay)
            self._code = code

    def code(self, stay: Stay) -> ClaimCode | None:
        with self._lock:
            return self._code if self._stay == stay else None

    def keep_rights(self, stay: Stay, rights: Rights) -> None:
        with self._lock:
            self._enter(stay)
            self._rights = rights

    def rights(self, stay: Stay) -> Rights | None:
        with self._lock:
            return self._rights if self._stay == stay else None

    def has_rights(self, session: str) -> bool:
        with self._lock:
            return self._rights is not None and self._stay is not None and self._stay.session == session

    def has_code(self, session: str) -> bool:
        with self._lock:
            return self._code is not None and self._stay is not None and self._stay.session == session

    def forget_reader(self, reader: str) -> None:
        """The card has left it."""
        with self._lock:
            if self._stay is not None and self._stay.reader == reader:
                self._clear()

    def forget_other_sessions(self, session: str | None) -> None:
        """Only `session` goes on; None: it was locked, or is over."""
        with self._lock:
            if self._stay is not None and self._stay.session != session:
                self._clear()

    def _enter(self, stay: Stay) -> None:
        if self._stay != stay:
            self._clear()
            self._stay = stay

    def _clear(self) -> None:
        self._stay = self._reading = self._code = self._rights = None
