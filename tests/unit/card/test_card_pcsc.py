"""Connections: the error table, busy and settling cards, resets, removal at an exchange, contexts given
back."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable

import pytest
from fake_pcsc import FakePcsc, install
from fake_thai_card import FakeCard

from sitthi.card import connection, pcsc
from sitthi.card.apdu import CardChannel
from sitthi.card.pcsc_codes import CardWasReset, Code, ControlRefused, error_for
from sitthi.card.pin_scheme import ThaiAdmScheme
from sitthi.card.thai_id import read_identity
from sitthi.errors import (
    CardBusy,
    CardRemoved,
    CardUnreadable,
    NoCard,
    NoReader,
    PcscUnavailable,
    ReaderUnknown,
    SitthiError,
)

R = "Reader 0"
RESET, REMOVED, SHARING = 0x80100068, 0x80100069, 0x8010000B


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> FakePcsc:
    monkeypatch.setattr(pcsc, "_CONNECT_WAITS", (0.001, 0.001, 0.001))
    monkeypatch.setattr(connection, "_REMOVAL_NOTICE_SECONDS", 0.05)
    fake = install(monkeypatch, FakePcsc(R, "Reader 1"))
    fake.insert(R)
    return fake


def thai_card(service: FakePcsc, **options: object) -> FakeCard:
    card = FakeCard(**options)  # type: ignore[arg-type]
    service.transmit = lambda apdu: (0, list(card.transmit(bytes(apdu))))
    return card


def attempt() -> None:
    with pcsc.open_card(R) as card, card.transaction() as channel:
        channel.send(bytes(4))


def test_readers_are_listed_and_the_context_is_given_back(service: FakePcsc) -> None:
    assert pcsc.list_readers() == [R, "Reader 1"]
    assert service.contexts == set()


def test_no_readers_is_an_empty_list(monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, FakePcsc())
    assert pcsc.list_readers() == []


def test_a_card_is_read_through_a_connection(service: FakePcsc) -> None:
    thai_card(service)
    with pcsc.open_card(R) as card:
        assert card.atr.endswith(b"TH NID 18")
        assert card.read(read_identity).sex == "male"
    assert service.calls[:2] == ["connect", "begin"]
    assert service.calls[-2:] == ["end", "disconnect"]
    assert service.contexts == set()


def test_the_active_protocol_is_used(service: FakePcsc) -> None:
    service.protocol = 2  # the fake checks it at every exchange
    attempt()
    assert "transmit" in service.calls


@pytest.mark.parametrize(
    ("code", "error"),
    [
        (0x80100009, ReaderUnknown),
        (0x80100017, ReaderUnknown),
        (0x8010002E, NoReader),
        (0x8010000C, NoCard),
        (0x80100069, CardRemoved),
        (0x80100068, CardBusy),
        (0x8010000B, CardBusy),
        (0x8010001D, PcscUnavailable),
        (0x8010001E, PcscUnavailable),
        (0x80100013, PcscUnavailable),
        (0x8010006A, PcscUnavailable),
        (0x80100066, CardUnreadable),
        (0x8010000F, CardUnreadable),
        (0x8010FFFF, PcscUnavailable),
    ],
)
def test_the_error_of_each_return_code(code: int, error: type[SitthiError]) -> None:
    assert isinstance(error_for(code), error)
    assert isinstance(error_for(code - (1 << 32)), error)
    assert error_for(code).data == {"pcsc": f"0x{code:08X}"}


# ---- connecting --------------------------------------------------------------------------------------------


def test_an_unknown_reader(service: FakePcsc) -> None:
    with pytest.raises(ReaderUnknown), pcsc.open_card("nobody's"):
        pass
    assert service.contexts == set()


def test_an_empty_reader(service: FakePcsc) -> None:
    with pytest.raises(NoCard), pcsc.open_card("Reader 1"):
        pass
    assert service.calls == [] and service.contexts == set()


def test_a_stopped_service(service: FakePcsc) -> None:
    service.stop_service()
    with pytest.raises(PcscUnavailable):
        pcsc.list_readers()
    with pytest.raises(PcscUnavailable), pcsc.open_card(R):
        pass


def test_a_machine_without_pcsc(monkeypatch: pytest.MonkeyPatch) -> None:
    import smartcard

    monkeypatch.delattr(smartcard, "scard", raising=False)
    monkeypatch.setitem(sys.modules, "smartcard.scard", None)
    with pytest.raises(PcscUnavailable):
        pcsc.list_readers()


@pytest.mark.parametrize("code", [SHARING, 0x8010002F, 0x80100066, 0x80100067, REMOVED, 0x80100010])
def test_a_card_that_settles_is_waited_for(service: FakePcsc, code: int) -> None:
    service.connects = [code, code]
    attempt()
    assert service.calls.count("connect") == 3


@pytest.mark.parametrize(("code", "error"), [(SHARING, CardBusy), (0x80100066, CardUnreadable)])
def test_waiting_for_a_card_has_an_end(service: FakePcsc, code: int, error: type[SitthiError]) -> None:
    service.connects = [code] * 99
    with pytest.raises(error):
        attempt()
    assert service.calls == ["connect"] * 4
    assert service.contexts == set()


def test_a_card_of_no_known_protocol_is_not_tried_again(service: FakePcsc) -> None:
    service.connects = [0x8010000F]
    with pytest.raises(CardUnreadable):
        attempt()
    assert service.calls == ["connect"]


# ---- transactions ------------------------------------------------------------------------------------------


def test_another_programs_transaction_is_waited_for_with_an_end(
    service: FakePcsc, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "BUSY_WAIT_SECONDS", 0.05)
    service.block_begin = threading.Event()
    with pytest.raises(CardBusy):
        attempt()
    assert len(service.contexts) == 1, "the waiting call still owns it"
    service.block_begin.set()
    await_that(lambda: not service.contexts)
    assert service.calls[-3:] == ["begin", "end", "disconnect"]
    assert "transmit" not in service.calls


def await_that(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 5
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.002)


def test_a_reset_before_the_transaction_is_reconnected(service: FakePcsc) -> None:
    service.begins = [RESET]
    attempt()
    assert service.calls[:4] == ["connect", "begin", "reconnect", "begin"]


def resetting_once_at(service: FakePcsc, exchange: int) -> FakeCard:
    card = FakeCard()
    counted = [0]

    def transmit(apdu: list[int]) -> tuple[int, list[int]]:
        counted[0] += 1
        if counted[0] == exchange:
            service.begins = [RESET]
            return RESET, []
        return 0, list(card.transmit(bytes(apdu)))

    service.transmit = transmit
    return card


@pytest.mark.parametrize("exchange", [1, 2, 3, 4])
def test_a_read_starts_again_after_a_reset(service: FakePcsc, exchange: int) -> None:
    card = resetting_once_at(service, exchange)
    with pcsc.open_card(R) as opened:
        assert opened.read(read_identity).sex == "male"
    assert card.commands[-4].startswith("00A4"), "from the SELECT on"
    assert service.calls.count("reconnect") == 1


def test_a_second_reset_ends_a_read(service: FakePcsc) -> None:
    service.transmit = lambda apdu: (RESET, [])
    with pytest.raises(CardBusy), pcsc.open_card(R) as opened:
        opened.read(read_identity)
    assert service.calls.count("transmit") == 2


@pytest.mark.parametrize("exchange", [1, 2, 3, 4, 5])
def test_a_pin_verification_is_never_repeated_after_a_reset(service: FakePcsc, exchange: int) -> None:
    card = resetting_once_at(service, exchange)
    with pytest.raises(CardWasReset), pcsc.open_card(R) as opened, opened.transaction() as channel:
        ThaiAdmScheme().verify(channel, bytearray(b"1234"))
    assert len(card.commands) == exchange - 1
    assert card.verified == []


# ---- removal -----------------------------------------------------------------------------------------------

TRANSMIT_FAILURES = [
    0x80100069,
    0x8010000C,
    0x80100016,
    0x8010002F,
    0x80100013,
    0x80100066,
    0x80100067,
    RESET,
    0x80100009,
]


@pytest.mark.parametrize("code", TRANSMIT_FAILURES)
def test_an_exchange_failing_on_a_pulled_card_is_a_removal(service: FakePcsc, code: int) -> None:
    def pull(apdu: list[int]) -> tuple[int, list[int]]:
        service.remove(R)
        return code, []

    service.transmit = pull
    with pytest.raises(CardRemoved):
        attempt()


def test_a_removal_that_the_driver_notices_late_is_a_removal(
    service: FakePcsc, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "_REMOVAL_NOTICE_SECONDS", 5.0)
    service.transmit = lambda apdu: (0x80100016, [])
    waits = service.waits

    def remove_when_waiting() -> None:
        await_that(lambda: service.waits >= waits + 3)  # open, the first look after the failure, the wait
        service.remove(R)

    remover = threading.Thread(target=remove_when_waiting)
    remover.start()
    with pytest.raises(CardRemoved):
        attempt()
    remover.join()


@pytest.mark.parametrize("code", [0x80100016, RESET])
def test_a_card_swapped_for_another_is_a_removal(service: FakePcsc, code: int) -> None:
    def swap(apdu: list[int]) -> tuple[int, list[int]]:
        service.swap(R)
        return code, []

    service.transmit = swap
    with pytest.raises(CardRemoved):
        attempt()


def test_a_reader_pulled_with_its_card_is_a_removal(service: FakePcsc) -> None:
    def unplug(apdu: list[int]) -> tuple[int, list[int]]:
        service.unplug(R)
        return 0x80100016, []

    service.transmit = unplug
    with pytest.raises(CardRemoved):
        attempt()


@pytest.mark.parametrize("code", [0x80100016, 0x8010002F, 0x80100013])
def test_an_exchange_failing_on_a_card_that_stays_is_a_damaged_card(service: FakePcsc, code: int) -> None:
    service.transmit = lambda apdu: (code, [])
    with pytest.raises(CardUnreadable):
        attempt()


def test_an_answer_without_status_word_from_a_card_that_stays(service: FakePcsc) -> None:
    service.transmit = lambda apdu: (0, [0x90])
    with pytest.raises(CardUnreadable):
        attempt()


def test_an_answer_without_status_word_from_a_pulled_card_is_a_removal(service: FakePcsc) -> None:
    def pull(apdu: list[int]) -> tuple[int, list[int]]:
        service.remove(R)
        return 0, []

    service.transmit = pull
    with pytest.raises(CardRemoved):
        attempt()


def test_a_service_that_stops_in_the_middle_is_no_removal(service: FakePcsc) -> None:
    def stop(apdu: list[int]) -> tuple[int, list[int]]:
        service.stop_service()
        return 0x80100013, []

    service.transmit = stop
    with pytest.raises(PcscUnavailable):
        attempt()


def test_the_connection_ends_in_order_after_a_failure(service: FakePcsc) -> None:
    service.transmit = lambda apdu: (REMOVED, [])
    with pytest.raises(CardRemoved):
        attempt()
    assert service.calls[-2:] == ["end", "disconnect"]
    assert service.contexts == set()


def test_the_list_given_to_the_binding_is_overwritten(service: FakePcsc) -> None:
    given: list[list[int]] = []

    def transmit(apdu: list[int]) -> tuple[int, list[int]]:
        assert any(apdu)
        given.append(apdu)
        return 0, [0x90, 0x00]

    service.transmit = transmit
    with pcsc.open_card(R) as card, card.transaction() as channel:
        channel.send(bytes.fromhex("0020000104") + b"1234")
    assert given == [[0] * 9]


# ---- control -----------------------------------------------------------------------------------------------


def control(answer: tuple[int, list[int]], service: FakePcsc) -> bytes:
    service.transmit = lambda data: answer
    with pcsc.open_card(R) as card:
        return card.control(0x42000D48, b"\x01")


def test_a_control_command(service: FakePcsc) -> None:
    assert control((0, [1, 2]), service) == b"\x01\x02"


@pytest.mark.parametrize("code", [0x8010001F, 0x80100022, 0x80100004, 0x80100011])
def test_a_control_command_that_the_reader_does_not_know(service: FakePcsc, code: int) -> None:
    with pytest.raises(ControlRefused):
        control((code, []), service)


def test_a_control_command_on_a_pulled_card(service: FakePcsc) -> None:
    with pytest.raises(CardRemoved):
        control((Code.REMOVED_CARD, []), service)


def test_the_channel_of_a_transaction_knows_the_atr(service: FakePcsc) -> None:
    with pcsc.open_card(R) as card, card.transaction() as channel:
        assert isinstance(channel, CardChannel) and channel.atr == card.atr
