"""PC/SC return codes and the one table that gives each its error. Data and a pure function; calls no PC/SC.

Values are those of Microsoft's winscard.h, which pcsc-lite shares.
"""

from __future__ import annotations

from enum import IntEnum

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


class Code(IntEnum):
    """Return codes that this package tells apart."""

    SUCCESS = 0
    CANCELLED = 0x80100002
    INVALID_HANDLE = 0x80100003
    INVALID_PARAMETER = 0x80100004
    UNKNOWN_READER = 0x80100009
    TIMEOUT = 0x8010000A
    SHARING_VIOLATION = 0x8010000B
    NO_SMARTCARD = 0x8010000C
    PROTO_MISMATCH = 0x8010000F
    NOT_READY = 0x80100010
    INVALID_VALUE = 0x80100011
    SYSTEM_CANCELLED = 0x80100012
    COMM_ERROR = 0x80100013
    NOT_TRANSACTED = 0x80100016
    READER_UNAVAILABLE = 0x80100017
    NO_SERVICE = 0x8010001D
    SERVICE_STOPPED = 0x8010001E
    UNSUPPORTED_FEATURE_LITE = 0x8010001F  # pcsc-lite gives it the number of Windows' "unexpected"
    UNSUPPORTED_FEATURE = 0x80100022
    NO_READERS_AVAILABLE = 0x8010002E
    COMM_DATA_LOST = 0x8010002F
    SERVER_TOO_BUSY = 0x80100031
    UNSUPPORTED_CARD = 0x80100065
    UNRESPONSIVE_CARD = 0x80100066
    UNPOWERED_CARD = 0x80100067
    RESET_CARD = 0x80100068
    REMOVED_CARD = 0x80100069
    SECURITY_VIOLATION = 0x8010006A


class CardWasReset(CardBusy):
    """Another program reset the card in the middle of our work: a read may start again, a PIN verification
    must not."""


class ControlRefused(CardUnreadable):
    """The reader does not know a control command (it has no pin pad, or is none that we can drive)."""


_ERRORS: dict[int, type[SitthiError]] = {
    Code.UNKNOWN_READER: ReaderUnknown,
    Code.READER_UNAVAILABLE: ReaderUnknown,
    Code.NO_READERS_AVAILABLE: NoReader,
    Code.NO_SMARTCARD: NoCard,
    Code.REMOVED_CARD: CardRemoved,
    Code.RESET_CARD: CardWasReset,
    Code.SHARING_VIOLATION: CardBusy,
    Code.COMM_ERROR: PcscUnavailable,
    Code.NO_SERVICE: PcscUnavailable,
    Code.SERVICE_STOPPED: PcscUnavailable,
    Code.SYSTEM_CANCELLED: PcscUnavailable,
    Code.SERVER_TOO_BUSY: PcscUnavailable,
    Code.SECURITY_VIOLATION: PcscUnavailable,  # polkit refuses, or all contexts of pcscd are taken
    Code.UNRESPONSIVE_CARD: CardUnreadable,
    Code.UNPOWERED_CARD: CardUnreadable,
    Code.UNSUPPORTED_CARD: CardUnreadable,
    Code.PROTO_MISMATCH: CardUnreadable,
    Code.NOT_TRANSACTED: CardUnreadable,
    Code.COMM_DATA_LOST: CardUnreadable,
}

# Answers to a control command that mean "I do not know this one".
CONTROL_REFUSALS = frozenset(
    {
        Code.INVALID_PARAMETER,
        Code.INVALID_VALUE,
        Code.UNSUPPORTED_FEATURE_LITE,
        Code.UNSUPPORTED_FEATURE,
        Code.READER_UNAVAILABLE,
    }
)

# Right after an insertion, readers answer these until the card has settled (reference: thai-id-card 3).
SETTLING = frozenset(
    {
        Code.UNRESPONSIVE_CARD,
        Code.UNPOWERED_CARD,
        Code.REMOVED_CARD,
        Code.RESET_CARD,
        Code.NOT_READY,
        Code.NOT_TRANSACTED,
        Code.COMM_DATA_LOST,
    }
)


def normal(code: int) -> int:
    """The code as an unsigned 32-bit number: some platforms report it signed."""
    return code & 0xFFFFFFFF


def error_for(code: int) -> SitthiError:
    """The typed error of a return code; `data["pcsc"]` is the code for the diagnosis."""
    kind = _ERRORS.get(normal(code), PcscUnavailable)
    return kind(pcsc=f"0x{normal(code):08X}")
