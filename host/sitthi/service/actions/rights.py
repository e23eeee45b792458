"""`rights.check`: a patient's rights from NHSO, with the operator's session."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from sitthi.card.cid import valid_cid
from sitthi.errors import InvalidCid, TokenRevoked, VaultUnavailable
from sitthi.nhso.ucws import search_current_by_pid
from sitthi.service.actions.card_read import identity_again

if TYPE_CHECKING:
    from datetime import datetime

    from sitthi.service.app import App


def run(app: App, params: dict[str, object]) -> dict[str, object]:
    session = app.store.current()
    cid, reader = params.get("cid"), params.get("reader")
    if isinstance(cid, str):
        cid = cid.replace("-", "").replace(" ", "")
        if not valid_cid(cid):
            raise InvalidCid()
    else:
        cid = identity_again(app.board.pick(reader if isinstance(reader, str) else None, avoid=session.cid)).cid
    try:
        rights = search_current_by_pid(
            app.policy.nhso.endpoint,
            user_cid=session.cid,
            token=session.token,
            person_cid=cid,
            timeout=app.policy.nhso.timeout_seconds,
            heard=lambda time: _compare_clock(app, time),
        )
    except TokenRevoked:
        # NHSO is the judge of its tokens: the session ends in every browser, with the reason (design 4).
        app.store.end("revoked", session.id)
        raise
    app.store.touch()
    return {"rights": rights.to_message()}


def _compare_clock(app: App, server_time: datetime) -> None:
    with suppress(VaultUnavailable):  # the answer is what was asked for; the clock can be compared another time
        app.store.hear_time(server_time)
