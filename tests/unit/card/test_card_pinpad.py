"""PC/SC part 10: feature discovery, the PIN_VERIFY structure, and the reader's own status words."""

from __future__ import annotations

import struct

import pytest

from sitthi.card.apdu import CardChannel, Command
from sitthi.card.pcsc_codes import ControlRefused
from sitthi.card.pin_scheme import IsoVerifyScheme
from sitthi.card.pinpad import FEATURE_VERIFY_PIN_DIRECT, features, pin_verify_structure, verify_on_pinpad
from sitthi.errors import (
    CardRemoved,
    CardUnreadable,
    PinBlocked,
    PinCancelled,
    PinTimeout,
    PinUnsupported,
    PinWrong,
    SitthiError,
)

SCHEME = IsoVerifyScheme(0x81, aid=b"\xa0\x01", min_length=4, max_length=8)
VERIFY_CODE = 0x42330006


def test_features_are_found() -> None:
    tlv = bytes.fromhex("06 04 42330006 0A 04 4233000A")
    found = features(lambda code, data: tlv if (code, data) == (0x42000D48, b"") else b"", 0x42000D48)
    assert found == {FEATURE_VERIFY_PIN_DIRECT: VERIFY_CODE, 0x0A: 0x4233000A}


@pytest.mark.parametrize("answer", [b"", b"\x06", b"\x06\x04\x42", b"\x06\x02\x42\x33"])
def test_a_reader_without_features(answer: bytes) -> None:
    assert features(lambda code, data: answer, 1) == {}


def test_a_reader_that_refuses_to_tell_has_no_features() -> None:
    def control(code: int, data: bytes) -> bytes:
        raise ControlRefused()

    assert features(control, 1) == {}


def test_the_structure_byte_by_byte() -> None:
    assert pin_verify_structure(SCHEME, 30, "th") == bytes.fromhex(
        "1E 1E 82 08 00 0804 02 01 1E04 00 000000 0D000000 00200081 08 FFFFFFFFFFFFFFFF"
    )


def test_the_structures_length_is_that_of_its_data() -> None:
    structure = pin_verify_structure(SCHEME, 600, "xx")
    assert structure[0] == 0xFF
    assert struct.unpack_from("<H", structure, 9) == (0x0409,)
    assert struct.unpack_from("<I", structure, 15) == (len(structure) - 19,)


def test_a_scheme_without_filling_cannot_use_a_pin_pad() -> None:
    with pytest.raises(PinUnsupported):
        pin_verify_structure(IsoVerifyScheme(0x81, pad_to=None), 30, "en")


def run(answer: bytes | SitthiError) -> list[str]:
    sent: list[str] = []

    def transmit(apdu: Command) -> bytes:
        sent.append("card " + bytes(apdu).hex())
        return b"\x90\x00"

    def control(code: int, data: bytes) -> bytes:
        sent.append(f"reader {code:08x}")
        assert data == pin_verify_structure(SCHEME, 30, "en")
        if isinstance(answer, SitthiError):
            raise answer
        return answer

    channel = CardChannel(transmit, b"")
    verify_on_pinpad(control, channel, SCHEME, verify_code=VERIFY_CODE, timeout_seconds=30, language="en")
    return sent


def test_an_accepted_pin() -> None:
    assert run(b"\x90\x00") == ["card 00a4040002a001", "reader 42330006"]


@pytest.mark.parametrize(
    ("answer", "error", "data"),
    [
        (b"\x64\x00", PinTimeout, {}),
        (b"\x64\x01", PinCancelled, {}),
        (b"\x64\x03", PinCancelled, {"reason": "pin_length"}),
        (b"\x63\xc2", PinWrong, {"attempts_left": 2}),
        (b"\x69\x83", PinBlocked, {"sw": "6983"}),
        (b"", CardUnreadable, {"problem": "short_answer"}),
        (CardRemoved(), CardRemoved, {}),
        (ControlRefused(), PinUnsupported, {"problem": "pin_pad_refused"}),
    ],
)
def test_what_the_reader_answers(
    answer: bytes | SitthiError, error: type[SitthiError], data: dict[str, object]
) -> None:
    with pytest.raises(error) as caught:
        run(answer)
    assert caught.value.data == data
