"""What a card says about itself at power-up (ISO 7816-3 ATR). Pure.

A hint only: whether a card is a Thai ID card is decided by selecting its applet (reference: thai-id-card
1.1).
"""

from __future__ import annotations

_THAI_ID = b"TH NID"
_OLDEST_PREFIX = b"\x3b\x67"


def historical_bytes(atr: bytes) -> bytes:
    """The card's free text, empty where the ATR is damaged."""
    if len(atr) < 2 or atr[0] not in (0x3B, 0x3F):
        return b""
    count, interface, at = atr[1] & 0x0F, atr[1] >> 4, 2
    while interface:
        at += (interface & 0x7).bit_count()
        if not interface & 0x8:
            break
        if at >= len(atr):
            return b""
        interface, at = atr[at] >> 4, at + 1
    return atr[at : at + count]


def looks_thai_id(atr: bytes) -> bool:
    """True for `TH NID n` cards and for the oldest generation, 3B 67 (reference: thai-id-card 1.1)."""
    return historical_bytes(atr).startswith(_THAI_ID) or atr.startswith(_OLDEST_PREFIX)
