"""The card board on a PC/SC loop that the test plays."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from threading import Event

import pytest

from sitthi.card.monitor import CardInserted, CardTakenOut
from sitthi.card.thai_id import Identity
from sitthi.errors import CardRemoved, NoCard
from sitthi.service import board as module
from sitthi.service.board import CardBoard
from unit.service.conftest import PATIENT, FakeMonitor, person


class Reader:
    """What reading the card meets, one after the other; the last one stays."""

    def __init__(self, *meets: Identity | Exception) -> None:
        self.meets = list(meets)
        self.reads = 0
        self.changed = Event()
        self.board = CardBoard(self.read, lambda change, _reader, _slot: self.changed.set(), FakeMonitor)
        self.monitor: FakeMonitor = self.board._monitor  # type: ignore[assignment]

    def read(self, _reader: str) -> Identity:
        self.reads += 1
        found = self.meets.pop(0) if len(self.meets) > 1 else self.meets[0]
        if isinstance(found, Exception):
            raise found
        return found

    def insert(self) -> None:
        self.monitor.tell(CardInserted("one", b"\x3b", 1))

    def until(self, condition: Callable[[], bool]) -> None:
        while not condition():
            assert self.changed.wait(5), "nothing changed"
            self.changed.clear()

    @property
    def state(self) -> str:
        return self.board.slots()[0].state


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_LOST_AGAIN_AFTER", (0.01, 0.01))


@pytest.fixture
def start() -> Iterator[Callable[..., Reader]]:
    started: list[Reader] = []

    def _start(*meets: Identity | Exception) -> Reader:
        started.append(Reader(*meets))
        started[-1].board.start()
        return started[-1]

    yield _start
    for reader in started:
        reader.board.stop()


@pytest.mark.parametrize("lost", [CardRemoved, NoCard])
def test_a_card_that_was_gone_for_a_moment_only_is_read_again(start: Callable[..., Reader], lost: type) -> None:
    """The PC/SC service did not notice, so that nobody will report the card a second time."""
    reader = start(lost(), person(PATIENT))
    reader.insert()
    reader.until(lambda: reader.state == "card")
    assert reader.board.pick().identity.cid == PATIENT


def test_a_card_that_stays_away_though_it_is_reported_is_a_fault_and_not_reading_for_ever(
    start: Callable[..., Reader],
) -> None:
    reader = start(NoCard())
    reader.insert()
    reader.until(lambda: reader.state == "error")
    with pytest.raises(NoCard):
        reader.board.pick()


def test_a_card_that_was_taken_out_while_it_was_read_is_not_asked_again(start: Callable[..., Reader]) -> None:
    reader = start(CardRemoved())
    reading = reader.read

    def pulled(name: str) -> Identity:
        reader.monitor.tell(CardTakenOut("one"))
        return reading(name)

    reader.board._read = pulled
    reader.insert()
    reader.until(lambda: reader.reads == 1 and reader.state == "empty")
    assert not Event().wait(0.1)
    assert reader.reads == 1
