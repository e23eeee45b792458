"""`rights.check`: a patient's rights from NHSO, with the operator's session."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from sitthi.card.cid import parse_cid
from sitthi.errors import TokenRevoked, VaultUnavailable
from sitthi.errors_nhso import PatientCardRequired
from sitthi.nhso.lookup import Caller, rights_service
from sitthi.service.actions.card_read import identity_again
from sitthi.service.visit import forget_if_over, stay_of

if TYPE_CHECKING:
    from datetime import datetime

    from sitthi.service.app import App
    from sitthi.service.visit import Stay
    from sitthi.session.token import Session


def run(app: App, params: dict[str, object], *, touch: bool = True) -> dict[str, object]:
    """`touch`: a person asked, so the idle lock starts over."""
    session = app.store.current()
    caller = Caller(session.cid, session.token, session.kind)
    service = rights_service(app.policy.nhso, caller, lambda time: _compare_clock(app, time))
    try:
        person, stay = _person(app, session, params)
        rights = service.look_up(person)
    except TokenRevoked:
        # NHSO is the judge of its tokens: the session ends in every browser, with the reason (design 4).
        app.store.end("revoked", session.id)
        raise
    if stay is not None:
        app.visit.keep_rights(stay, rights)
        forget_if_over(app, stay)
    if touch:
        app.store.touch()
    return {"rights": rights.to_message()}


def _person(app: App, session: Session, params: dict[str, object]) -> tuple[str, Stay | None]:
    """The citizen ID that was typed or scanned, or that of the card which is meant and then its stay."""
    cid, reader = params.get("cid"), params.get("reader")
    if not isinstance(cid, str):
        present = app.board.pick(reader if isinstance(reader, str) else None, avoid=session.cid)
        stay = stay_of(app, session, present)
        return identity_again(present).cid, stay
    cid = parse_cid(cid)
    if not app.policy.nhso.without_card:
        app.board.wait_started()
        if not any(slot.identity and slot.identity.cid == cid for slot in app.board.slots()):
            raise PatientCardRequired()
    return cid, None


def _compare_clock(app: App, server_time: datetime) -> None:
    with suppress(VaultUnavailable):  # the answer is what was asked for; the clock can be compared another time
        app.store.hear_time(server_time)
