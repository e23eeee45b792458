"""The clock: a wrong one makes a live token look dead, or a dead one alive."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sitthi.diagnose.services import server_time
from sitthi.session.rules import BANGKOK

if TYPE_CHECKING:
    from sitthi.diagnose.section import Section

_TOLERATED_SECONDS = 120


def look(section: Section) -> None:
    now = datetime.now(UTC)
    section.fact("bangkok_time", now.astimezone(BANGKOK).isoformat(timespec="seconds"))
    there = server_time()
    if there is None:
        section.finding("info", "No service answered, so the clock could not be compared.")
        return
    off = (datetime.now(UTC) - there).total_seconds()
    section.fact("seconds_ahead_of_service", round(off))
    if abs(off) > _TOLERATED_SECONDS:
        section.finding("error", f"This machine's clock is off by {off:.0f} s.", "Turn on automatic time (NTP).")
    else:
        section.finding("ok", "The clock agrees with the service.")
