"""What every page of the HIS shares: its session, its form guard and its headers."""

import hmac
from dataclasses import dataclass, field

from flask import Flask, Response, g, request

from .sessions import Operator, Session, Sessions
from .submissions import Submissions

COOKIE = "his_session"
FORM_TOKEN = "_token"
FORM_EXPIRED = "แบบฟอร์มหมดอายุ กรุณาลองอีกครั้ง"


@dataclass
class His:
    """One running HIS. `nhso` is the base URL of the Web service."""

    nhso: str
    sessions: Sessions = field(default_factory=Sessions)
    submissions: Submissions = field(default_factory=Submissions)


def install(app: Flask, his: His) -> None:
    """Give every request of `app` a session and every answer its headers."""

    @app.before_request
    def find_session() -> None:
        g.his = his
        g.session = his.sessions.find(request.cookies.get(COOKIE, ""))

    @app.after_request
    def finish(response: Response) -> Response:
        session: Session | None = g.session
        if session is not None and request.cookies.get(COOKIE) != session.id:
            response.set_cookie(COOKIE, session.id, httponly=True, samesite="Lax")
        response.headers["Content-Security-Policy"] = (
            "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
        )
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "no-referrer"
        if request.endpoint != "static":
            response.headers["Cache-Control"] = "no-store"
        return response

    @app.context_processor
    def shared() -> dict[str, object]:
        session = current_session()
        return {"form_token": session.form_token, "operator": session.operator}


def current_session() -> Session:
    """The session of this request; opened now, if the browser has none yet."""
    if g.session is None:
        g.session = g.his.sessions.open()
    session: Session = g.session
    return session


def begin_session(operator: Operator | None) -> None:
    """Leave the session of before and go on in a new one."""
    g.his.sessions.close(current_session())
    g.session = g.his.sessions.open(operator)


def current_operator() -> Operator | None:
    """Who is logged in at this browser."""
    return current_session().operator


def form_is_ours() -> bool:
    """True if the form was given out in this session."""
    return hmac.compare_digest(request.form.get(FORM_TOKEN, "").encode(), current_session().form_token.encode())


def typed(name: str) -> str:
    """What was typed into a field of the submitted form, without spaces around it."""
    return request.form.get(name, "").strip()
