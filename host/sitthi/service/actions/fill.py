"""`fill.values` and `fill.report`: the only way by which a value reaches a page.

The policy's gate comes first: nothing is read, neither session nor card, for a page that policy does not list.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitthi.card.cid import mask_cid
from sitthi.errors import SitthiError
from sitthi.policy.sites import may_release
from sitthi.service.actions.card_read import read
from sitthi.session.token import mask_token

if TYPE_CHECKING:
    from sitthi.card.thai_id import ThaiIdCard
    from sitthi.service.app import App

_OPERATOR = {"operator_cid", "token"}


def values(app: App, params: dict[str, object]) -> dict[str, object]:
    """Role → value for exactly the roles asked; raises what the gate, the session or the card says."""
    roles = list(dict.fromkeys(_strings(params["roles"])))
    origin = str(params["origin"])
    try:
        may_release(
            app.policy,
            origin=origin,
            url=str(params["url"]),
            top_frame=bool(params["top_frame"]),
            roles=roles,
            gesture=bool(params["gesture"]),
        )
        found = _values(app, roles)
    except SitthiError as problem:
        app.audit.record("fill", origin=origin, outcome=problem.name)
        raise
    app.audit.record("fill", cid=app.operator_cid(), origin=origin, outcome="released " + " ".join(roles))
    return {"values": found, "masked": {role: _masked(role, value) for role, value in found.items()}}


def report(app: App, params: dict[str, object]) -> dict[str, object]:
    """What the extension wrote and what it did not; roles only."""
    filled, missed = _strings(params["filled"]), _strings(params["missed"])
    outcome = f"filled {' '.join(filled) or '-'}; missed {' '.join(missed) or '-'}"
    app.audit.record("fill_report", cid=app.operator_cid(), origin=str(params["origin"]), outcome=outcome)
    return {}


def _values(app: App, roles: list[str]) -> dict[str, str]:
    session = app.store.current()
    found = {"operator_cid": session.cid, "token": session.token}
    if not _OPERATOR.issuperset(roles):
        present = app.board.pick(avoid=session.cid)
        if _roles_need_card(roles):
            found |= _of_card(read(app, present.reader))
        else:
            found["patient_cid"] = present.identity.cid
    app.store.touch()
    return {role: found[role] for role in roles}


def _roles_need_card(roles: list[str]) -> bool:
    """Whether more than the identity, which is known since the card was put in, has to be read."""
    return not (_OPERATOR | {"patient_cid"}).issuperset(roles)


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
