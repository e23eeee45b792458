"""Cards and plain PC/SC for tests, without any of Sitthi's own card code."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from smartcard import scard

from sitthi_sandbox.card.card import VirtualCard
from sitthi_sandbox.card.people import PEOPLE

SELECT_MOI = bytes.fromhex("00A4040008A000000054480001")
SELECT_ADM = bytes.fromhex("00A4040008A000000084060002")


class PcscFailure(Exception):
    """A PC/SC function said no; `code` is its unsigned return value."""

    def __init__(self, code: int) -> None:
        super().__init__(f"0x{code & 0xFFFFFFFF:08X}")
        self.code = code & 0xFFFFFFFF


class RawCard:
    """A connected card: `send` is one SCardTransmit, nothing is followed or repeated."""

    def __init__(self, handle: int) -> None:
        self._handle = handle

    def send(self, apdu: bytes | str) -> bytes:
        command = list(bytes.fromhex(apdu) if isinstance(apdu, str) else apdu)
        code, response = scard.SCardTransmit(self._handle, scard.SCARD_PCI_T0, command)
        _check(code)
        return bytes(response)

    def reset(self) -> None:
        code, _ = scard.SCardReconnect(
            self._handle, scard.SCARD_SHARE_SHARED, scard.SCARD_PROTOCOL_T0, scard.SCARD_RESET_CARD
        )
        _check(code)


def virtual_card(person: str = "officer") -> VirtualCard:
    """A fresh card with all its tries; change `.behaviour` to make it misbehave."""
    return VirtualCard(PEOPLE[person])


@contextmanager
def pcsc_context() -> Iterator[int]:
    code, context = scard.SCardEstablishContext(scard.SCARD_SCOPE_USER)
    _check(code)
    try:
        yield context
    finally:
        scard.SCardReleaseContext(context)


@contextmanager
def raw_card(reader: str) -> Iterator[RawCard]:
    """Shared connection to the card in this reader, which keeps its power afterwards. Raises PcscFailure."""
    with pcsc_context() as context:
        code, handle, _ = scard.SCardConnect(context, reader, scard.SCARD_SHARE_SHARED, scard.SCARD_PROTOCOL_T0)
        _check(code)
        try:
            yield RawCard(handle)
        finally:
            scard.SCardDisconnect(handle, scard.SCARD_LEAVE_CARD)


def wait_until_present(reader: str, timeout: float = 10.0) -> bytes:
    """The ATR, as soon as the reader reports a card that is powered."""
    return _wait(reader, scard.SCARD_STATE_PRESENT, timeout)


def wait_until_empty(reader: str, timeout: float = 10.0) -> None:
    _wait(reader, scard.SCARD_STATE_EMPTY, timeout)


def _wait(reader: str, wanted: int, timeout: float) -> bytes:
    deadline = time.monotonic() + timeout
    with pcsc_context() as context:
        known = scard.SCARD_STATE_UNAWARE
        while (left := deadline - time.monotonic()) > 0:
            code, states = scard.SCardGetStatusChange(context, int(left * 1000) + 1, [(reader, known)])
            if code & 0xFFFFFFFF == 0x8010000A:  # SCARD_E_TIMEOUT
                break
            _check(code)
            _, known, atr = states[0]
            if known & wanted and not known & scard.SCARD_STATE_MUTE:
                return bytes(atr)
    raise TimeoutError(f"{reader} did not get there")


def _check(code: int) -> None:
    if code != scard.SCARD_S_SUCCESS:
        raise PcscFailure(code)
