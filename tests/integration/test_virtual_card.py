"""The virtual card through a real pcscd, with plain PC/SC calls: what other integration tests stand on."""

from __future__ import annotations

import threading
import time

import pytest

from sitthi_sandbox.card.card import ForeignCard, VirtualCard
from sitthi_sandbox.card.image import build_image
from sitthi_sandbox.card.pin_check import expected_response
from sitthi_sandbox.card.vpcd import VirtualSlot
from support.cards import (
    SELECT_ADM,
    SELECT_MOI,
    PcscFailure,
    RawCard,
    raw_card,
    virtual_card,
    wait_until_empty,
    wait_until_present,
)
from support.pcscd import PrivatePcscd


def get_challenge(raw: RawCard) -> bytes:
    assert raw.send("80B40000") == b"\x6c\x20"
    answer = raw.send("80B4000020")
    assert answer[32:] == b"\x90\x00"
    return answer[:32]


def verify(raw: RawCard, pin: str) -> bytes:
    return raw.send(bytes.fromhex("8020010020") + expected_response(pin, get_challenge(raw)))


def test_the_reader_reports_the_atr(card: VirtualCard, reader: str) -> None:
    assert wait_until_present(reader) == bytes.fromhex("3B799600005448204E4944203138")


def test_select_read_get_response(card: VirtualCard, reader: str) -> None:
    with raw_card(reader) as raw:
        assert raw.send(SELECT_MOI) == b"\x61\x0a"
        assert raw.send("00C000000A")[-2:] == b"\x90\x00"
        assert raw.send("80B000040200DE") == b"\x61\xde"
        assert raw.send("00C00000DE") == build_image(card.person)[4:226] + b"\x90\x00"


def test_pin_right(card: VirtualCard, reader: str) -> None:
    with raw_card(reader) as raw:
        raw.send(SELECT_ADM)
        assert verify(raw, "1234") == b"\x90\x00"
        assert card.verified


def test_pin_wrong_until_blocked_and_still_blocked_after_taking_it_out(
    card: VirtualCard, slot: VirtualSlot, reader: str
) -> None:
    with raw_card(reader) as raw:
        raw.send(SELECT_ADM)
        assert [verify(raw, "9999") for _ in range(4)] == [b"\x63\x02", b"\x63\x01", b"\x63\x00", b"\x69\x83"]
    slot.remove()
    wait_until_empty(reader)
    slot.insert(card)
    wait_until_present(reader)
    with raw_card(reader) as raw:
        raw.send(SELECT_ADM)
        assert verify(raw, "1234") == b"\x69\x83"


def test_a_reset_ends_the_verified_state(card: VirtualCard, reader: str) -> None:
    with raw_card(reader) as raw:
        raw.send(SELECT_ADM)
        verify(raw, "1234")
        raw.reset()
        assert raw.send("80B40000") == b"\x6d\x00"
        assert not card.verified


def test_an_apdu_takes_less_than_five_milliseconds(card: VirtualCard, reader: str) -> None:
    durations = []
    with raw_card(reader) as raw:
        raw.send(SELECT_MOI)
        for _ in range(100):
            start = time.perf_counter()
            raw.send("80B0000402000D")
            durations.append(time.perf_counter() - start)
    assert sorted(durations)[10] < 0.005  # most of the time of the slow ones belongs to other programs


def test_a_slow_card_is_slow(card: VirtualCard, reader: str) -> None:
    card.behaviour.slow_ms = 80
    with raw_card(reader) as raw:
        start = time.perf_counter()
        raw.send(SELECT_MOI)
        assert time.perf_counter() - start >= 0.08


@pytest.mark.parametrize(("after", "seen"), [(False, 2), (True, 3)])
def test_pulled_at_the_third_apdu(card: VirtualCard, slot: VirtualSlot, reader: str, after: bool, seen: int) -> None:
    exchanges = []
    card.observer = lambda command, _: exchanges.append(command)
    card.pull_at(3, after=after)
    with raw_card(reader) as raw:
        raw.send(SELECT_MOI)
        raw.send("00C000000A")
        with pytest.raises(PcscFailure) as failure:
            raw.send("80B0000402000D")
    assert failure.value.code == 0x80100016  # SCARD_E_NOT_TRANSACTED, not an empty success
    assert slot.emptied.wait(30)
    assert len(exchanges) == seen
    wait_until_empty(reader)


def test_taken_out_while_a_slow_card_works(card: VirtualCard, slot: VirtualSlot, reader: str) -> None:
    card.behaviour.slow_ms = 60_000
    with raw_card(reader) as raw:
        hand = threading.Timer(0.1, slot.remove)
        hand.start()
        with pytest.raises(PcscFailure):
            raw.send(SELECT_MOI)
        hand.join()
    assert slot.card is None


def test_another_card_can_follow(card: VirtualCard, slot: VirtualSlot, reader: str) -> None:
    slot.remove()
    wait_until_empty(reader)
    slot.insert(virtual_card("patient"))
    wait_until_present(reader)
    with raw_card(reader) as raw:
        raw.send(SELECT_MOI)
        raw.send("80B0000402000D")
        assert raw.send("00C000000D") == b"1100800447899\x90\x00"


def test_a_foreign_card(slot: VirtualSlot, reader: str) -> None:
    slot.insert(ForeignCard())
    assert b"TH NID" not in wait_until_present(reader)
    with raw_card(reader) as raw:
        assert raw.send(SELECT_MOI) == b"\x6a\x82"


def test_two_cards_in_one_reader_are_refused(card: VirtualCard, slot: VirtualSlot) -> None:
    with pytest.raises(RuntimeError, match="there is a card"):
        slot.insert(virtual_card("patient"))


def test_without_a_reader_the_card_does_not_stay_in(pcscd: PrivatePcscd) -> None:
    pcscd.restart(0)
    slot = VirtualSlot(pcscd.port(0))
    with pytest.raises(TimeoutError):
        slot.insert(virtual_card(), timeout=0.2)
    assert slot.card is None
