"""A crowd of made-up people, as many as a long day at a counter needs: the nth is always the same.

Their citizen IDs begin with 8-0009, an office that issues none. The card of one of them: `sitthi_sandbox.card.crowd`.
"""

from __future__ import annotations

from sitthi_sandbox.nhso.cid import check_digit, valid_cid
from sitthi_sandbox.nhso.patients import (
    BANGKOK_NOI,
    CENTRAL,
    DISTRICT,
    HEALTH_CENTRE,
    KHON_KAEN,
    LGO,
    OFC,
    RATCHATHEWI,
    SSS,
    UCS,
    WEL_ELDER,
    Patient,
    Right,
    find_patient,
)  # fmt: skip

PREFIX = "80009"
_FIRST = ("มานะ", "มานี", "ชูใจ", "ปิติ", "วีระ", "สมศรี", "บุญมี", "จันทร์เพ็ญ", "ก้องเกียรติ", "น้ำฝน", "ฟ้าใส")
_LAST = ("รักไทย", "ใจกล้า", "แสนดี", "ทองสุข", "ศรีสมบูรณ์", "พิทักษ์ธรรม", "ชื่นบาน")
_SCHEMES = (UCS, SSS, WEL_ELDER, OFC, LGO)
_HOMES = (RATCHATHEWI, BANGKOK_NOI, KHON_KAEN)


def crowd_cid(number: int) -> str:
    first_twelve = f"{PREFIX}{number:07}"
    return first_twelve + check_digit(first_twelve)


def anybody(cid: str) -> Patient | None:
    """The person with this citizen ID, if the sandbox knows one."""
    return find_patient(cid) or crowd_patient(cid)


def crowd_patient(cid: str) -> Patient | None:
    """The person of the crowd with this citizen ID."""
    if not (cid.startswith(PREFIX) and valid_cid(cid)):
        return None
    number = int(cid[len(PREFIX) : 12])
    is_male = number % 2 == 0
    right = Right(_SCHEMES[number % len(_SCHEMES)], "25620424", "NoExp", CENTRAL, DISTRICT, HEALTH_CENTRE)
    return Patient(
        cid=cid,
        title_code="003" if is_male else "004",
        title="นาย" if is_male else "นาง",
        first=_FIRST[number % len(_FIRST)],
        last=f"{_LAST[number % len(_LAST)]}{_LAST[number // 7 % len(_LAST)]}",
        birth=f"{2480 + number % 60}{number % 12 + 1:02}{number % 28 + 1:02}",
        sex="1" if is_male else "2",
        home=_HOMES[number % len(_HOMES)],
        right=None if number % 17 == 16 else right,
    )
