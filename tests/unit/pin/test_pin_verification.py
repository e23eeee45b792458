"""One PIN, one try: what is sent, in which order, what is remembered, and that the PIN is gone afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from sitthi.errors import (
    CardBusy,
    CardChanged,
    CardRemoved,
    NoCard,
    PinBlocked,
    PinLastTryRefused,
    PinUnsupported,
    PinWrong,
    SitthiError,
)
from sitthi.pin.card_access import CardAccess
from sitthi.pin.request import PinRequest
from sitthi.pin.tries import TriesMemory
from sitthi.pin.verification import Prospect, look, verify

CID, OTHER = "1100800447899", "1234567890121"
REQUEST = PinRequest("Reader 00", CID, "นาย สมชาย ใจดี", "1-1008-xxxxx-xx-9")


@dataclass
class FakeCard:
    """A card, its reader and its PIN scheme; `log` is what happened in order."""

    cid: str = CID
    told: int | None = None
    outcome: BaseException | None = None
    min_length: int = 4
    max_length: int = 4
    log: list[str] = field(default_factory=list)
    pins: list[bytes] = field(default_factory=list)
    atr: bytes = b""

    @property
    def access(self) -> CardAccess:
        return CardAccess(self.open_card, self.read_cid, self.scheme_for)

    @contextmanager
    def open_card(self, reader: str) -> Iterator[Any]:
        self.log.append(f"open {reader}")
        yield self
        self.log.append("close")

    @contextmanager
    def transaction(self) -> Iterator[Any]:
        self.log.append("begin")
        try:
            yield self
        finally:
            self.log.append("end")

    def read_cid(self, channel: Any) -> str:
        assert channel is self
        self.log.append("read cid")
        return self.cid

    def scheme_for(self, name: str | None, channel: Any) -> Any:
        self.log.append(f"scheme {name}")
        return self

    def tries_left(self, channel: Any) -> int | None:
        self.log.append("tries left")
        return self.told

    def verify(self, channel: Any, pin: bytearray) -> None:
        self.log.append("verify")
        self.pins.append(bytes(pin))
        if self.outcome is not None:
            raise self.outcome


@pytest.fixture
def tries(tmp_path: Path) -> TriesMemory:
    return TriesMemory(tmp_path / "tries")


def test_the_right_card_is_checked_and_the_pin_tried_once_in_one_transaction(tries: TriesMemory) -> None:
    card, pin = FakeCard(), bytearray(b"1234")
    verify(replace(REQUEST, profile="thai-adm"), pin, card.access, tries)
    assert card.log == [
        "open Reader 00", "begin", "read cid", "scheme thai-adm", "tries left", "verify", "end", "close",
    ]  # fmt: skip
    assert card.pins == [b"1234"]


@pytest.mark.parametrize(
    "outcome",
    [None, PinWrong(attempts_left=2), PinBlocked(), PinUnsupported(), CardRemoved(), CardBusy(), RuntimeError()],
)
def test_the_pin_is_overwritten_and_tried_once_whatever_the_card_says(
    tries: TriesMemory, outcome: Exception | None
) -> None:
    card, pin = FakeCard(outcome=outcome), bytearray(b"1234")
    with nullcontext() if outcome is None else pytest.raises(type(outcome)):
        verify(REQUEST, pin, card.access, tries)
    assert pin == bytearray(4)
    assert card.log.count("verify") == 1


def test_another_card_gets_no_pin(tries: TriesMemory) -> None:
    card, pin = FakeCard(cid=OTHER), bytearray(b"1234")
    with pytest.raises(CardChanged):
        verify(REQUEST, pin, card.access, tries)
    assert card.pins == []
    assert pin == bytearray(4)


def test_a_reader_without_card_uses_no_try_and_the_pin_is_overwritten(tries: TriesMemory) -> None:
    @contextmanager
    def empty(reader: str) -> Iterator[Any]:
        raise NoCard
        yield

    pin = bytearray(b"1234")
    with pytest.raises(NoCard):
        verify(REQUEST, pin, replace(FakeCard().access, open_card=empty), tries)
    assert pin == bytearray(4)


def test_a_wrong_pin_is_remembered_and_shown_the_next_time(tries: TriesMemory) -> None:
    with pytest.raises(PinWrong):
        verify(REQUEST, bytearray(b"0000"), FakeCard(outcome=PinWrong(attempts_left=2)).access, tries)
    assert look(REQUEST, FakeCard().access, tries) == Prospect(4, 4, 2)


def test_success_forgets_the_count(tries: TriesMemory) -> None:
    tries.record(CID, 2)
    verify(REQUEST, bytearray(b"1234"), FakeCard().access, tries)
    assert tries.known(CID) is None


def test_the_last_try_is_refused_before_and_after_the_window(tries: TriesMemory) -> None:
    tries.record(CID, 1)
    card, pin = FakeCard(), bytearray(b"1234")
    with pytest.raises(PinLastTryRefused) as before:
        look(REQUEST, card.access, tries)
    with pytest.raises(PinLastTryRefused):
        verify(REQUEST, pin, card.access, tries)
    assert before.value.data == {"attempts_left": 1}
    assert "verify" not in card.log
    assert pin == bytearray(4)


def test_policy_may_allow_the_last_try(tries: TriesMemory) -> None:
    tries.record(CID, 1)
    request = replace(REQUEST, allow_last_try=True)
    assert look(request, FakeCard().access, tries).tries_left == 1
    verify(request, bytearray(b"1234"), FakeCard().access, tries)
    assert tries.known(CID) is None


def test_a_card_that_was_blocked_here_may_be_tried_again_because_it_has_no_try_to_lose(tries: TriesMemory) -> None:
    with pytest.raises(PinBlocked):
        verify(REQUEST, bytearray(b"1234"), FakeCard(outcome=PinBlocked()).access, tries)
    assert look(REQUEST, FakeCard().access, tries).tries_left == 0
    verify(REQUEST, bytearray(b"1234"), FakeCard().access, tries)
    assert tries.known(CID) is None


def test_a_card_that_can_count_is_believed_over_the_memory(tries: TriesMemory) -> None:
    tries.record(CID, 1)
    assert look(REQUEST, FakeCard(told=3).access, tries).tries_left == 3
    with pytest.raises(PinLastTryRefused):
        look(REQUEST, FakeCard(told=1).access, tries)
    with pytest.raises(PinBlocked):
        look(REQUEST, FakeCard(told=0).access, tries)


def test_a_try_whose_answer_was_lost_counts_as_used(tries: TriesMemory) -> None:
    tries.record(CID, 3)
    with pytest.raises(CardRemoved):
        verify(REQUEST, bytearray(b"1234"), FakeCard(outcome=CardRemoved()).access, tries)
    assert tries.known(CID) == 2


def test_the_count_is_lowered_before_the_pin_goes_out(tries: TriesMemory) -> None:
    tries.record(CID, 3)
    seen: list[int | None] = []

    class PowerCut(FakeCard):
        def verify(self, channel: Any, pin: bytearray) -> None:
            seen.append(tries.known(CID))

    verify(REQUEST, bytearray(b"1234"), PowerCut().access, tries)
    assert seen == [2]


def test_a_scheme_that_tried_nothing_costs_nothing(tries: TriesMemory) -> None:
    tries.record(CID, 3)
    with pytest.raises(PinUnsupported):
        verify(REQUEST, bytearray(b"1234"), FakeCard(outcome=PinUnsupported()).access, tries)
    assert tries.known(CID) == 3


def test_a_wrong_pin_without_a_number_still_lowers_what_was_known(tries: TriesMemory) -> None:
    tries.record(CID, 3)
    with pytest.raises(PinWrong):
        verify(REQUEST, bytearray(b"1234"), FakeCard(outcome=PinWrong(attempts_left=None)).access, tries)
    assert tries.known(CID) == 2


@pytest.mark.parametrize("outcome", [None, PinWrong(attempts_left=2), PinBlocked()])
def test_a_disk_that_refuses_never_hides_the_cards_answer(tmp_path: Path, outcome: SitthiError | None) -> None:
    (tmp_path / "tries").write_text("a file where the folder should be")
    tries = TriesMemory(tmp_path / "tries")
    card = FakeCard(outcome=outcome)
    if outcome is None:
        verify(REQUEST, bytearray(b"1234"), card.access, tries)
    else:
        with pytest.raises(type(outcome)):
            verify(REQUEST, bytearray(b"1234"), card.access, tries)
    assert look(REQUEST, FakeCard().access, tries).tries_left is None


def test_looking_sends_no_pin(tries: TriesMemory) -> None:
    card = FakeCard()
    assert look(REQUEST, card.access, tries) == Prospect(4, 4, None)
    assert "verify" not in card.log
