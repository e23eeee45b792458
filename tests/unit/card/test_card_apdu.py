"""Follow-ups of T=0 and the ATR, with a scripted transport."""

from __future__ import annotations

import pytest

from sitthi.card.apdu import ApduError, CardChannel, Command
from sitthi.card.atr import historical_bytes, looks_thai_id
from sitthi.card.profile import ISO_VERIFY, THAI_ADM, profile_for, profile_named
from sitthi.errors import CardUnreadable


class Script:
    """Expects exactly these commands, and gives these answers."""

    def __init__(self, *steps: tuple[str, str], atr: str = "3B79960000") -> None:
        self.steps = list(steps)
        self.channel = CardChannel(self.transmit, bytes.fromhex(atr))

    def transmit(self, apdu: Command) -> bytes:
        command, answer = self.steps.pop(0)
        assert bytes(apdu) == bytes.fromhex(command)
        return bytes.fromhex(answer)


CASES = {
    "data at once": [("80B00000020004", "30303033 9000")],
    "61xx": [("80B00000020004", "6104"), ("00C0000004", "30303033 9000")],
    "61xx with a part of the data": [("8000000007", "3030 6102"), ("00C0000002", "3033 9000")],
    "a chain of 61xx": [("80B00000020004", "6102"), ("00C0000002", "3030 6102"), ("00C0000002", "3033 9000")],
    "6100 means 256": [("80B00000020004", "6100"), ("00C0000000", "30303033 9000")],
    "4 bytes, 6Cxx": [("80B40000", "6C04"), ("80B4000004", "30303033 9000")],
    "wrong Le, 6Cxx": [("80CA9F7F2D", "6C04"), ("80CA9F7F04", "30303033 9000")],
    "6Cxx after a body": [("80B00000020004", "6C04"), ("80B0000002000404", "30303033 9000")],
    "6Cxx after a body with Le": [("80B000000200042D", "6C04"), ("80B0000002000404", "30303033 9000")],
    "6Cxx, then 61xx": [("80B40000", "6C04"), ("80B4000004", "6104"), ("00C0000004", "30303033 9000")],
    "6Cxx to GET RESPONSE": [
        ("80B00000020004", "6110"),
        ("00C0000010", "6C04"),
        ("00C0000004", "30303033 9000"),
    ],
}


@pytest.mark.parametrize("name", CASES)
def test_follow_ups(name: str) -> None:
    script = Script(*CASES[name])
    answer = script.channel.send(bytes.fromhex(CASES[name][0][0]))
    assert answer == (b"0003", 0x9000)
    assert not script.steps
    assert script.channel.exchanges == len(CASES[name])


def test_the_oldest_generation_wants_p2_01() -> None:
    script = Script(("80B00000020004", "6104"), ("00C0000104", "30303033 9000"), atr="3B6700002920006F78")
    assert script.channel.send(bytes.fromhex("80B00000020004")).data == b"0003"


def test_an_error_is_not_followed_by_get_response() -> None:
    script = Script(("80B00000020004", "6A82"))
    assert script.channel.send(bytes.fromhex("80B00000020004")) == (b"", 0x6A82)


def test_an_error_of_get_response_is_the_answer() -> None:
    script = Script(("80B00000020004", "6104"), ("00C0000004", "6A82"))
    answer = script.channel.send(bytes.fromhex("80B00000020004"))
    assert answer.sw == 0x6A82
    with pytest.raises(ApduError) as caught:
        answer.require()
    assert (caught.value.sw, caught.value.data) == (0x6A82, {"sw": "6A82"})


def test_a_command_sent_once_is_not_repeated_for_6cxx() -> None:
    script = Script(("8020010000", "6C20"))
    assert script.channel.send_once(bytes.fromhex("8020010000")).sw == 0x6C20


@pytest.mark.parametrize("answer", ["", "90"])
def test_an_answer_without_status_word(answer: str) -> None:
    with pytest.raises(CardUnreadable):
        Script(("80B40000", answer)).channel.send(bytes.fromhex("80B40000"))


def test_a_card_that_never_stops_promising_data_is_left() -> None:
    channel = CardChannel(lambda apdu: b"\x61\x00", b"")
    with pytest.raises(ApduError):
        channel.send(bytes.fromhex("80B40000"))
    assert channel.exchanges < 50


def test_a_card_that_never_accepts_a_length_is_left() -> None:
    channel = CardChannel(lambda apdu: b"\x6c\x20", b"")
    assert channel.send(bytes.fromhex("80B40000")).sw == 0x6C20
    assert channel.exchanges == 2


# ---- ATR and profiles --------------------------------------------------------------------------------------

THAI_ATRS = [
    "3B6800005448204E49442036",
    "3B781800005448204E49442039",
    "3B791800005448204E4944203130",
    "3B799600FF5448204E4944203135",
    "3B799600005448204E4944203138",
]


@pytest.mark.parametrize("atr", THAI_ATRS)
def test_thai_cards_are_known_by_their_historical_bytes(atr: str) -> None:
    raw = bytes.fromhex(atr)
    assert historical_bytes(raw).startswith(b"TH NID ")
    assert profile_for(raw) is THAI_ADM


def test_the_oldest_generation_is_known_by_its_prefix() -> None:
    assert looks_thai_id(bytes.fromhex("3B6700002920006F789000"))


@pytest.mark.parametrize(
    "atr", ["", "3B", "3BFF", "3B8081", "3B6500002063CB6600", "3F", "0000", "3BF0FFFFFFFFFF", "3BFFFFFFFFFFFFFF"]
)
def test_other_and_damaged_atrs_have_no_profile(atr: str) -> None:
    assert profile_for(bytes.fromhex(atr)) is None


def test_historical_bytes_behind_a_second_protocol() -> None:
    atr = bytes.fromhex("3B8580018073C8211001")
    assert historical_bytes(atr) == bytes.fromhex("8073C82110")


def test_plain_verify_is_chosen_by_name_only() -> None:
    assert profile_named("iso-verify") is ISO_VERIFY
    assert profile_named("thai-adm") is THAI_ADM
    assert profile_named("none") is None
    assert all(profile_for(bytes.fromhex(atr)) is not ISO_VERIFY for atr in THAI_ATRS)
