"""The laser number printed on the back of the card, from the ADM applet. Optional: older chips refuse it.

`80 00 00 00 17` answers 23 bytes, of which the last 16 hold two letters, ten digits and NULs; some chips
answer 7 bytes first and the rest by GET RESPONSE (reference: thai-id-card 1.4 [A]).
"""

from __future__ import annotations

import re

from sitthi.card.apdu import CardChannel, select_command
from sitthi.card.layout import ADM_AID

_WHOLE = bytes.fromhex("8000000017")
_PARTIAL = bytes.fromhex("8000000007")
_HEADER, _TOTAL = 7, 23
_LASER_ID = re.compile(rb"[A-Z]{2}[0-9]{10}")


def read_laser_id(channel: CardChannel) -> str | None:
    """`AB1234567890`, or None on a card that does not tell. Selects the ADM applet."""
    if not channel.send(select_command(ADM_AID)).ok:
        return None
    for command in (_WHOLE, _PARTIAL):
        answer = channel.send(command)
        if answer.ok and len(answer.data) == _TOTAL:
            return _parse(answer.data[_HEADER:])
    return None


def _parse(raw: bytes) -> str | None:
    number = raw.rstrip(b"\x00 ")
    return number.decode("ascii") if _LASER_ID.fullmatch(number) else None
