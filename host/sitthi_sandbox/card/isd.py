"""The issuer security domain, selected at power-on: only the chip's production data (reference: thai-id-card 1.4)."""

from __future__ import annotations

from typing import Final

from .apdu import Answer, Command, exactly
from .constants import AID_ISD, SW_UNKNOWN_CLA, SW_UNKNOWN_INS

_GET_CPLC: Final = (0x80, 0xCA, 0x9F, 0x7F)
_CPLC_TAG: Final = bytes.fromhex("9F7F2A")


class IssuerDomain:
    """Answers GET DATA 9F7F with tag, length and 42 bytes of CPLC."""

    aid = AID_ISD
    fci = bytes.fromhex("6F108408") + AID_ISD + bytes.fromhex("A5049F6501FF")

    def __init__(self, chip_id: str) -> None:
        """`chip_id`: 16 hex digits, fabrication date, serial number and batch."""
        maker = bytes.fromhex("47905168479112310101")  # fabricator, type, system, its date and level: made up
        self._cplc = _CPLC_TAG + (maker + bytes.fromhex(chip_id)).ljust(42, b"\x00")

    def process(self, command: Command) -> Answer:
        if command.header == _GET_CPLC:
            return exactly(self._cplc, command.p3)
        return Answer(SW_UNKNOWN_INS if command.cla in (0x00, 0x80) else SW_UNKNOWN_CLA)

    def deselect(self) -> None:
        """Nothing to forget."""
