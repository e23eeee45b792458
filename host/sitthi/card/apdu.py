"""Commands to a card and their answers: status words, and the follow-ups that T=0 needs.

The transport is one function, bytes in and bytes with status word out; it knows no PC/SC and no operating
system.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum
from typing import NamedTuple

from sitthi.errors import CardUnreadable

Command = bytes | bytearray
Transmit = Callable[[Command], bytes]

_GET_RESPONSE = bytes((0x00, 0xC0, 0x00, 0x00))
# The oldest generation, ATR 3B 67, wants P2 = 01 (reference: thai-id-card 1.2 [A]).
_GET_RESPONSE_OLDEST = bytes((0x00, 0xC0, 0x00, 0x01))
_OLDEST_ATR = bytes((0x3B, 0x67))
_MORE_DATA, _WRONG_LE = 0x61, 0x6C
# One answer holds at most 256 bytes; a card that keeps promising more is broken, not patient.
_FOLLOW_UP_LIMIT = 32


class SW(IntEnum):
    """Status words that this package acts upon (ISO 7816-4)."""

    OK = 0x9000
    AUTH_BLOCKED = 0x6983
    REFERENCE_UNUSABLE = 0x6984
    WRONG_LENGTH = 0x6700
    FUNCTION_NOT_SUPPORTED = 0x6A81
    FILE_NOT_FOUND = 0x6A82
    WRONG_P1P2 = 0x6A86
    REFERENCE_NOT_FOUND = 0x6A88
    WRONG_OFFSET = 0x6B00
    INS_NOT_SUPPORTED = 0x6D00
    CLA_NOT_SUPPORTED = 0x6E00


class ApduError(CardUnreadable):
    """The card refused a command. `sw` is its status word; `data["sw"]` the same as four hex digits."""

    def __init__(self, sw: int) -> None:
        super().__init__(sw=f"{sw:04X}")
        self.sw = sw


class Response(NamedTuple):
    """A complete answer: all its data, and the last status word."""

    data: bytes
    sw: int

    @property
    def ok(self) -> bool:
        return self.sw == SW.OK

    def require(self) -> bytes:
        """The data of a 9000 answer; raises ApduError for any other."""
        if not self.ok:
            raise ApduError(self.sw)
        return self.data


def select_command(aid: bytes) -> bytes:
    """SELECT by application identifier."""
    return bytes((0x00, 0xA4, 0x04, 0x00, len(aid))) + aid


class CardChannel:
    """A conversation with one card inside one transaction.

    `exchanges` counts every command that went over the wire, follow-ups included.
    """

    def __init__(self, transmit: Transmit, atr: bytes) -> None:
        self._transmit = transmit
        self.atr = atr
        self.exchanges = 0

    def send(self, apdu: Command) -> Response:
        """Sends `apdu`, follows 61xx (GET RESPONSE) and 6Cxx (again with the right Le). Raises what
        transmit raises, and CardUnreadable for an answer without a status word or without an end."""
        first = self._exchange(apdu)
        if first.sw >> 8 == _WRONG_LE:
            first = self._exchange(_with_le(apdu, first.sw & 0xFF))
        return self._collect(first)

    def send_once(self, apdu: Command) -> Response:
        """Like `send`, but the command itself is never repeated: for PIN verification, where a repeat could
        cost a try."""
        return self._collect(self._exchange(apdu))

    def _collect(self, first: Response) -> Response:
        data, sw = first
        for _ in range(_FOLLOW_UP_LIMIT):
            if sw >> 8 != _MORE_DATA:
                return Response(data, sw)
            answer = self._get_response(sw & 0xFF)
            data, sw = data + answer.data, answer.sw
        raise ApduError(sw)

    def _get_response(self, length: int) -> Response:
        header = _GET_RESPONSE_OLDEST if self.atr.startswith(_OLDEST_ATR) else _GET_RESPONSE
        answer = self._exchange(header + bytes((length,)))
        if answer.sw >> 8 == _WRONG_LE:
            answer = self._exchange(header + bytes((answer.sw & 0xFF,)))
        return answer

    def _exchange(self, apdu: Command) -> Response:
        self.exchanges += 1
        answer = self._transmit(apdu)
        if len(answer) < 2:
            raise CardUnreadable(problem="short_answer")
        return Response(answer[:-2], int.from_bytes(answer[-2:], "big"))


def _with_le(apdu: Command, le: int) -> bytes:
    """The same command asking for `le` bytes: added to a command without Le, replaced in one that has it."""
    has_body = len(apdu) > 5
    ends_with_le = len(apdu) == 5 or (has_body and len(apdu) == 6 + apdu[4])
    return bytes(apdu[:-1] if ends_with_le else apdu) + bytes((le,))
