"""PIN schemes: the vectors, what status words mean, and that a try is never wasted."""

from __future__ import annotations

import sys

import pytest
from fake_thai_card import MOI, FakeCard

from sitthi.card.apdu import ApduError, CardChannel, Command
from sitthi.card.pin_scheme import IsoVerifyScheme, ThaiAdmScheme, challenge_response
from sitthi.errors import CardRemoved, CardUnreadable, PinBlocked, PinUnsupported, PinWrong, SitthiError

# (reference: thai-id-card 2.3)
VECTORS = [
    (b"1234", bytes(range(32)), "13d2faeddc716f028c36d391a22c2686fd062a5028f60589692a6b1e351e8eca"),
    (b"0000", bytes(32), "1daec80149dd00126b798eea34ce0cb6f085e590a7109516b9e8f8d6694518be"),
    (b"9876", b"\xa5" * 32, "aa97c809c2f196bba3eb1e6745c666e9b0e852390f22869bf4af7e1b601fcbed"),
]


@pytest.mark.parametrize(("pin", "challenge", "response"), VECTORS)
def test_the_references_vectors(pin: bytes, challenge: bytes, response: str) -> None:
    assert challenge_response(pin, challenge).hex() == response
    assert challenge_response(bytearray(pin), challenge).hex() == response


def test_triple_des_is_found_where_older_cryptography_had_it(monkeypatch: pytest.MonkeyPatch) -> None:
    from cryptography.hazmat.decrepit.ciphers import algorithms as new_place
    from cryptography.hazmat.primitives.ciphers import algorithms as old_place

    pin, challenge, response = VECTORS[0]
    challenge_response(pin, challenge)  # the library itself asks the new place at its first cipher
    monkeypatch.setitem(vars(old_place), "TripleDES", new_place.TripleDES)
    monkeypatch.setitem(sys.modules, "cryptography.hazmat.decrepit.ciphers.algorithms", None)
    assert challenge_response(pin, challenge).hex() == response


# ---- the Thai scheme ---------------------------------------------------------------------------------------

SCHEME = ThaiAdmScheme()


def verify(card: FakeCard, pin: bytes = b"1234") -> None:
    SCHEME.verify(card.channel(), bytearray(pin))


@pytest.mark.parametrize(("pin", "challenge", "response"), VECTORS)
def test_the_commands_of_one_verification(pin: bytes, challenge: bytes, response: str) -> None:
    card = FakeCard(challenge=challenge)
    verify(card, pin)
    assert card.commands == [
        "00A4040008A000000084060002",
        "00C000000A",
        "80B40000",
        "80B4000020",
        "8020010020" + response.upper(),
    ]


SW_CASES = [
    (0x6302, PinWrong, {"attempts_left": 2}),
    (0x63C2, PinWrong, {"attempts_left": 2}),
    (0x6301, PinWrong, {"attempts_left": 1}),
    (0x63CF, PinWrong, {"attempts_left": 15}),
    (0x630A, PinWrong, {"attempts_left": 10}),
    (0x6381, PinWrong, {"attempts_left": None}),
    (0x6300, PinBlocked, {"sw": "6300"}),
    (0x63C0, PinBlocked, {"sw": "63C0"}),
    (0x6983, PinBlocked, {"sw": "6983"}),
    (0x6984, PinBlocked, {"sw": "6984"}),
    (0x6D00, PinUnsupported, {"sw": "6D00"}),
    (0x6A86, PinUnsupported, {"sw": "6A86"}),
    (0x6700, PinUnsupported, {"sw": "6700"}),
    (0x6985, ApduError, {"sw": "6985"}),
    (0x6982, ApduError, {"sw": "6982"}),
    (0x6F42, ApduError, {"sw": "6F42"}),
    (0x6C20, ApduError, {"sw": "6C20"}),
]


@pytest.mark.parametrize(
    ("sw", "error", "data"), SW_CASES, ids=lambda case: f"{case:04X}" if isinstance(case, int) else ""
)
def test_what_the_cards_answer_means(sw: int, error: type[SitthiError], data: dict[str, object]) -> None:
    card = FakeCard(pin_answer=sw)
    with pytest.raises(SitthiError) as caught:
        verify(card)
    assert (type(caught.value), caught.value.data) == (error, data)
    assert len(card.verified) == 1, "a verification is never repeated"


@pytest.mark.parametrize("pin", [b"", b"123", b"12345", b"12a4", "๑".encode(), b"12 4"])
def test_a_pin_that_cannot_be_right_is_not_sent(pin: bytes) -> None:
    card = FakeCard()
    with pytest.raises(PinUnsupported):
        verify(card, pin)
    assert card.commands == []


@pytest.mark.parametrize(
    ("card", "error"),
    [
        (FakeCard(aids=(MOI,)), PinUnsupported),
        (FakeCard(challenge_sw=0x6D00), PinUnsupported),
        (FakeCard(challenge_sw=0x6983), PinBlocked),
        (FakeCard(challenge_sw=0x6F00), CardUnreadable),
    ],
)
def test_nothing_is_verified_without_a_challenge(card: FakeCard, error: type[SitthiError]) -> None:
    with pytest.raises(error):
        verify(card)
    assert card.verified == []


@pytest.mark.parametrize("length", [0, 8, 31])
def test_a_challenge_of_another_length_stops_the_verification(length: int) -> None:
    card = FakeCard(challenge=bytes(length))
    with pytest.raises(PinUnsupported):
        verify(card)
    assert card.verified == []


def test_a_card_pulled_at_any_exchange_is_removed_and_never_a_wrong_pin() -> None:
    for exchange in range(5):
        card = FakeCard(pulled_at=exchange, pin_answer=0x6302)
        with pytest.raises(CardRemoved):
            verify(card)
        assert card.verified == []


def test_asking_for_tries_sends_nothing() -> None:
    card = FakeCard()
    assert SCHEME.tries_left(card.channel()) is None
    assert card.commands == []


def test_the_command_buffer_is_overwritten_even_if_the_card_is_pulled() -> None:
    sent: list[Command] = []
    card = FakeCard()

    def transmit(apdu: Command) -> bytes:
        sent.append(apdu)
        if bytes(apdu).startswith(b"\x80\x20"):
            raise CardRemoved()
        return card.transmit(apdu)

    with pytest.raises(CardRemoved):
        SCHEME.verify(CardChannel(transmit, b""), bytearray(b"1234"))
    assert isinstance(sent[-1], bytearray) and not any(sent[-1])


def test_the_callers_pin_is_left_to_the_caller() -> None:
    pin = bytearray(b"1234")
    SCHEME.verify(FakeCard().channel(), pin)
    assert pin == b"1234"


# ---- plain VERIFY ------------------------------------------------------------------------------------------


class IsoCard:
    """Answers SELECT with 9000 and VERIFY with a given status word."""

    def __init__(self, sw: int) -> None:
        self.sw = sw
        self.commands: list[str] = []

    def transmit(self, apdu: Command) -> bytes:
        self.commands.append(bytes(apdu).hex().upper())
        return b"\x90\x00" if apdu[1] == 0xA4 else self.sw.to_bytes(2, "big")

    def channel(self) -> CardChannel:
        return CardChannel(self.transmit, b"")


def test_plain_verify_fills_the_pin_up() -> None:
    card = IsoCard(0x9000)
    IsoVerifyScheme(0x81, aid=b"\xa0\x00\x01").verify(card.channel(), bytearray(b"12345"))
    assert card.commands == ["00A4040003A00001", "0020008108" + "3132333435FFFFFF"]


def test_plain_verify_without_filling() -> None:
    card = IsoCard(0x9000)
    IsoVerifyScheme(0x01, pad_to=None).verify(card.channel(), bytearray(b"123456"))
    assert card.commands == ["0020000106313233343536"]


@pytest.mark.parametrize(
    ("sw", "error", "data"),
    [
        (0x63C1, PinWrong, {"attempts_left": 1}),
        (0x6302, PinWrong, {"attempts_left": 2}),
        (0x6300, PinWrong, {"attempts_left": None}),
        (0x63C0, PinBlocked, {"sw": "63C0"}),
        (0x6983, PinBlocked, {"sw": "6983"}),
        (0x6A88, PinUnsupported, {"sw": "6A88"}),
    ],
)
def test_what_plain_verify_answers(sw: int, error: type[SitthiError], data: dict[str, object]) -> None:
    card = IsoCard(sw)
    with pytest.raises(error) as caught:
        IsoVerifyScheme(0x01).verify(card.channel(), bytearray(b"1234"))
    assert caught.value.data == data
    assert len(card.commands) == 1


@pytest.mark.parametrize(
    ("sw", "left"), [(0x63C3, 3), (0x63C0, 0), (0x6983, 0), (0x9000, None), (0x6300, None), (0x6D00, None)]
)
def test_tries_are_asked_with_an_empty_verify(sw: int, left: int | None) -> None:
    card = IsoCard(sw)
    assert IsoVerifyScheme(0x01).tries_left(card.channel()) == left
    assert card.commands == ["00200001"]
