"""`fill.values` and `fill.report`: the only way by which a value reaches a page.

The policy's gate comes first: nothing is read, neither session nor card, for a page that policy does not list.
"""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from typing import TYPE_CHECKING

from sitthi.card.cid import mask_cid
from sitthi.errors import NotLoggedIn, SitthiError
from sitthi.policy.sites import may_release
from sitthi.service.actions.card_read import identity_again, read, same_card
from sitthi.session.token import mask_token

if TYPE_CHECKING:
    from sitthi.card.thai_id import ThaiIdCard
    from sitthi.policy.model import Policy
    from sitthi.service.app import App
    from sitthi.session.token import Session

_OPERATOR = {"operator_cid", "token"}


def values(app: App, params: dict[str, object]) -> dict[str, object]:
    """Role → value for exactly the roles asked; raises what the gate, the session or the card says."""
    roles = list(dict.fromkeys(_strings(params["roles"])))
    origin = str(params["origin"])
    try:
        _gate(app.policy, params, roles)
        policy = app.policy
        session = app.store.current()
        found = _values(app, session, roles)
        # Reading a card takes time: what has ended, locked or been forbidden meanwhile is not released any more.
        if app.store.current().id != session.id:
            raise NotLoggedIn()
        if app.policy is not policy:
            _gate(app.policy, params, roles)
    except SitthiError as problem:
        with suppress(sqlite3.Error, OSError):  # refused either way; the refusal is what the person must hear
            app.audit.record("fill", origin=origin, outcome=problem.name)
        raise
    app.audit.record("fill", cid=session.cid, origin=origin, outcome="released " + " ".join(roles))
    app.store.touch()
    return {"values": found, "masked": {role: _masked(role, value) for role, value in found.items()}}


def _gate(policy: Policy, params: dict[str, object], roles: list[str]) -> None:
    may_release(
        policy,
        origin=str(params["origin"]),
        url=str(params["url"]),
        top_frame=bool(params["top_frame"]),
        roles=roles,
        gesture=bool(params["gesture"]),
    )


def report(app: App, params: dict[str, object]) -> dict[str, object]:
    """What the extension wrote and what it did not; roles only."""
    filled, missed = _strings(params["filled"]), _strings(params["missed"])
    outcome = f"filled {' '.join(filled) or '-'}; missed {' '.join(missed) or '-'}"
    app.audit.record("fill_report", cid=app.operator_cid(), origin=str(params["origin"]), outcome=outcome)
    return {}


def _values(app: App, session: Session, roles: list[str]) -> dict[str, str]:
    found = {"operator_cid": session.cid, "token": session.token}
    if not _OPERATOR.issuperset(roles):
        present = app.board.pick(avoid=session.cid)
        if _OPERATOR.union({"patient_cid"}).issuperset(roles):
            found["patient_cid"] = identity_again(present).cid
        else:
            found |= _of_card(same_card(present, read(app, present.reader)))
    return {role: found[role] for role in roles}


def _of_card(card: ThaiIdCard) -> dict[str, str]:
    return {
        "patient_cid": card.cid,
        "patient_title": card.name_th.title,
        "patient_first_name": card.name_th.first,
        "patient_last_name": card.name_th.last,
        "patient_birth_date": card.birth_date.iso,
        "patient_sex": card.sex,
        "patient_address": card.address.text,
    }


def _masked(role: str, value: str) -> str:
    if role in ("operator_cid", "patient_cid"):
        return mask_cid(value)
    return mask_token(value) if role == "token" else value


def _strings(value: object) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list) else []
