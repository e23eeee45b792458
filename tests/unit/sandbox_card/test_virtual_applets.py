"""The virtual card, byte by byte against the reference (thai-id-card 1.1, 1.2, 1.4, 2.2, 2.3)."""

from __future__ import annotations

import hashlib

import pytest

from sitthi_sandbox.card.card import ForeignCard, VirtualCard
from sitthi_sandbox.card.image import build_image
from sitthi_sandbox.card.people import PEOPLE
from sitthi_sandbox.card.pin_check import expected_response

SELECT_MOI = "00A4040008A000000054480001"
SELECT_ADM = "00A4040008A000000084060002"


@pytest.fixture
def card() -> VirtualCard:
    return VirtualCard(PEOPLE["officer"])


def send(card: VirtualCard | ForeignCard, apdu: str) -> str:
    return card.transmit(bytes.fromhex(apdu)).hex().upper()


# ---- ATR -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("person", "atr"),
    [
        ("officer", "3B799600005448204E4944203138"),
        ("officer2", "3B799600FF5448204E4944203135"),
        ("elder", "3B6800005448204E49442036"),
        ("foreigner", "3B79180000 5448204E4944203130"),
    ],
)
def test_atrs_are_the_published_ones(person: str, atr: str) -> None:
    assert PEOPLE[person].atr == bytes.fromhex(atr)


@pytest.mark.parametrize("person", PEOPLE)
def test_no_atr_offers_anything_but_t0_and_each_has_the_length_it_declares(person: str) -> None:
    atr = PEOPLE[person].atr
    format_byte = atr[1]
    assert format_byte & 0x80 == 0  # no TD1
    assert len(atr) == 2 + (format_byte >> 4).bit_count() + (format_byte & 0x0F)


# ---- SELECT, READ, GET RESPONSE --------------------------------------------------------------------------


def test_select_moi_answers_61_0a_and_then_ten_bytes_that_contain_th(card: VirtualCard) -> None:
    assert send(card, SELECT_MOI) == "610A"
    assert send(card, "00C000000A") == "8408A0000000544800019000"


def test_read_waits_for_get_response(card: VirtualCard) -> None:
    send(card, SELECT_MOI)
    assert send(card, "80B0000402000D") == "610D"
    assert send(card, "00C000000D") == b"1101500000008".hex() + "9000"
    assert send(card, "00C000000D") == "6985"  # it is given once


def test_one_read_gives_the_whole_identity(card: VirtualCard) -> None:
    send(card, SELECT_MOI)
    assert send(card, "80B000040200DE") == "61DE"
    identity = card.transmit(bytes.fromhex("00C00000DE"))
    assert identity == build_image(card.person)[4:226] + b"\x90\x00"


def test_the_photo_comes_out_in_chunks(card: VirtualCard) -> None:
    send(card, SELECT_MOI)
    image = b""
    for offset in range(0x017B, 0x017B + 5118, 255):
        length = min(255, 0x017B + 5118 - offset)
        assert send(card, f"80B0{offset:04X}0200{length:02X}") == f"61{length:02X}"
        image += card.transmit(bytes.fromhex(f"00C00000{length:02X}"))[:-2]
    assert image.startswith(card.person.photo)
    assert set(image[len(card.person.photo) :]) == {0x20}


def test_get_response_can_take_a_part_and_then_the_rest(card: VirtualCard) -> None:
    send(card, SELECT_MOI)
    send(card, "80B0000402000D")
    assert send(card, "00C0000004") == b"1101".hex() + "6109"
    assert send(card, "00C0000009") == b"500000008".hex() + "9000"


@pytest.mark.parametrize("too_much", ["00C00000FF", "00C0000000", "00C00000"])
def test_get_response_with_a_wrong_length_says_the_right_one_and_loses_nothing(
    card: VirtualCard, too_much: str
) -> None:
    send(card, SELECT_MOI)
    send(card, "80B0000402000D")
    assert send(card, too_much) == "6C0D"
    assert send(card, "00C000000D") == b"1101500000008".hex() + "9000"


def test_another_command_drops_what_was_waiting(card: VirtualCard) -> None:
    send(card, SELECT_MOI)
    send(card, "80B0000402000D")
    send(card, "80B000D9020008")
    assert send(card, "00C000000D") == "6C08"


def test_the_oldest_generation_wants_p2_01_in_get_response() -> None:
    card = VirtualCard(PEOPLE["oldest"])
    assert card.atr[:2] == b"\x3b\x67"
    assert send(card, SELECT_MOI) == "610A"
    assert send(card, "00C000010A").endswith("9000")
    send(card, "80B0000402000D")
    assert send(card, "00C000000D") == "6A86"


def test_newer_generations_refuse_p2_01(card: VirtualCard) -> None:
    send(card, SELECT_MOI)
    assert send(card, "00C000010A") == "6A86"


@pytest.mark.parametrize(
    ("apdu", "sw"),
    [
        ("80B0173D020002", "6B00"),  # one byte past the end
        ("80B0000402010D", "6A82"),  # block 1 is the old layout
        ("80B00004020000", "6700"),
        ("80B0000401000D", "6700"),  # Lc says one byte, two follow after it as data and Le
        ("80B00004020D", "6700"),
        ("80B0000403000D00", "6700"),
        ("80B00004", "6700"),
        ("80", "6700"),
        ("80CA9F7F2D", "6D00"),  # not here
        ("00B0000402000D", "6E00"),
    ],
)
def test_a_wrong_read_is_refused(card: VirtualCard, apdu: str, sw: str) -> None:
    send(card, SELECT_MOI)
    assert send(card, apdu) == sw


def test_the_last_byte_of_the_file_is_readable(card: VirtualCard) -> None:
    send(card, SELECT_MOI)
    assert send(card, "80B0173D020001") == "6101"
    assert send(card, "00C0000001") == "209000"


def test_an_applet_that_is_not_there(card: VirtualCard) -> None:
    send(card, SELECT_MOI)
    assert send(card, "00A4040008A000000054480083") == "6A82"
    assert send(card, "80B0000402000D") == "610D"  # the selection stays


def test_reading_without_select_or_after_a_reset_is_refused(card: VirtualCard) -> None:
    assert send(card, "80B0000402000D") == "6D00"
    send(card, SELECT_MOI)
    send(card, "80B0000402000D")
    card.power_off()
    assert send(card, "00C000000D") == "6985"
    assert send(card, "80B0000402000D") == "6D00"


# ---- chip and laser number -------------------------------------------------------------------------------


def test_chip_data(card: VirtualCard) -> None:
    assert send(card, "00A40400") == "6C12"
    assert send(card, "00A4040012").endswith("9000")
    assert send(card, "80CA9F7F") == "6C2D"
    answer = send(card, "80CA9F7F2D")
    assert answer.startswith("9F7F2A") and answer.endswith("9000") and len(answer) == 2 * 47
    assert answer[26:42] == "1022334455660001"


def test_laser_number_in_its_three_forms(card: VirtualCard) -> None:
    laser = b"ME0123456789".hex().upper() + "00000000"
    assert send(card, SELECT_ADM) == "610A"
    assert send(card, "80000000") == "6C17"
    assert send(card, "8000000017") == "01000100000000" + laser + "9000"
    assert send(card, "8000000007") == "010001000000006110"
    assert send(card, "00C0000010") == laser + "9000"


def test_the_oldest_card_has_no_laser_number() -> None:
    card = VirtualCard(PEOPLE["oldest"])
    send(card, SELECT_ADM)
    assert send(card, "8000000017") == "6D00"


# ---- PIN -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pin", "challenge", "response"),
    [
        (
            "1234",
            bytes(range(32)).hex(),
            "13d2faeddc716f028c36d391a22c2686fd062a5028f60589692a6b1e351e8eca",
        ),
        ("0000", "00" * 32, "1daec80149dd00126b798eea34ce0cb6f085e590a7109516b9e8f8d6694518be"),
        ("9876", "a5" * 32, "aa97c809c2f196bba3eb1e6745c666e9b0e852390f22869bf4af7e1b601fcbed"),
    ],
)
def test_expected_response_matches_the_test_vectors(pin: str, challenge: str, response: str) -> None:
    assert expected_response(pin, bytes.fromhex(challenge)).hex() == response


def challenge_of(card: VirtualCard) -> bytes:
    assert send(card, "80B40000") == "6C20"
    answer = card.transmit(bytes.fromhex("80B4000020"))
    assert len(answer) == 34 and answer[-2:] == b"\x90\x00"
    return answer[:-2]


def verify(card: VirtualCard, pin: str) -> str:
    return send(card, "8020010020" + expected_response(pin, challenge_of(card)).hex())


def test_the_right_pin(card: VirtualCard) -> None:
    send(card, SELECT_ADM)
    assert not card.verified
    assert verify(card, "1234") == "9000"
    assert card.verified


def test_wrong_pins_count_down_until_blocked_and_then_even_the_right_one_fails(card: VirtualCard) -> None:
    send(card, SELECT_ADM)
    assert [verify(card, "0000") for _ in range(4)] == ["6302", "6301", "6300", "6983"]
    assert verify(card, "1234") == "6983"
    assert not card.verified


def test_the_counter_can_speak_iso(card: VirtualCard) -> None:
    card.behaviour.counter_c0 = True
    send(card, SELECT_ADM)
    assert [verify(card, "0000") for _ in range(3)] == ["63C2", "63C1", "63C0"]


def test_the_right_pin_gives_all_tries_back(card: VirtualCard) -> None:
    send(card, SELECT_ADM)
    verify(card, "0000")
    verify(card, "0000")
    assert card.tries.left == 1
    assert verify(card, "1234") == "9000"
    assert card.tries.left == 3


def test_a_try_used_stays_used_after_power_off(card: VirtualCard) -> None:
    send(card, SELECT_ADM)
    verify(card, "0000")
    card.power_off()
    send(card, SELECT_ADM)
    assert verify(card, "0000") == "6301"


def test_a_challenge_serves_once(card: VirtualCard) -> None:
    send(card, SELECT_ADM)
    response = expected_response("1234", challenge_of(card)).hex()
    assert send(card, "8020010020" + response) == "9000"
    assert send(card, "8020010020" + response) == "6985"


def test_challenges_differ(card: VirtualCard) -> None:
    send(card, SELECT_ADM)
    digests = {hashlib.sha256(challenge_of(card)).digest() for _ in range(8)}
    assert len(digests) == 8


@pytest.mark.parametrize("apdu", ["80B4000010", "80B4000000", "80B4000021"])
def test_a_challenge_of_another_length_is_refused(card: VirtualCard, apdu: str) -> None:
    send(card, SELECT_ADM)
    assert send(card, apdu) == "6C20"


@pytest.mark.parametrize(
    ("apdu", "sw"),
    [
        ("8020010020" + "00" * 32, "6985"),  # no challenge was asked for
        ("8020020020" + "00" * 32, "6A86"),
        ("8020010120" + "00" * 32, "6A86"),
        ("802001001F" + "00" * 31, "6700"),
        ("0020010004" + "31323334", "6E00"),  # the plain ISO VERIFY is not this card's
    ],
)
def test_what_is_no_verification_costs_no_try(card: VirtualCard, apdu: str, sw: str) -> None:
    send(card, SELECT_ADM)
    assert send(card, apdu) == sw
    assert card.tries.left == 3


def test_a_new_select_ends_the_challenge_and_the_verified_state(card: VirtualCard) -> None:
    send(card, SELECT_ADM)
    response = expected_response("1234", challenge_of(card)).hex()
    send(card, SELECT_ADM)
    assert send(card, "8020010020" + response) == "6985"
    assert verify(card, "1234") == "9000"
    send(card, SELECT_MOI)
    assert not card.verified


def test_power_off_ends_the_verified_state(card: VirtualCard) -> None:
    send(card, SELECT_ADM)
    verify(card, "1234")
    card.power_off()
    assert not card.verified


def test_pin_commands_need_the_adm_applet(card: VirtualCard) -> None:
    send(card, SELECT_MOI)
    assert send(card, "80B40000") == "6D00"
    assert send(card, "8020010020" + "00" * 32) == "6D00"


# ---- another card ----------------------------------------------------------------------------------------


def test_a_foreign_card_finds_nothing() -> None:
    card = ForeignCard()
    assert b"TH NID" not in card.atr
    assert {send(card, apdu) for apdu in (SELECT_MOI, SELECT_ADM, "80B0000402000D", "00A40400")} == {"6A82"}
