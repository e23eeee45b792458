"""A right-search of SRM that answers the documented members (reference: nhso 4.2), on a free port of 127.0.0.1."""

import json
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from unit.nhso.service_double import Double, serving
from unit.nhso.ucws_double import PATIENT

JWT = "eyJhbGciOiJIUzUxMiJ9.eyJwaWQiOiJ4IiwiZXhwIjoxfQ.c2lnbmF0dXJlLXNpZ25hdHVyZQ"


def fund(scheme: str = "UCS", **members: Any) -> dict[str, Any]:
    return {
        "fundType": "UC",
        "mainInscl": {"id": scheme, "name": f"สิทธิ {scheme}"},
        "subInscl": {"id": "89", "name": "ช่วงอายุ 12-59 ปี"},
        "startDateTime": "2017-01-01T00:00:00",
        "expireDateTime": None,
        "paidModel": "1",
        "hospMainOp": {"hcode": "04000", "hname": "รพ.สต.ตัวอย่าง"},
        "hospSub": {"hcode": "04001", "hname": "หน่วยย่อย"},
        "hospMain": {"hcode": "10670", "hname": "รพ.ตัวอย่าง"},
        "purchaseProvince": {"id": "4000", "name": "ขอนแก่น"},
        "department": None,
        "relation": None,
        "cardId": None,
        **members,
    }


def person(*funds: dict[str, Any], **members: Any) -> dict[str, Any]:
    return {
        "checkDate": "2026-03-02T09:00:00",
        "pid": PATIENT,
        "tname": "นาย",
        "fname": "ทดสอบ",
        "lname": "ระบบ",
        "nation": {"id": "099", "name": "ไทย"},
        "birthDate": "1977-01-15",
        "sex": {"id": 1, "name": "ชาย"},
        "deathDate": None,
        "transDate": None,
        "funds": list(funds or [fund()]),
        **members,
    }


@contextmanager
def running(context: ssl.SSLContext | None = None) -> Iterator[Double]:
    with serving("/api/ucws/v1/right-search", context) as double:
        double.content_type = "application/json"
        answer(double, person())
        yield double


def answer(double: Double, content: object) -> None:
    double.body = json.dumps(content, ensure_ascii=False).encode()
