"""`fill.values` and `fill.report`: the only way by which a value reaches a page.

The policy's gate comes first: nothing is read, neither session nor card, for a page that policy does not list.
"""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from typing import TYPE_CHECKING

from sitthi.card.cid import mask_cid
from sitthi.errors import NotLoggedIn, SitthiError
from sitthi.errors_nhso import RightsMissing
from sitthi.service.actions.authen import code_for
from sitthi.service.actions.card_read import identity_again, read, same_card
from sitthi.service.gate import Asker, Fields, may_release
from sitthi.service.visit import stay_of
from sitthi.session.token import mask_token

if TYPE_CHECKING:
    from sitthi.card.thai_id import ThaiIdCard
    from sitthi.nhso.rights import Rights
    from sitthi.service.app import App
    from sitthi.service.board import Present
    from sitthi.session.token import Session

_OPERATOR = {"operator_cid", "token"}
_WITHOUT_CARD_DATA = _OPERATOR | {"patient_cid", "claim_code"}
_ADDRESS_PARTS = ("house_no", "moo", "soi", "road", "tambon", "amphoe", "province")


def values(app: App, params: dict[str, object]) -> dict[str, object]:
    """Role → value for exactly the roles asked; raises what the gate, the session or the card says."""
    roles = list(dict.fromkeys(_strings(params["roles"])))
    asker, what = Asker.of(params), Fields(tuple(roles))
    try:
        may_release(app.policy, what, asker)
        policy = app.policy
        session = app.store.current()
        found = _values(app, session, roles)
        # Reading a card takes time: what has ended, locked or been forbidden meanwhile is not released any more.
        if app.store.current().id != session.id:
            raise NotLoggedIn()
        if app.policy is not policy:
            may_release(app.policy, what, asker)
    except SitthiError as problem:
        with suppress(sqlite3.Error, OSError):  # refused either way; the refusal is what the person must hear
            app.audit.record("fill", origin=asker.origin, outcome=problem.name)
        raise
    app.audit.record("fill", cid=session.cid, origin=asker.origin, outcome="released " + " ".join(roles))
    app.store.touch()
    return {"values": found, "masked": {role: _masked(role, value) for role, value in found.items()}}


def report(app: App, params: dict[str, object]) -> dict[str, object]:
    """What the extension wrote and what it did not; roles only."""
    filled, missed = _strings(params["filled"]), _strings(params["missed"])
    outcome = f"filled {' '.join(filled) or '-'}; missed {' '.join(missed) or '-'}"
    app.audit.record("fill_report", cid=app.operator_cid(), origin=str(params["origin"]), outcome=outcome)
    return {}


def _values(app: App, session: Session, roles: list[str]) -> dict[str, str]:
    found = {"operator_cid": session.cid}
    if "token" in roles:
        found["token"] = session.token_id()
    if not _OPERATOR.issuperset(roles):
        present = app.board.pick(avoid=session.cid)
        if all(role in _WITHOUT_CARD_DATA or role.startswith("rights_") for role in roles):
            found["patient_cid"] = identity_again(present).cid
        else:
            found |= _of_card(same_card(present, read(app, present.reader)))
        if "claim_code" in roles:
            found["claim_code"] = code_for(app, session, present)
        if any(role.startswith("rights_") for role in roles):
            found |= _of_rights(_rights(app, session, present))
    return {role: found[role] for role in roles}


def _rights(app: App, session: Session, present: Present) -> Rights:
    """What NHSO said of the person whose card is in, since it came in."""
    rights = app.visit.rights(stay_of(app, session, present))
    if rights is None:
        raise RightsMissing()
    return rights


def _of_card(card: ThaiIdCard) -> dict[str, str]:
    return {
        "patient_cid": card.cid,
        "patient_title": card.name_th.title,
        "patient_first_name": card.name_th.first,
        "patient_last_name": card.name_th.last,
        "patient_birth_date": card.birth_date.iso,
        "patient_sex": card.sex,
        "patient_address": card.address.text,
        "patient_first_name_en": card.name_en.first,
        "patient_last_name_en": card.name_en.last,
        **{f"patient_{part}": card.address.bare(part) for part in _ADDRESS_PARTS},
    }


def _of_rights(rights: Rights) -> dict[str, str]:
    main = rights.main
    return {
        "rights_scheme": main.scheme.code,
        "rights_sub_scheme": main.sub_scheme.code,
        "rights_hospital_main": main.hospital_main.code,
        "rights_hospital_op": main.hospital_op.code,
        "rights_hospital_sub": main.hospital_sub.code,
        "rights_valid_from": main.valid_from,
        "rights_valid_to": main.valid_to,
    }


def _masked(role: str, value: str) -> str:
    if role in ("operator_cid", "patient_cid"):
        return mask_cid(value)
    return mask_token(value) if role == "token" else value


def _strings(value: object) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list) else []
