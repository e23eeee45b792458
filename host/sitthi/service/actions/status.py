"""`status`: what the popup shows, without one secret."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitthi.service.briefs import clock_brief, ended_brief, inactivity_brief, reader_brief, session_brief

if TYPE_CHECKING:
    from sitthi.service.app import App


def run(app: App, params: dict[str, object]) -> dict[str, object]:
    session, ended = app.store.peek(), app.store.last_end()
    operator = session.cid if session else None
    inactivity = app.inactivity()
    problem = app.policy_problem or app.remote_policy_problem()
    return {
        "pcsc": app.board.service,
        "readers": [reader_brief(slot, operator) for slot in app.board.slots()],
        "session": session_brief(session, app.store.now()) if session else None,
        "ended": ended_brief(ended) if ended and not session else None,
        "inactivity": inactivity_brief(inactivity) if inactivity else None,
        "clock": clock_brief(app.store.clock_health()),
        "pin_window": app.login_running,
        "login_source": app.login_source,
        "sites_revision": app.policy.revision,
        "outlets": app.outlets.status(),
        "authen": {"on": app.policy.authen.on, "code": session is not None and app.visit.has_code(session.id)},
        "patient_rights": session is not None and app.visit.has_rights(session.id),
        "policy": {
            "ok": problem is None,
            "allow_reveal": app.policy.host.allow_reveal,
            "problem": problem.data if problem else None,
        },
    }
