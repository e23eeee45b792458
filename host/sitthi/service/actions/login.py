"""`session.login`: the card's PIN in its own window, then today's token. One attempt per call, never a retry."""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from typing import TYPE_CHECKING

from sitthi.card.cid import mask_cid
from sitthi.errors import SitthiError
from sitthi.pin.client import verify_pin
from sitthi.pin.request import PinRequest
from sitthi.service.actions.card_read import read, same_card
from sitthi.service.briefs import session_brief
from sitthi.session.login import login
from sitthi.session.sources import CardHolder
from sitthi.session.sources.registry import make_sources

if TYPE_CHECKING:
    from collections.abc import Callable

    from sitthi.service.app import App

    Verify = Callable[[PinRequest], None]


def run(app: App, params: dict[str, object]) -> dict[str, object]:
    reader, origin = params.get("reader"), params.get("origin", "")
    return with_verification(app, reader if isinstance(reader, str) else None, str(origin), verify_pin)


def with_verification(app: App, reader: str | None, origin: str, verify: Verify) -> dict[str, object]:
    """The login with the PIN asked by `verify`: the window for browsers, the terminal prompt for `sitthi login`."""
    app.require_policy()
    with app.login_slot():
        present = app.board.pick(reader, prefer=_expected(app))
        card = same_card(present, read(app, present.reader))
        request = PinRequest(
            reader=present.reader,
            expected_cid=card.cid,
            name=card.name_th.text,
            cid_masked=mask_cid(card.cid),
            origin=origin,
            language=app.policy.host.language,
            allow_last_try=app.policy.pin.allow_last_try,
            timeout_s=app.policy.pin.timeout_seconds,
            profile=app.policy.pin.profile,
        )
        # Written before the PIN is asked: an audit that cannot be written stops a login here, not after it.
        app.audit.record("login_asked", cid=card.cid, origin=origin, outcome="asked")
        try:
            holder = CardHolder(card.cid, card.name_th.text, card.name_en.text, card.chip_id)
            sources = make_sources(app.policy)
            session = login(holder, lambda: verify(request), sources, app.store, app.asking_source)
        except SitthiError as problem:
            with suppress(sqlite3.Error, OSError):  # the tries that are left are what the person must hear
                app.audit.record("login", cid=card.cid, origin=origin, outcome=problem.name)
            raise
        try:
            app.audit.record("login", cid=session.cid, origin=origin, outcome="ok")
        except (sqlite3.Error, OSError):
            app.store.end("logout", session.id)  # no session without its line in the audit
            raise
        return {"session": session_brief(session, app.store.now())}


def _expected(app: App) -> str | None:
    """Whose card is meant when several are in: the session's, else that of the one person who logs in here."""
    operator = app.operator_cid()
    if operator is not None:
        return operator
    known = {s.identity.cid for s in app.board.slots() if s.identity and app.store.inactivity(s.identity.cid)}
    return known.pop() if len(known) == 1 else None
