"""The clock: a wrong one makes a live token look dead, or a dead one alive."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sitthi.diagnose.services import seconds_ahead
from sitthi.session.rules import BANGKOK

if TYPE_CHECKING:
    from sitthi.diagnose.section import Section

_TOLERATED_SECONDS = 120


def look(section: Section) -> None:
    section.fact("bangkok_time", datetime.now(UTC).astimezone(BANGKOK).isoformat(timespec="seconds"))
    off = seconds_ahead()
    if off is None:
        section.finding("clock.unknown")
        return
    section.fact("seconds_ahead_of_service", round(off))
    section.finding("clock.wrong" if abs(off) > _TOLERATED_SECONDS else "clock.ok", seconds=round(off))
