"""How a PIN is verified on a card: the Thai ID card's challenge-response, and plain ISO 7816-4 VERIFY.

**Unconfirmed on plastic.** That the Thai card verifies a PIN in its ADM applet is confirmed by several
sources, but the bytes of `ThaiAdmScheme` come from one public source alone (reference: thai-id-card 2.2
[B]), whose author marked them untested; nobody has published that a real card accepted them. The test
vectors (2.3) prove that this code computes what that source computes, not that a card agrees. A card that
expects another algorithm would answer like a wrong PIN, and each answer costs a try. So a scheme sends one
verification per call, never repeats it, and never probes.

A scheme does everything inside the transaction its caller holds, from SELECT to the verification's answer.
The PIN is a bytearray which the caller overwrites; what is derived from it in buffers is overwritten here.
"""

from __future__ import annotations

import hashlib
import importlib
from dataclasses import dataclass
from typing import Any, Protocol

from sitthi.card.apdu import SW, CardChannel, select_command
from sitthi.card.layout import ADM_AID
from sitthi.card.pin_status import pin_error, tries_in
from sitthi.errors import PinUnsupported

_CHALLENGE_LENGTH = 32
_GET_CHALLENGE = bytes.fromhex("80B40000")
_VERIFY_RESPONSE = bytes.fromhex("8020010020")  # P1 = PIN 1, P2 = 0, then 32 bytes
_DES_BLOCK = 8
_DIGITS = frozenset(b"0123456789")


class PinScheme(Protocol):
    """One way to verify a PIN."""

    @property
    def name(self) -> str: ...

    @property
    def min_length(self) -> int: ...

    @property
    def max_length(self) -> int: ...

    def tries_left(self, channel: CardChannel) -> int | None:
        """Tries left, None where the card tells only after a try. Never uses one."""

    def verify(self, channel: CardChannel, pin: bytearray) -> None:
        """One try with `pin` (ASCII digits). Returns if the card accepts it.

        Raises PinWrong(attempts_left), PinBlocked, PinUnsupported (nothing was tried), ApduError, and what
        the channel raises (CardRemoved, CardBusy): none of the latter is a wrong PIN.
        """


# ---- the Thai ID card --------------------------------------------------------------------------------------


def _triple_des(key: bytearray) -> Any:
    # cryptography moved it in release 43; Debian 12 has 38.
    try:
        place = importlib.import_module("cryptography.hazmat.decrepit.ciphers.algorithms")
    except ImportError:
        place = importlib.import_module("cryptography.hazmat.primitives.ciphers.algorithms")
    return place.TripleDES(key)


def _wipe(*buffers: bytearray) -> None:
    for buffer in buffers:
        buffer[:] = bytes(len(buffer))


def _derive_key(pin: bytearray) -> bytearray:
    """Steps 3 and 4: SHA-1 of the PIN filled up with FF, spread over the bytes 00..1F at every seventh
    place."""
    filled = bytearray(b"\xff" * _CHALLENGE_LENGTH)
    filled[: len(pin)] = pin
    digest = bytearray(hashlib.sha1(filled, usedforsecurity=False).digest())
    key = bytearray(range(_CHALLENGE_LENGTH))
    for n in range(5):
        key[7 * n : 7 * n + 4] = digest[4 * n : 4 * n + 4]
    _wipe(filled, digest)
    return key


def _encrypt_cbc(key: bytearray, block: bytearray) -> None:
    """3DES-CBC over `block` in place, zero IV, no padding."""
    from cryptography.hazmat.primitives.ciphers import Cipher, modes

    encryptor = Cipher(_triple_des(key), modes.CBC(bytes(_DES_BLOCK))).encryptor()
    out = bytearray(len(block) + _DES_BLOCK - 1)
    encryptor.update_into(block, out)
    encryptor.finalize()
    block[:] = out[: len(block)]
    _wipe(out)


def _respond(pin: bytearray, challenge: bytes) -> bytearray:
    derived = _derive_key(pin)
    response = bytearray(challenge)
    for i in (0, 8, 16):  # step 5: three rounds, each with keys K1 = D[i..], K2 = D[i+8..], K1
        key = derived[i : i + 16] + derived[i : i + 8]
        _encrypt_cbc(key, response)
        _wipe(key)
    _wipe(derived)
    return response


def challenge_response(pin: bytes | bytearray, challenge: bytes) -> bytes:
    """The 32 bytes that answer a 32-byte challenge (reference: thai-id-card 2.2, vectors 2.3)."""
    return bytes(_respond(bytearray(pin), challenge))


@dataclass(frozen=True, slots=True)
class ThaiAdmScheme:
    """Challenge-response in the ADM applet, 4 digits; see the module's warning."""

    name: str = "thai-adm"
    min_length: int = 4
    max_length: int = 4

    def tries_left(self, channel: CardChannel) -> int | None:
        """Always None and sends nothing: no read-only counter is public (reference: thai-id-card 2.2)."""
        return None

    def verify(self, channel: CardChannel, pin: bytearray) -> None:
        _require_digits(pin, self.min_length, self.max_length)
        _select(channel, ADM_AID)
        answer = channel.send(_GET_CHALLENGE)
        _raise_for(answer.sw, plain_zero_is_blocked=True)
        if len(answer.data) != _CHALLENGE_LENGTH:
            raise PinUnsupported(problem="challenge_length")
        response = _respond(pin, answer.data)
        command = bytearray(_VERIFY_RESPONSE) + response
        try:
            sw = channel.send_once(command).sw
        finally:
            _wipe(response, command)
        _raise_for(sw, plain_zero_is_blocked=True)


# ---- plain ISO 7816-4 VERIFY -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class IsoVerifyScheme:
    """`00 20 00 <reference>`, digits in ASCII, filled up with `pad_byte` to `pad_to` (None: no filling).

    Never for the Thai card: there a plain VERIFY could cost a try.
    """

    reference: int
    aid: bytes | None = None
    pad_to: int | None = 8
    pad_byte: int = 0xFF
    min_length: int = 4
    max_length: int = 8
    name: str = "iso-verify"

    def tries_left(self, channel: CardChannel) -> int | None:
        """Asks with an empty VERIFY, which ISO 7816-4 defines not to use a try; None where the card does
        not say."""
        self.select(channel)
        sw = channel.send_once(self.header()).sw
        if sw == SW.AUTH_BLOCKED:
            return 0
        if sw >> 8 != 0x63 or sw & 0xFF == 0:
            return None
        return tries_in(sw)

    def verify(self, channel: CardChannel, pin: bytearray) -> None:
        _require_digits(pin, self.min_length, self.max_length)
        self.select(channel)
        block = bytearray((self.pad_byte,)) * max(self.pad_to or 0, len(pin))
        block[: len(pin)] = pin
        command = bytearray(self.header()) + bytearray((len(block),)) + block
        try:
            sw = channel.send_once(command).sw
        finally:
            _wipe(block, command)
        self.raise_for(sw)

    def header(self) -> bytes:
        return bytes((0x00, 0x20, 0x00, self.reference))

    def select(self, channel: CardChannel) -> None:
        if self.aid is not None:
            _select(channel, self.aid)

    def raise_for(self, sw: int) -> None:
        _raise_for(sw, plain_zero_is_blocked=False)


def _require_digits(pin: bytearray, shortest: int, longest: int) -> None:
    if not shortest <= len(pin) <= longest or not _DIGITS.issuperset(pin):
        raise PinUnsupported(problem="pin_format")


def _select(channel: CardChannel, aid: bytes) -> None:
    answer = channel.send(select_command(aid))
    if not answer.ok:
        raise PinUnsupported(sw=f"{answer.sw:04X}")


def _raise_for(sw: int, *, plain_zero_is_blocked: bool) -> None:
    error = pin_error(sw, plain_zero_is_blocked=plain_zero_is_blocked)
    if error is not None:
        raise error
