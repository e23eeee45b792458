"""`session.reveal`: the token for the popup's reveal and copy, where policy allows it; always audited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitthi.errors import RevealForbidden
from sitthi.errors_nhso import TokenNotTokenId
from sitthi.service.gate import Reveal, may_release

if TYPE_CHECKING:
    from sitthi.service.app import App


def run(app: App, params: dict[str, object]) -> dict[str, object]:
    session = app.store.current()
    try:
        may_release(app.policy, Reveal())
        token = session.token_id()
    except (RevealForbidden, TokenNotTokenId) as refusal:
        app.audit.record("reveal", cid=session.cid, outcome=refusal.name)
        raise
    app.audit.record("reveal", cid=session.cid, outcome="ok")
    return {"token": token}
