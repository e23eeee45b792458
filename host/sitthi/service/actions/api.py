"""`api.call`: what the program of a listed page asks by `window.sitthi`.

Each call goes by rate limit, gate, session, answer, session and gate again, audit. What cannot be audited is not given.
"""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from typing import TYPE_CHECKING

from sitthi.api_methods import NOT_FOR_PAGES
from sitthi.errors import NotLoggedIn, SitthiError
from sitthi.service.actions import login, rights
from sitthi.service.actions.card_read import read, same_card
from sitthi.service.gate import Asker, Call, may_release
from sitthi.service.rate import TooOften

if TYPE_CHECKING:
    from collections.abc import Callable

    from sitthi.service.app import App
    from sitthi.session.token import Session

    Params = dict[str, object]


def run(app: App, params: Params) -> Params:
    asker, method = Asker.of(params), str(params["method"])
    session = None
    try:
        with app.rate.turn(asker.origin, method) as first:
            policy = app.policy
            may_release(policy, Call(method), asker)
            if method in _WITH_SESSION:
                session = app.store.current()
                answer = _WITH_SESSION[method](app, session, params)
                # Cards and NHSO take time: what has ended, locked or been forbidden meanwhile is not given any more.
                if app.store.current().id != session.id:
                    raise NotLoggedIn()
            else:
                answer = _WITHOUT[method](app, asker)
            if app.policy is not policy:
                may_release(app.policy, Call(method), asker)
    except SitthiError as refusal:
        if not (isinstance(refusal, TooOften) and refusal.repeated):
            with suppress(sqlite3.Error, OSError):  # refused either way
                app.audit.record(f"api_{method}", cid=_cid(session), origin=asker.origin, outcome=refusal.name)
        raise
    # A status says nothing of anybody and may be asked every few seconds: that it is given is written down once.
    if method != "status" or first:
        app.audit.record(f"api_{method}", cid=_cid(session), origin=asker.origin, outcome="ok")
    if asker.gesture and session is not None:  # a page that asks by itself is nobody at the desk
        app.store.touch()
    return {method: answer}


def _status(app: App, asker: Asker) -> Params:
    """Neither names nor numbers: whether there is a session, until when, and whether a patient's card is in."""
    session = app.store.peek()
    held = [slot.identity.cid for slot in app.board.slots() if slot.identity]
    return {
        "session": "none" if session is None else "locked" if session.locked else "active",
        "expires_at": session.expires_at.isoformat() if session else None,
        "patient": session is not None and any(cid != session.cid for cid in held),
        "login": app.login_running,
    }


def _login(app: App, asker: Asker) -> Params:
    login.run(app, {"origin": asker.origin})
    return _status(app, asker)


def _operator(app: App, session: Session, params: Params) -> Params:
    return {"cid": session.cid, "name_th": session.name_th, "name_en": session.name_en}


def _token(app: App, session: Session, params: Params) -> Params:
    return {"token": session.token_id(), "kind": session.kind, "expires_at": session.expires_at.isoformat()}


def _read_patient(app: App, session: Session, params: Params) -> Params:
    present = app.board.pick(avoid=session.cid)
    card = same_card(present, read(app, present.reader, photo=bool(params.get("photo"))))
    return {name: value for name, value in card.to_message().items() if name not in NOT_FOR_PAGES}


def _rights(app: App, session: Session, params: Params) -> object:
    asked: Params = {"cid": params["cid"]} if "cid" in params else {}
    return rights.run(app, asked, touch=False)["rights"]


_WITHOUT: dict[str, Callable[[App, Asker], object]] = {"status": _status, "login": _login}
_WITH_SESSION: dict[str, Callable[[App, Session, Params], object]] = {
    "operator": _operator,
    "token": _token,
    "read_patient": _read_patient,
    "rights": _rights,
}


def _cid(session: Session | None) -> str | None:
    return session.cid if session else None
