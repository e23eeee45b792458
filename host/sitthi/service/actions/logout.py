"""`session.logout`: ends the session everywhere on this account, then asks the source to revoke the token."""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from typing import TYPE_CHECKING

from sitthi.session.login import logout
from sitthi.session.sources.registry import make_sources

if TYPE_CHECKING:
    from sitthi.service.app import App


def run(app: App, params: dict[str, object]) -> dict[str, object]:
    operator = app.operator_cid()
    logout(app.store, make_sources(app.policy))
    if operator:
        with suppress(sqlite3.Error, OSError):  # a logout that worked is never told as a failure
            app.audit.record("logout", cid=operator, outcome="ok")
    return {}
