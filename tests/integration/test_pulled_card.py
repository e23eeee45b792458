"""The card is pulled at every single APDU of reading and of PIN verification: the right error, no try lost, and the
next attempt works.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sitthi.card.pcsc import open_card
from sitthi.card.thai_id import ThaiIdCard, read_card
from sitthi.errors import CardRemoved, PinWrong, SitthiError
from sitthi.pin.card_access import real_card
from sitthi.pin.request import PinRequest
from sitthi.pin.tries import TriesMemory
from sitthi.pin.verification import verify
from sitthi_sandbox.card.card import VirtualCard
from sitthi_sandbox.card.vpcd import VirtualSlot
from support.cards import wait_until_empty, wait_until_present


class Puller:
    """One card in one reader, pulled at a given APDU of an action, and put in again."""

    def __init__(self, card: VirtualCard, slot: VirtualSlot, reader: str) -> None:
        self.card, self.slot, self.reader = card, slot, reader
        self.exchanges = 0
        card.observer = self._count

    def _count(self, command: bytes, response: bytes) -> None:
        self.exchanges += 1

    def exchanges_of(self, action: Callable[[], object]) -> int:
        self.exchanges = 0
        action()
        return self.exchanges

    def pull(self, action: Callable[[], object], apdu: int, *, after: bool) -> BaseException | None:
        """What the action raised; the card is in again when this returns."""
        self.card.pull_at(apdu, after=after)
        try:
            action()
            return None
        except SitthiError as problem:
            return problem
        finally:
            self.card.cancel_pull()
            wait_until_empty(self.reader)
            self.slot.insert(self.card)
            wait_until_present(self.reader)


@pytest.fixture
def puller(card: VirtualCard, slot: VirtualSlot, reader: str) -> Puller:
    return Puller(card, slot, reader)


def read(reader: str) -> ThaiIdCard:
    with open_card(reader) as connection, connection.transaction() as channel:
        return read_card(channel, photo=True, laser=True, chip=True)


def verify_pin(puller: Puller, pin: str, memory: TriesMemory) -> None:
    request = PinRequest(puller.reader, puller.card.person.cid, "", "", profile="thai-adm", allow_last_try=True)
    typed = bytearray(pin.encode())
    try:
        verify(request, typed, real_card(), memory)
    finally:
        assert not any(typed), "the PIN is still in its buffer"


@pytest.mark.parametrize("after", [False, True], ids=["before it works", "before it answers"])
def test_reading(puller: Puller, after: bool) -> None:
    expected = read(puller.reader)
    exchanges = puller.exchanges_of(lambda: read(puller.reader))
    assert exchanges > 40
    for apdu in range(1, exchanges + 1):
        problem = puller.pull(lambda: read(puller.reader), apdu, after=after)
        assert type(problem) is CardRemoved, f"APDU {apdu}: {problem!r}"
    assert read(puller.reader) == expected
    assert puller.card.tries.left == 3


@pytest.mark.parametrize("after", [False, True], ids=["before it works", "before it answers"])
def test_pin_verification_with_the_right_pin(puller: Puller, after: bool, tmp_path: Path) -> None:
    def right() -> None:
        verify_pin(puller, "1234", TriesMemory(tmp_path))

    exchanges = puller.exchanges_of(right)
    assert exchanges >= 6
    for apdu in range(1, exchanges + 1):
        problem = puller.pull(right, apdu, after=after)
        assert type(problem) is CardRemoved, f"APDU {apdu}: {problem!r}"
        assert puller.card.tries.left == 3, f"a try was lost at APDU {apdu}"
    right()


def test_pin_verification_with_a_wrong_pin_loses_one_try_only_when_the_card_judged_it(
    puller: Puller, tmp_path: Path
) -> None:
    memory = TriesMemory(tmp_path)

    def wrong() -> None:
        verify_pin(puller, "9999", memory)

    with pytest.raises(PinWrong):
        wrong()

    def refused() -> None:
        with pytest.raises(PinWrong):
            wrong()

    exchanges = puller.exchanges_of(refused)
    for apdu in range(1, exchanges + 1):
        for after in (False, True):
            puller.card.tries.set(3)
            problem = puller.pull(wrong, apdu, after=after)
            judged = apdu == exchanges and after
            assert type(problem) is CardRemoved, f"APDU {apdu}: {problem!r}"
            assert puller.card.tries.left == (2 if judged else 3)
    puller.card.tries.set(3)
    verify_pin(puller, "1234", memory)
