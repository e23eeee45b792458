"""What a card's answer to a PIN verification means. Pure.

Only an answer that says so is a wrong PIN: everything else is another error, since a person who believes to
have mistyped will try again, and tries are few.
"""

from __future__ import annotations

from sitthi.card.apdu import SW, ApduError
from sitthi.errors import PinBlocked, PinUnsupported, PinWrong, SitthiError

_WRONG = 0x63
_COUNTER_NIBBLE = 0xC
# No card gives more tries than a nibble holds; a larger number is no counter.
_MOST_TRIES = 15

_BLOCKED = frozenset({SW.AUTH_BLOCKED, SW.REFERENCE_UNUSABLE})
_UNSUPPORTED = frozenset(
    {
        SW.WRONG_LENGTH,
        SW.FUNCTION_NOT_SUPPORTED,
        SW.FILE_NOT_FOUND,
        SW.WRONG_P1P2,
        SW.REFERENCE_NOT_FOUND,
        SW.WRONG_OFFSET,
        SW.INS_NOT_SUPPORTED,
        SW.CLA_NOT_SUPPORTED,
    }
)


def tries_in(sw: int) -> int | None:
    """Tries left in a 63xx: `63 Cn` is ISO's form, plain `63 nn` the other one (reference: thai-id-card
    2.2)."""
    counter = sw & 0xFF
    if counter >> 4 == _COUNTER_NIBBLE:
        return counter & 0x0F
    return counter if counter <= _MOST_TRIES else None


def pin_error(sw: int, *, plain_zero_is_blocked: bool) -> SitthiError | None:
    """The error of a status word, None for 9000.

    `63 00` is ISO's "wrong, no counter given", but "none left" on a card that counts in plain numbers:
    `plain_zero_is_blocked` chooses.
    """
    if sw == SW.OK:
        return None
    if sw in _BLOCKED:
        return PinBlocked(sw=f"{sw:04X}")
    if sw in _UNSUPPORTED:
        return PinUnsupported(sw=f"{sw:04X}")
    if sw >> 8 != _WRONG:
        return ApduError(sw)
    left = tries_in(sw)
    if left == 0 and (plain_zero_is_blocked or sw & 0xFF):
        return PinBlocked(sw=f"{sw:04X}")
    return PinWrong(attempts_left=left or None)
