"""The host's answers for each state of the popup. Made-up people only."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

OPERATOR = {
    "kind": "thai_id",
    "role": "operator",
    "cid_masked": "3-1001-xxxxx-xx-8",
    "name_th": "นางสาว ปิ่นแก้ว ศรีสุวรรณ",
    "name_en": "Miss Pinkaew Srisuwan",
}
PATIENT = {
    "kind": "thai_id",
    "role": "patient",
    "cid_masked": "1-1008-xxxxx-xx-9",
    "name_th": "นาย กล้าหาญ ทดสอบยิ่ง",
    "name_en": "Mr. Klahan Thodsobying",
}
UNKNOWN_OPERATOR = {**OPERATOR, "role": "unknown"}
"""Before the first login nobody knows whose card it is."""
OTHER = {"kind": "other", "role": "unknown", "cid_masked": "", "name_th": "", "name_en": ""}
READER = "Generic EMV Smartcard Reader 00 00"
READER_2 = "ACS ACR39U ICC Reader 01 00"


def ago(**parts: float) -> str:
    return (datetime.now(UTC) - timedelta(**parts)).isoformat()


def ahead(**parts: float) -> str:
    return (datetime.now(UTC) + timedelta(**parts)).isoformat()


def reader(state: str = "empty", card: dict[str, Any] | None = None, name: str = READER) -> dict[str, Any]:
    return {"name": name, "state": state, "card": card}


def session(state: str = "active", seconds: int = 29553) -> dict[str, Any]:
    return {
        "state": state,
        "cid_masked": OPERATOR["cid_masked"],
        "name_th": OPERATOR["name_th"],
        "name_en": OPERATOR["name_en"],
        "token_masked": "A1B2••••••••G7H8",
        "source": "issuer",
        "kind": "uc",
        "issued_at": ago(hours=1),
        "expires_at": ahead(seconds=seconds),
        "seconds_left": seconds,
    }


def inactivity(days_left: int = 180, warn: bool = False, removed: bool = False) -> dict[str, Any]:
    return {
        "last_used_at": ago(hours=1),
        "days_left": days_left,
        "removal_at": ahead(days=days_left),
        "limit_days": 180,
        "warn": warn,
        "removed": removed,
    }


def outlet(
    kind: str = "file", state: str = "ok", problem: dict[str, Any] | None = None, **changes: Any
) -> dict[str, Any]:
    name = {"file": "HOSxP companion", "clipboard": "clipboard", "database": "hosxp"}[kind]
    return {"name": name, "kind": kind, "state": state, "problem": problem, "at": ago(minutes=1), **changes}


def status(*readers: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {
        "pcsc": "ok",
        "readers": list(readers),
        "session": None,
        "ended": None,
        "inactivity": None,
        "pin_window": False,
        "outlets": [],
        "sites_revision": "r1",
        "policy": {"ok": True, "allow_reveal": True, "problem": None},
        **changes,
    }


def logged_in(*readers: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return status(
        *(readers or (reader("card", OPERATOR),)), **{"session": session(), "inactivity": inactivity(), **changes}
    )


def site(match: str, fill: list[str] | None = None, **changes: Any) -> dict[str, Any]:
    return {
        "name": "HIS โรงพยาบาลตัวอย่าง",
        "match": [match],
        "fill": fill or ["operator_cid", "token"],
        "auto": False,
        "allow_http": False,
        "fields": {},
        "never": [],
        "roles": {},
        "submit": False,
        **changes,
    }


def sites(*listed: dict[str, Any]) -> dict[str, Any]:
    return {"revision": "r1", "sites": list(listed)}


def rights(outcome: str = "ok", **changes: Any) -> dict[str, Any]:
    none = {"code": "", "name": ""}
    found = {
        "outcome": outcome,
        "cid_masked": PATIENT["cid_masked"],
        "name": PATIENT["name_th"],
        "scheme": {"code": "UCS", "name": "สิทธิหลักประกันสุขภาพแห่งชาติ"},
        "sub_scheme": {"code": "89", "name": "ช่วงอายุ 12-59 ปี"},
        "hospital_main": {"code": "10670", "name": "รพ.ตัวอย่างประจำจังหวัด"},
        "hospital_op": {"code": "04321", "name": "รพ.สต.บ้านตัวอย่าง ตำบลในเมือง"},
        "hospital_sub": none,
        "valid_from": "2019-04-24",
        "valid_to": "",
        "no_expiry": True,
        "status": {"code": "004", "text": ""},
        "source": "ucws",
        "requested_at": ago(seconds=1),
        "request_id": "R-1",
        "fields": {},
    }
    return {"rights": {**found, **changes}}


def page_values() -> dict[str, Any]:
    """What `fill.values` answers: made-up people with valid check digits."""
    values = {
        "operator_cid": "3100101000018",
        "token": "A1B2C3D4E5F6G7H8",
        "patient_cid": "1100800447899",
        "patient_title": "นาย",
        "patient_first_name": "กล้าหาญ",
        "patient_last_name": "ทดสอบยิ่ง",
        "patient_birth_date": "1994-12-31",
        "patient_sex": "male",
        "patient_address": "99/9 หมู่ 9 ตำบลในเมือง อำเภอเมือง จังหวัดขอนแก่น",
    }
    return {"values": values, "masked": {}}


#: One grey pixel.
PHOTO = (
    "/9j/4AAQSkZJRgABAQEAYABgAAD/2wBDAAMCAgICAgMCAgIDAwMDBAYEBAQEBAgGBgUGCQgKCgkICQkKDA8MCgsOCwkJDRENDg8QEBEQ"
    "CgwSExIQEw8QEBD/wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAACf/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AVN//2Q=="
)


def card_data(**changes: Any) -> dict[str, Any]:
    """The whole card of PATIENT, as `card.read` tells it."""

    def name(title: str, first: str, last: str) -> dict[str, str]:
        return {"title": title, "first": first, "middle": "", "last": last, "text": f"{title}#{first}##{last}"}

    def date(year: int, month: int, day: int) -> dict[str, Any]:
        return {"iso": f"{year}-{month:02}-{day:02}", "year": year, "month": month, "day": day, "lifelong": False}

    address = {
        "house_no": "99/1", "moo": "", "trok": "", "soi": "สีลม 5", "road": "สีลม", "tambon": "สีลม",
        "amphoe": "บางรัก", "province": "กรุงเทพมหานคร", "text": "",
    }  # fmt: skip
    return {
        "reader": READER, "role": "patient", "cid": "1100800447899",
        "name_th": name("นาย", "กล้าหาญ", "ทดสอบยิ่ง"), "name_en": name("Mr.", "Klahan", "Thodsobying"),
        "birth_date": date(1994, 12, 31), "sex": "male", "address": address,
        "issuer": "", "issuer_code": "", "issue_date": date(2020, 1, 31),
        "expiry_date": {"iso": "9999-12-31", "year": 9999, "month": 12, "day": 31, "lifelong": True},
        "request_no": "", "card_type": "", "photo_number": "", "version": "0003", "laser_id": None, "chip_id": None,
        "photo": PHOTO,
        **changes,
    }  # fmt: skip
