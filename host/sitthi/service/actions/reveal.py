"""`session.reveal`: the token for the popup's reveal and copy, where policy allows it; always audited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitthi.errors import RevealForbidden

if TYPE_CHECKING:
    from sitthi.service.app import App


def run(app: App, params: dict[str, object]) -> dict[str, object]:
    session = app.store.current()
    if not app.policy.host.allow_reveal:
        app.audit.record("reveal", cid=session.cid, outcome=RevealForbidden.name)
        raise RevealForbidden()
    app.audit.record("reveal", cid=session.cid, outcome="ok")
    return {"token": session.token}
