"""The card board: which readers there are, and who is in them, right now.

Listens to the PC/SC loop, reads the identity of each card once when it is put in, and forgets it when it is taken out.
Nothing outlives a card's stay in its reader. Knows nothing of sessions beyond "whose citizen ID is the operator's".
"""

from __future__ import annotations

from dataclasses import dataclass
from threading import Condition, Thread, Timer
from typing import TYPE_CHECKING, Literal

from sitthi.card.monitor import (
    CardInserted,
    CardTakenOut,
    Event,
    FirstLookDone,
    ReaderMonitor,
    ReadersChanged,
    ServiceChanged,
)
from sitthi.errors import (
    CardBusy,
    CardRemoved,
    CardUnreadable,
    NoCard,
    NoPatientCard,
    NoReader,
    NotThaiId,
    PcscUnavailable,
    ReaderUnknown,
    SeveralCards,
    SitthiError,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from sitthi.card.thai_id import Identity

State = Literal["empty", "reading", "card", "busy", "error"]
Change = Literal["readers", "inserted", "removed"]

_AGAIN_AFTER = (1.0, 2.0, 5.0)
"""Seconds until a card that could not be read (another program holds it) is tried again; the last one repeats."""
_LOST_AGAIN_AFTER = (0.3, 0.7)
"""Seconds until a card that was gone while it was read, yet never reported as taken out, is tried again: a contact that
bounced, or a swap between two looks of the PC/SC service. After the last one it is shown as a fault."""
_SETTLED_WITHIN = 5.0
"""Seconds that a request waits for a card that is being read; a slow card's identity takes well under one."""


@dataclass
class Slot:
    """One reader: what it holds, and since which insertion."""

    reader: str
    state: State = "empty"
    insertion: int = 0
    identity: Identity | None = None
    problem: SitthiError | None = None


@dataclass(frozen=True)
class Present:
    """A Thai ID card that is in a reader now."""

    reader: str
    identity: Identity


class CardBoard:
    """`on_change(change, reader, slot)` is called from the board's own threads, outside its lock.

    `read` reads the identity of the card in a reader; it raises the errors of sitthi.card.
    """

    def __init__(
        self,
        read: Callable[[str], Identity],
        on_change: Callable[[Change, str, Slot | None], None],
        monitor: Callable[[Callable[[Event], None]], ReaderMonitor] = ReaderMonitor,
    ) -> None:
        self._read, self._on_change = read, on_change
        self._slots: dict[str, Slot] = {}
        self._available: bool | None = None
        self._looked = False
        self._changed = Condition()
        self._monitor = monitor(self._listen)

    def start(self) -> None:
        self._monitor.start()

    def stop(self) -> None:
        self._monitor.stop()
        with self._changed:
            self._slots.clear()

    # ---- questions ---------------------------------------------------------------------------------------------------

    @property
    def service(self) -> Literal["starting", "ok", "unavailable"]:
        if self._available is None:
            return "starting"
        return "ok" if self._available else "unavailable"

    def settled(self) -> bool:
        """Whether the slots are what is really there: all was looked at, or the service is gone."""
        return self._looked or self._available is False

    def slots(self) -> list[Slot]:
        with self._changed:
            return [Slot(s.reader, s.state, s.insertion, s.identity, s.problem) for s in self._slots.values()]

    def wait_started(self, seconds: float = _SETTLED_WITHIN) -> None:
        """Until the PC/SC loop has said once what is in which reader, and no card is being read any more."""
        with self._changed:
            self._changed.wait_for(lambda: self._looked or self._available is False, seconds)
            self._changed.wait_for(lambda: not any(s.state == "reading" for s in self._slots.values()), seconds)

    def pick(self, reader: str | None = None, *, prefer: str | None = None, avoid: str | None = None) -> Present:
        """The Thai ID card meant by a request: the one in `reader`, else by *card*, never by a reader's name.

        `prefer` is a citizen ID that wins when several cards are in; `avoid` is one that counts as no patient.
        Raises PcscUnavailable, NoReader, ReaderUnknown, NoCard, NotThaiId, NoPatientCard, SeveralCards (never a
        guess between two people), or what reading met.
        """
        self.wait_started()
        if self._available is False:
            raise PcscUnavailable()
        slots = self.slots()
        if reader is not None:
            slots = [slot for slot in slots if slot.reader == reader]
            if not slots:
                raise ReaderUnknown()
        if not slots:
            raise NoReader()
        people = [Present(slot.reader, slot.identity) for slot in slots if slot.identity is not None]
        wanted = [person for person in people if person.identity.cid != avoid] if avoid else people
        if wanted:
            meant = [person for person in wanted if person.identity.cid == prefer] or wanted
            if len({person.identity.cid for person in meant}) > 1:
                raise SeveralCards()
            return meant[0]
        if people:
            raise NoPatientCard()
        raise self._why_nobody(slots)

    @staticmethod
    def _why_nobody(slots: list[Slot]) -> SitthiError:
        for slot in slots:
            if slot.problem is not None:
                return type(slot.problem)(**slot.problem.data)
        return NoCard()

    # ---- events ------------------------------------------------------------------------------------------------------

    def _listen(self, event: Event) -> None:
        if isinstance(event, ServiceChanged):
            self._set_available(event.available)
        elif isinstance(event, ReadersChanged):
            self._set_readers(event.readers)
        elif isinstance(event, CardInserted):
            self._inserted(event.reader, event.insertion)
        elif isinstance(event, CardTakenOut):
            self._taken_out(event.reader)
        elif isinstance(event, FirstLookDone):
            self._first_look_done()

    def _set_available(self, available: bool) -> None:
        with self._changed:
            gone = [] if available else [s for s in self._slots.values() if s.state != "empty"]
            self._available = available
            if not available:
                self._looked = False
                self._slots.clear()
            self._changed.notify_all()
        for slot in gone:
            self._on_change("removed", slot.reader, slot)
        self._on_change("readers", "", None)

    def _first_look_done(self) -> None:
        with self._changed:
            self._looked = True
            self._changed.notify_all()

    def _set_readers(self, readers: tuple[str, ...]) -> None:
        with self._changed:
            gone = [name for name in self._slots if name not in readers]
            held = [self._slots[name] for name in gone if self._slots[name].state != "empty"]
            for name in gone:
                del self._slots[name]
            for name in readers:
                self._slots.setdefault(name, Slot(name))
            self._changed.notify_all()
        for slot in held:
            self._on_change("removed", slot.reader, slot)
        self._on_change("readers", "", None)

    def _inserted(self, reader: str, insertion: int) -> None:
        with self._changed:
            self._slots[reader] = Slot(reader, "reading", insertion)
            self._changed.notify_all()
        self._on_change("readers", "", None)
        Thread(target=self._identify, args=(reader, insertion), daemon=True).start()

    def _identify(self, reader: str, insertion: int, attempt: int = 0) -> None:
        with self._changed:
            current = self._slots.get(reader)
            if current is None or current.insertion != insertion:
                return
        found = Slot(reader, "card", insertion)
        try:
            found.identity = self._read(reader)
        except SitthiError as problem:
            found.problem = problem
            if isinstance(problem, CardBusy):
                found.state = "busy"
            elif not isinstance(problem, NotThaiId | CardUnreadable):
                found.state = "error"
        except Exception as fault:  # noqa: BLE001 - a bug must show as unreadable, not as "reading" for ever
            found.problem = CardUnreadable(kind=type(fault).__name__)
        with self._changed:
            current = self._slots.get(reader)
            if current is None or current.insertion != insertion:
                return  # taken out meanwhile: its data goes with this frame
            if isinstance(found.problem, CardRemoved | NoCard) and attempt < len(_LOST_AGAIN_AFTER):
                # Most often it is out and the PC/SC loop is about to say so; only if not, it is still in.
                self._identify_again(_LOST_AGAIN_AFTER[attempt], reader, insertion, attempt)
                return
            self._slots[reader] = found
            self._changed.notify_all()
        self._on_change("inserted", reader, found)
        self._on_change("readers", "", None)
        if found.state in ("busy", "error"):
            self._identify_again(_AGAIN_AFTER[min(attempt, 2)], reader, insertion, attempt)

    def _identify_again(self, seconds: float, reader: str, insertion: int, attempt: int) -> None:
        again = Timer(seconds, self._identify, (reader, insertion, attempt + 1))
        again.daemon = True
        again.start()

    def _taken_out(self, reader: str) -> None:
        with self._changed:
            left = self._slots.get(reader)
            self._slots[reader] = Slot(reader)
            self._changed.notify_all()
        self._on_change("removed", reader, left)
        self._on_change("readers", "", None)
