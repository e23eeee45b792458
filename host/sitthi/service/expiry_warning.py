"""Warns the browser that the token dies soon: 30 and 5 minutes before, each once, also in a host that starts late."""

from __future__ import annotations

import math
from datetime import timedelta
from typing import TYPE_CHECKING

from sitthi.service.briefs import iso
from sitthi.session.rules import warning_due

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sitthi.session.token import Session

MINUTE = timedelta(minutes=1)


class ExpiryWarning:
    """Of one host. Each browser hears it from its own; by `threshold` and `expires_at` it can tell a repetition, after
    it has restarted its host, from a new warning.
    """

    def __init__(self, notify: Callable[[str, dict[str, object]], None]) -> None:
        self._notify = notify
        self._session_id = ""
        self._given: int | None = None

    def look(self, session: Session | None, now: datetime) -> None:
        """`now` is the corrected time. To be called every few seconds."""
        if session is None:
            return
        if session.id != self._session_id:
            self._session_id, self._given = session.id, None
        left = session.expires_at - now
        due = warning_due(left, self._given)
        if due is None:
            return
        self._given = due
        self._notify(
            "session.warning",
            {
                "kind": "expires_soon",
                "minutes": math.ceil(left / MINUTE),
                "threshold": due,
                "expires_at": iso(session.expires_at),
            },
        )
