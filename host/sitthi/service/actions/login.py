"""`session.login`: the card's PIN in its own window, then today's token. One attempt per call, never a retry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitthi.card.cid import mask_cid
from sitthi.errors import SitthiError
from sitthi.pin.client import verify_pin
from sitthi.pin.request import PinRequest
from sitthi.service.actions.card_read import read
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
    with app.login_slot():
        present = app.board.pick(reader, prefer=app.operator_cid())
        card = read(app, present.reader)
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
        try:
            holder = CardHolder(card.cid, card.name_th.text, card.name_en.text, card.chip_id)
            session = login(holder, lambda: verify(request), make_sources(app.policy), app.store)
        except SitthiError as problem:
            app.audit.record("login", cid=card.cid, origin=origin, outcome=problem.name)
            raise
        app.audit.record("login", cid=session.cid, origin=origin, outcome="ok")
        return {"session": session_brief(session, app.store.now())}
