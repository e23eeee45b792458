"""The chip's own number, from its production data (CPLC, tag 9F7F). Optional: not every chip tells.

Bytes 13..20 of the 45-byte answer: fabrication date 2, serial 4, batch 2 (reference: thai-id-card 1.4 [A]).
"""

from __future__ import annotations

from sitthi.card.apdu import CardChannel

_SELECT_CARD_MANAGER = bytes.fromhex("00A40400")
_GET_CPLC = bytes.fromhex("80CA9F7F2D")
_TAG = bytes.fromhex("9F7F2A")
_CPLC_LENGTH = 42
_ID_AT, _ID_LENGTH = 10, 8


def read_chip_id(channel: CardChannel) -> str | None:
    """16 hex digits, or None. Selects the card manager."""
    if not channel.send(_SELECT_CARD_MANAGER).ok:
        return None
    answer = channel.send(_GET_CPLC)
    cplc = answer.data.removeprefix(_TAG)
    if not answer.ok or len(cplc) != _CPLC_LENGTH:
        return None
    return cplc[_ID_AT : _ID_AT + _ID_LENGTH].hex().upper()
