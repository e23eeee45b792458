"""Status words, application identifiers and ATRs of the Thai ID card (reference: thai-id-card 1.1, 1.2,
1.4).
"""

from __future__ import annotations

from typing import Final

SW_OK: Final = 0x9000
SW_MORE: Final = 0x6100  # | bytes still waiting for GET RESPONSE
SW_WRONG_LE: Final = 0x6C00  # | the length to ask for
SW_WRONG_LENGTH: Final = 0x6700
SW_PIN_BLOCKED: Final = 0x6983  # which word a real blocked card gives is not public (reference 2.2)
SW_CONDITIONS: Final = 0x6985
SW_NOT_FOUND: Final = 0x6A82
SW_WRONG_P1P2: Final = 0x6A86
SW_OUTSIDE_FILE: Final = 0x6B00
SW_UNKNOWN_INS: Final = 0x6D00
SW_UNKNOWN_CLA: Final = 0x6E00

AID_MOI: Final = bytes.fromhex("A000000054480001")
AID_ADM: Final = bytes.fromhex("A000000084060002")
AID_ISD: Final = bytes.fromhex("A000000003000000")

ATR_NID_6: Final = bytes.fromhex("3B680000") + b"TH NID 6"
ATR_NID_10: Final = bytes.fromhex("3B79180000") + b"TH NID 10"
ATR_NID_15: Final = bytes.fromhex("3B799600FF") + b"TH NID 15"
ATR_NID_18: Final = bytes.fromhex("3B79960000") + b"TH NID 18"
# Only the first two bytes of the oldest generation are public; the seven historical bytes here are made up.
ATR_OLDEST: Final = bytes.fromhex("3B670000") + b"TH ID 1"
# Not an ID card at all: a made-up transport card.
ATR_FOREIGN: Final = bytes.fromhex("3B6500002063CB6600")


def uses_response_p2(atr: bytes) -> int:
    """P2 of GET RESPONSE: 01 on the oldest generation, 00 on all others (reference 1.2)."""
    return 0x01 if atr.startswith(b"\x3b\x67") else 0x00
