"""PIN entry on the reader's own keys (PC/SC part 10), for plain ISO VERIFY only.

A pin pad inserts digits into a command template. It cannot compute the Thai card's challenge-response, so
the Thai profile never comes here (reference: thai-id-card 5). Knows no PC/SC calls: it is given the
reader's `control`.
"""

from __future__ import annotations

import struct
from collections.abc import Callable

from sitthi.card.apdu import CardChannel
from sitthi.card.pcsc_codes import ControlRefused
from sitthi.card.pin_scheme import IsoVerifyScheme
from sitthi.errors import CardUnreadable, PinCancelled, PinTimeout, PinUnsupported

Control = Callable[[int, bytes], bytes]

FEATURE_VERIFY_PIN_DIRECT = 0x06
_FEATURE_REQUEST = 3400

_ASCII_DIGITS_LEFT_JUSTIFIED = 0x82  # unit bytes, position 0, left, ASCII
_CONFIRM_WITH_KEY = 0x02
_ONE_MESSAGE = 0x01
_LANGUAGES = {"th": 0x041E, "en": 0x0409}

# The reader's own status words: nothing reached the card.
_READER_TIMEOUT, _READER_CANCELLED, _READER_PIN_LENGTH = 0x6400, 0x6401, 0x6403


def features(control: Control, feature_request: int) -> dict[int, int]:
    """Feature number to control code; empty for a reader without any. `feature_request`: see
    `feature_request_code`."""
    try:
        answer = control(feature_request, b"")
    except ControlRefused:
        return {}
    found = {}
    while len(answer) >= 6 and answer[1] == 4:  # tag, length 4, control code (big-endian)
        found[answer[0]] = int.from_bytes(answer[2:6], "big")
        answer = answer[6:]
    return found


def feature_request_code() -> int:
    """This platform's control code for CM_IOCTL_GET_FEATURE_REQUEST."""
    from sitthi.card.pcsc_service import scard

    return int(scard().SCARD_CTL_CODE(_FEATURE_REQUEST))


def pin_verify_structure(scheme: IsoVerifyScheme, timeout_seconds: int, language: str) -> bytes:
    """The PIN_VERIFY structure with the VERIFY template. Raises PinUnsupported for a scheme without
    filling."""
    if scheme.pad_to is None:
        raise PinUnsupported(problem="pin_pad_needs_padding")
    template = scheme.header() + bytes((scheme.pad_to,)) + bytes((scheme.pad_byte,)) * scheme.pad_to
    seconds = min(timeout_seconds, 0xFF)
    fields = (
        seconds,  # bTimeOut
        seconds,  # bTimeOut2, after the first key
        _ASCII_DIGITS_LEFT_JUSTIFIED,  # bmFormatString
        scheme.pad_to,  # bmPINBlockString: no length in the block, its size in bytes
        0x00,  # bmPINLengthFormat
        scheme.min_length << 8 | scheme.max_length,  # wPINMaxExtraDigit
        _CONFIRM_WITH_KEY,  # bEntryValidationCondition
        _ONE_MESSAGE,  # bNumberMessage
        _LANGUAGES.get(language, _LANGUAGES["en"]),  # wLangId
        0x00,  # bMsgIndex
        b"\x00\x00\x00",  # bTeoPrologue
        len(template),  # ulDataLength
    )
    return struct.pack("<BBBBBHBBHB3sI", *fields) + template


def verify_on_pinpad(
    control: Control,
    channel: CardChannel,
    scheme: IsoVerifyScheme,
    *,
    verify_code: int,
    timeout_seconds: int,
    language: str,
) -> None:
    """One try with a PIN typed on the reader. `verify_code`: the control code of FEATURE_VERIFY_PIN_DIRECT.

    Raises PinTimeout, PinCancelled (also for a PIN of the wrong length, `data["reason"]`), PinUnsupported
    where the reader refuses, and what a scheme's `verify` raises.
    """
    structure = pin_verify_structure(scheme, timeout_seconds, language)
    scheme.select(channel)
    try:
        answer = control(verify_code, structure)
    except ControlRefused as error:
        raise PinUnsupported(problem="pin_pad_refused") from error
    if len(answer) < 2:
        raise CardUnreadable(problem="short_answer")
    sw = int.from_bytes(answer[-2:], "big")
    if sw == _READER_TIMEOUT:
        raise PinTimeout()
    if sw == _READER_CANCELLED:
        raise PinCancelled()
    if sw == _READER_PIN_LENGTH:
        raise PinCancelled(reason="pin_length")
    scheme.raise_for(sw)
