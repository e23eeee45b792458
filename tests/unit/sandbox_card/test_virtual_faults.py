"""Cards that misbehave on demand, and the try counter on disk."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitthi_sandbox.card.behaviour import NAMED_FAULTS, Behaviour, apply_fault
from sitthi_sandbox.card.card import CardPulled, VirtualCard
from sitthi_sandbox.card.image import FIELDS, build_image
from sitthi_sandbox.card.people import PEOPLE
from sitthi_sandbox.card.pin_check import expected_response
from sitthi_sandbox.card.tries import TryCounter

SELECT_MOI = bytes.fromhex("00A4040008A000000054480001")
SELECT_ADM = bytes.fromhex("00A4040008A000000084060002")


@pytest.fixture
def card() -> VirtualCard:
    return VirtualCard(PEOPLE["officer"])


def read(card: VirtualCard, offset: int, length: int) -> bytes:
    return card.transmit(bytes.fromhex(f"80B0{offset:04X}0200{length:02X}"))


def wrong_pin(card: VirtualCard) -> bytes:
    card.transmit(SELECT_ADM)
    challenge = card.transmit(bytes.fromhex("80B4000020"))[:-2]
    return bytes.fromhex("8020010020") + expected_response("5555", challenge)


def test_refused_ranges_leave_field_by_field(card: VirtualCard) -> None:
    card.behaviour.refuse_ranges = True
    card.transmit(SELECT_MOI)
    assert read(card, 0x0004, 222) == b"\x6b\x00"
    assert read(card, 0x0010, 2) == b"\x6b\x00"
    for field in FIELDS:
        length = min(field.length, 255)
        assert read(card, field.offset, length) == bytes((0x61, length)), field.name


def test_answers_at_once(card: VirtualCard) -> None:
    card.behaviour.answers_at_once = True
    assert card.transmit(SELECT_MOI)[-2:] == b"\x90\x00"
    assert read(card, 4, 13) == b"1101500000008\x90\x00"


def test_garbage_is_not_the_data(card: VirtualCard) -> None:
    card.behaviour.garbage = True
    card.transmit(SELECT_MOI)
    assert read(card, 4, 222) == b"\x61\xde"
    answer = card.transmit(bytes.fromhex("00C00000DE"))
    assert len(answer) == 224
    assert answer[:-2] != build_image(card.person)[4:226]


def test_short_answers(card: VirtualCard) -> None:
    card.behaviour.short_answers = True
    assert len(card.transmit(SELECT_MOI)) == 1


def test_a_status_word_for_every_read(card: VirtualCard) -> None:
    apply_fault(card.behaviour, "read-unknown-sw")
    card.transmit(SELECT_MOI)
    assert read(card, 4, 13) == b"\x9a\x5c"


def test_refused_laser(card: VirtualCard) -> None:
    card.behaviour.refuse_laser = True
    card.transmit(SELECT_ADM)
    assert card.transmit(bytes.fromhex("8000000017")) == b"\x6d\x00"


def test_an_unknown_word_for_the_pin_costs_no_try(card: VirtualCard) -> None:
    apply_fault(card.behaviour, "verify-unknown-sw")
    assert card.transmit(wrong_pin(card)) == b"\x6f\x42"
    assert card.tries.left == 3


@pytest.mark.parametrize("name", NAMED_FAULTS)
def test_every_named_fault_changes_something_and_can_be_cleared(name: str) -> None:
    behaviour = Behaviour()
    apply_fault(behaviour, name)
    assert behaviour != Behaviour()
    behaviour.clear()
    assert behaviour == Behaviour()


def test_pulled_before_the_card_works_on_it_costs_no_try(card: VirtualCard) -> None:
    verification = wrong_pin(card)
    card.pull_at(1)
    with pytest.raises(CardPulled):
        card.transmit(verification)
    assert card.tries.left == 3


def test_pulled_after_the_card_worked_on_it_costs_the_try(card: VirtualCard) -> None:
    verification = wrong_pin(card)
    card.pull_at(1, after=True)
    with pytest.raises(CardPulled):
        card.transmit(verification)
    assert card.tries.left == 2


def test_pulled_at_the_third_apdu_and_only_once(card: VirtualCard) -> None:
    card.pull_at(3)
    card.transmit(SELECT_MOI)
    card.transmit(bytes.fromhex("00C000000A"))
    with pytest.raises(CardPulled):
        read(card, 4, 13)
    assert card.transmit(SELECT_MOI) == b"\x61\x0a"


def test_the_observer_sees_each_exchange(card: VirtualCard) -> None:
    exchanges: list[tuple[bytes, bytes]] = []
    card.observer = lambda command, response: exchanges.append((command, response))
    card.transmit(SELECT_MOI)
    card.transmit(bytes.fromhex("80B40000"))
    assert exchanges == [(SELECT_MOI, b"\x61\x0a"), (bytes.fromhex("80B40000"), b"\x6d\x00")]


def test_two_cards_on_one_file_share_their_tries(tmp_path: Path) -> None:
    path = tmp_path / "officer.tries"
    first = VirtualCard(PEOPLE["officer"], tries=TryCounter(path=path))
    assert first.transmit(wrong_pin(first)) == b"\x63\x02"
    second = VirtualCard(PEOPLE["officer"], tries=TryCounter(path=path))
    assert second.transmit(wrong_pin(second)) == b"\x63\x01"
    assert first.tries.left == 1
    first.tries.reset()
    assert second.tries.left == 3


def test_the_file_of_tries_holds_only_a_number(tmp_path: Path) -> None:
    path = tmp_path / "officer.tries"
    TryCounter(limit=15, path=path).use_one()
    assert path.read_text() == "14"
