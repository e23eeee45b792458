"""The shapes that methods and notifications share: readers, cards, sessions, rights, sites, findings."""

from __future__ import annotations

from sitthi.api_methods import API_METHODS, NOT_FOR_PAGES
from sitthi.messaging.schema import Flag, ListOf, MapOf, Nullable, Object, OneOf, Optional, Shape, Text, Whole
from sitthi.roles import ROLES

ROLE = OneOf(*ROLES)
TIME = Text(40)
READER_NAME = Text(256)
CID = Text(32)
_CODED = Object({"code": Text(64), "name": Text(512)})
_PROBLEM = Object({"file": Text(1024), "line": Nullable(Whole(0)), "key": Nullable(Text(256)), "problem": Text(1024)})

CARD_BRIEF = Object(
    {
        "kind": OneOf("thai_id", "other", "unreadable"),
        "role": OneOf("operator", "patient", "unknown"),
        "cid_masked": Text(32),
        "name_th": Text(256),
        "name_en": Text(256),
    }
)
READER = Object(
    {
        "name": READER_NAME,
        "state": OneOf("empty", "reading", "card", "busy", "error"),
        "card": Nullable(CARD_BRIEF),
    }
)
SESSION_BRIEF = Object(
    {
        "state": OneOf("active", "locked"),
        "cid_masked": Text(32),
        "name_th": Text(256),
        "name_en": Text(256),
        "token_masked": Text(32),
        "source": Text(64),
        "kind": Text(32),
        "issued_at": TIME,
        "expires_at": TIME,
        "seconds_left": Whole(0),
    }
)
ENDED = Object({"reason": OneOf("expired", "revoked", "logout", "replaced"), "at": TIME})
INACTIVITY = Object(
    {
        "last_used_at": TIME,
        "days_left": Whole(),
        "removal_at": TIME,
        "limit_days": Whole(1),
        "warn": Flag(),
        "removed": Flag(),
    }
)
CLOCK = Object({"offset_seconds": Whole(-(2**33), 2**33), "wrong": Flag()})
OUTLET = Object(
    {
        "name": Text(512),
        "kind": OneOf("file", "clipboard", "database"),
        "state": OneOf("off", "ok", "pending", "failed"),
        "problem": Nullable(Object({"name": Text(64), "data": MapOf(Shape(), 16)})),
        "at": Nullable(TIME),
    }
)
STATUS = Object(
    {
        "pcsc": OneOf("starting", "ok", "unavailable"),
        "readers": ListOf(READER, 32),
        "session": Nullable(SESSION_BRIEF),
        "ended": Nullable(ENDED),
        "inactivity": Nullable(INACTIVITY),
        "clock": Optional(CLOCK),
        "pin_window": Flag(),
        "login_source": Optional(Nullable(Text(64))),
        "sites_revision": Text(64),
        "outlets": ListOf(OUTLET, 64),
        "authen": Optional(Object({"on": Flag(), "code": Flag()})),
        "patient_rights": Optional(Flag()),
        "policy": Object({"ok": Flag(), "allow_reveal": Flag(), "problem": Nullable(_PROBLEM)}),
    }
)
_NAME = Object({"title": Text(), "first": Text(), "middle": Text(), "last": Text(), "text": Text()})
_DATE = Object(
    {
        "iso": Text(10),
        "year": Nullable(Whole(0, 9999)),
        "month": Nullable(Whole(0, 12)),
        "day": Nullable(Whole(0, 31)),
        "lifelong": Flag(),
    }
)
CARD = Object(
    {
        "reader": READER_NAME,
        "role": OneOf("operator", "patient", "unknown"),
        "cid": CID,
        "name_th": _NAME,
        "name_en": _NAME,
        "birth_date": _DATE,
        "sex": OneOf("male", "female", "unknown"),
        "address": Object(
            {
                part: Text(512)
                for part in (
                    "house_no", "moo", "trok", "soi", "road", "tambon", "amphoe", "province", "text",
                )
            }
        ),
        "issuer": Text(),
        "issuer_code": Text(),
        "issue_date": _DATE,
        "expiry_date": _DATE,
        "request_no": Text(),
        "card_type": Text(),
        "photo_number": Text(),
        "version": Text(),
        "laser_id": Nullable(Text()),
        "chip_id": Nullable(Text()),
        "photo": Nullable(Text(16 * 1024)),
    }
)  # fmt: skip
API_PATIENT = Object({name: shape for name, shape in CARD.members.items() if name not in NOT_FOR_PAGES})
_FUND = {
    "scheme": _CODED,
    "sub_scheme": _CODED,
    "hospital_main": _CODED,
    "hospital_op": _CODED,
    "hospital_sub": _CODED,
    "valid_from": Text(10),
    "valid_to": Text(10),
    "no_expiry": Flag(),
}
RIGHTS = Object(
    {
        "outcome": OneOf("ok", "not_found", "no_right", "deceased"),
        "cid_masked": Text(32),
        "name": Text(2048),
        **_FUND,
        "status": Object({"code": Text(64), "text": Text(1024)}),
        "source": OneOf("ucws", "srm"),
        "requested_at": TIME,
        "request_id": Text(64),
        "death_date": Optional(Text(10)),
        "funds": Optional(ListOf(Object({"kind": Text(512), **_FUND}), 50)),
        "fields": MapOf(Nullable(Text(4096)), 80),
    }
)
API_STATUS = Object(
    {"session": OneOf("none", "active", "locked"), "expires_at": Nullable(TIME), "patient": Flag(), "login": Flag()}
)
API_ANSWER = Object(
    {
        "status": Optional(API_STATUS),
        "login": Optional(API_STATUS),
        "operator": Optional(Object({"cid": CID, "name_th": Text(256), "name_en": Text(256)})),
        "token": Optional(Object({"token": Text(4096), "kind": Text(32), "expires_at": TIME})),
        "read_patient": Optional(API_PATIENT),
        "rights": Optional(RIGHTS),
    }
)
"""Exactly the member that is named as the method."""
CLAIM_TYPE = Object({"code": Text(16), "name": Text(256)})
CLAIM_CODE = Object(
    {"code": Text(32), "claim_type": Text(16), "at": Nullable(TIME), "hcode": Text(8), "existing": Flag()}
)
SITE = Object(
    {
        "name": Text(512),
        "match": ListOf(Text(1024)),
        "fill": ListOf(ROLE),
        "auto": Flag(),
        "allow_http": Flag(),
        "fields": MapOf(Text(1024)),
        "never": ListOf(Text(1024)),
        "roles": MapOf(OneOf(*ROLES, "none")),
        "submit": Flag(),
        "api": Optional(ListOf(OneOf(*API_METHODS), 16)),
    }
)
TEXTS = Object({"th": Text(2048), "en": Text(2048)})
"""A text in both languages: who reads a report is not always who asked for it."""
FINDING = Object(
    {
        "id": Text(64),
        "level": OneOf("ok", "info", "warning", "error"),
        "text": TEXTS,
        "next": TEXTS,
        "data": MapOf(Text(256)),
    }
)
REPORT = Object(
    {
        "sections": ListOf(
            Object(
                {
                    "name": Text(64),
                    "title": TEXTS,
                    "ok": Flag(),
                    "findings": ListOf(FINDING),
                    "facts": MapOf(Shape()),
                }
            )
        )
    }
)
