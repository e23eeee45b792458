"""What SRM's right-search says of a person, as JSON (names: reference: nhso 4.2 [A]). No HTTP, no tokens.

The forms of dates and of empty members are not published: here ISO 8601 in the Gregorian era, and null [C].
"""

from datetime import datetime

from .patients import Hospital, Patient, Right

_ERA = 543
_SEXES = {"1": "ชาย", "2": "หญิง"}


def srm_answer(cid: str, patient: Patient | None, now: datetime) -> dict[str, object]:
    """Of somebody unknown the number alone."""
    answer: dict[str, object] = {"checkDate": now.isoformat(timespec="seconds"), "pid": cid}
    if patient is None:
        return answer | {"fname": None, "funds": []}
    rights = [*patient.others, *([patient.right] if patient.right else [])]
    return answer | {
        "tname": patient.title,
        "fname": patient.first,
        "lname": patient.last,
        "nation": {"id": "099", "name": "ไทย"},
        "birthDate": _day(patient.birth),
        "sex": {"id": patient.sex, "name": _SEXES[patient.sex]},
        "deathDate": _day(patient.death),
        "transDate": None,
        "funds": [_fund(right) for right in rights],
    }


def _fund(right: Right) -> dict[str, object]:
    scheme = right.scheme
    return {
        "fundType": scheme.main or scheme.code[0],
        "mainInscl": {"id": scheme.code, "name": scheme.name},
        "subInscl": {"id": scheme.sub_code, "name": scheme.sub_name},
        "startDateTime": _midnight(right.start),
        "expireDateTime": _midnight(right.end),
        "paidModel": "1",
        "hospMainOp": _hospital(right.outpatient),
        "hospSub": _hospital(right.primary),
        "hospMain": _hospital(right.main),
        "purchaseProvince": None,
        "department": None,
        "relation": None,
        "cardId": None,
    }


def _hospital(hospital: Hospital | None) -> dict[str, str] | None:
    return {"hcode": hospital.code, "hname": hospital.name} if hospital else None


def _day(buddhist: str) -> str | None:
    """`25600101` to `2017-01-01`; None for none and for `NoExp`."""
    if not buddhist.isdigit():
        return None
    return f"{int(buddhist[:4]) - _ERA}-{buddhist[4:6]}-{buddhist[6:]}"


def _midnight(buddhist: str) -> str | None:
    day = _day(buddhist)
    return f"{day}T00:00:00" if day else None
