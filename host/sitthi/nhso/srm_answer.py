"""SRM's right-search answer as Rights (reference: nhso 4.2 [A] for the names). Pure; knows no HTTP.

What the service sends for an empty member is not published: null, "" and a missing member are read alike [C]. A member
of another type than the documented one is refused: it could turn a right into none.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sitthi.nhso.dates import is_no_expiry, srm_date
from sitthi.nhso.json_safe import JsonRefused
from sitthi.nhso.rights import Coded, Fund, Rights, full_name, told_at

SOURCE = "srm"

_PERSON_FIELDS = (
    "checkDate", "pid", "tname", "fname", "lname", "nation.id", "nation.name", "birthDate", "sex.id", "sex.name",
    "deathDate", "transDate",
)  # fmt: skip
_FUND_FIELDS = (
    "fundType", "mainInscl.id", "mainInscl.name", "subInscl.id", "subInscl.name", "startDateTime", "expireDateTime",
    "paidModel", "hospMainOp.hcode", "hospMainOp.hname", "hospSub.hcode", "hospSub.hname", "hospMain.hcode",
    "hospMain.hname", "purchaseProvince.id", "purchaseProvince.name", "department.id", "department.name", "relation",
    "cardId",
)  # fmt: skip
_MAX_FUNDS = 50
_MAX_TEXT, _MAX_CODE = 500, 64

Json = Mapping[str, object]


def srm_rights(cid: str, answer: Json, received_at: datetime) -> Rights:
    """Raises JsonRefused("shape"). `received_at` stands in where the service gave no time.

    The main fund is the first in NHSO's order that holds on the day of the answer; where none does, the first [C] (the
    clients that were seen show the first, whatever its dates).
    """
    first_name, death = text(answer, "fname"), text(answer, "deathDate")
    requested_at = told_at(text(answer, "checkDate"), received_at)
    raw = _funds(answer)
    funds = [_fund(each) for each in raw]
    main = _main(funds, srm_date(requested_at))
    return Rights(
        cid=cid,
        source=SOURCE,
        outcome=_outcome(first_name, death, funds),
        name=full_name(text(answer, "tname"), first_name, text(answer, "lname")),
        main=Fund() if main is None else funds[main],
        funds=tuple(funds),
        death_date=srm_date(death),
        requested_at=requested_at,
        fields={
            **{name: _as_sent(answer, name) for name in _PERSON_FIELDS},
            **{f"fund.{name}": None if main is None else _as_sent(raw[main], name) for name in _FUND_FIELDS},
        },
    )


def text(members: Json, name: str) -> str:
    """A text or a whole number, "" where there is none. Raises JsonRefused for anything else, or a very long one."""
    value = members.get(name)
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int) or len(str(value)) > _MAX_TEXT:
        raise JsonRefused("shape")
    return str(value).strip()


def _outcome(first_name: str, death: str, funds: list[Fund]) -> str:
    if not first_name:
        return "not_found"
    if death:
        return "deceased"
    return "ok" if any(fund.scheme.code for fund in funds) else "no_right"


def _main(funds: list[Fund], day: str) -> int | None:
    """Its place; a fund without a scheme is none."""
    with_scheme = [place for place, fund in enumerate(funds) if fund.scheme.code]
    holding = [place for place in with_scheme if funds[place].holds_on(day)]
    return next(iter(holding or with_scheme), None)


def _funds(answer: Json) -> list[Json]:
    found = answer.get("funds")
    if found is None:
        return []
    if not isinstance(found, list) or len(found) > _MAX_FUNDS or not all(isinstance(each, dict) for each in found):
        raise JsonRefused("shape")
    return found


def _fund(members: Json) -> Fund:
    ends = text(members, "expireDateTime")
    no_expiry = is_no_expiry(ends)
    return Fund(
        scheme=_coded(members, "mainInscl", "id", "name"),
        sub_scheme=_coded(members, "subInscl", "id", "name"),
        hospital_main=_coded(members, "hospMain", "hcode", "hname"),
        hospital_op=_coded(members, "hospMainOp", "hcode", "hname"),
        hospital_sub=_coded(members, "hospSub", "hcode", "hname"),
        valid_from=srm_date(text(members, "startDateTime")),
        valid_to="" if no_expiry else srm_date(ends),
        no_expiry=no_expiry,
        kind=text(members, "fundType"),
    )


def _coded(members: Json, name: str, code: str, words: str) -> Coded:
    value = members.get(name)
    if value is None:
        return Coded()
    if not isinstance(value, dict) or len(text(value, code)) > _MAX_CODE:
        raise JsonRefused("shape")
    return Coded(text(value, code), text(value, words))


def _as_sent(members: Json, path: str) -> str | None:
    """For `fields`: a member that nothing else is made of may have any form, and then is left out."""
    value: object = members
    for name in path.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    if isinstance(value, bool) or not isinstance(value, str | int) or not 0 < len(str(value)) <= _MAX_TEXT:
        return None
    return str(value)
