"""The rules of the notice about time: midnight, 24 hours, inactivity, and a workstation clock that is wrong.

Pure functions on timezone-aware datetimes. Bangkok is UTC+7 without exceptions (design 4).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, timezone

BANGKOK = timezone(timedelta(hours=7))
DAY = timedelta(days=1)
CLOCK_NOISE = timedelta(seconds=5)
"""An HTTP Date has whole seconds and an answer takes time: a smaller difference says nothing about the
clock.
"""

LONGEST_CORRECTION = 36_500 * DAY
"""A clock without a battery says 1970; a difference beyond a century is not a clock but a nonsensical answer."""

CLOCK_SLACK = timedelta(minutes=5)
"""How far before its own beginning a session may seem to be; beyond that the clock was set back."""


WARN_MINUTES = (30, 5)
"""Before the expiry of a token, a person is warned at these times."""


def next_midnight_bangkok(now: datetime) -> datetime:
    """The first 00:00 Bangkok strictly after `now`, in UTC (reference: seed 2)."""
    tomorrow = now.astimezone(BANGKOK).date() + DAY
    return datetime.combine(tomorrow, time(0), BANGKOK).astimezone(UTC)


def expiry(issued_at: datetime, claimed: datetime | None = None) -> datetime:
    """When a token dies, UTC: the next midnight, so never more than 24 h; a claim only makes it earlier."""
    limit = next_midnight_bangkok(issued_at)
    return limit if claimed is None else min(limit, claimed.astimezone(UTC))


def is_live(issued_at: datetime, expires_at: datetime, now: datetime) -> bool:
    """False after the expiry, and also when the clock was set back: then the expiry can no longer be
    judged.
    """
    return issued_at - CLOCK_SLACK <= now < expires_at


def moved(issued_at: datetime, expires_at: datetime, error: timedelta) -> tuple[datetime, datetime]:
    """The two times of a token that was judged by a clock that was wrong by `error`. What its source claimed of its end
    was not judged by that clock, and stays the limit.
    """
    claimed = None if expires_at == expiry(issued_at) else expires_at
    return issued_at + error, expiry(issued_at + error, claimed)


def warning_due(left: timedelta, given: int | None) -> int | None:
    """The warning to give now, named by its minutes: the most urgent that is due, if it is more urgent than the one
    that was `given`.
    """
    due = [minutes for minutes in WARN_MINUTES if timedelta(0) < left <= timedelta(minutes=minutes)]
    return min(due) if due and (given is None or min(due) < given) else None


def clock_offset(server_time: datetime | None, local_time: datetime) -> timedelta:
    """What to add to this machine's clock; zero where the service said nothing (sensible) or the two agree."""
    if server_time is None or not believable(server_time, local_time):
        return timedelta(0)
    offset = server_time - local_time
    return offset if abs(offset) >= CLOCK_NOISE else timedelta(0)


def believable(server_time: datetime, local_time: datetime) -> bool:
    return abs(server_time - local_time) <= LONGEST_CORRECTION


@dataclass(frozen=True)
class Inactivity:
    """`days_left` counts calendar days in Bangkok until `removal_at` (UTC); 0 = today or already removed."""

    last_used_at: datetime
    limit_days: int
    days_left: int
    removal_at: datetime
    removed: bool
    warn: bool


def inactivity(
    last_used_at: datetime,
    now: datetime,
    limit_days: int = 180,
    removal_time: time = time(12, 30),
    warn_days: int = 30,
) -> Inactivity:
    """NHSO removes users unused for more than `limit_days`, every day at `removal_time` (reference: seed 4).

    The removal is the first such time strictly after last use + limit. A last use in the future counts as
    now.
    """
    last_used_at = min(last_used_at, now).astimezone(UTC)  # days are counted where no hour is skipped or repeated
    removal_at = _first_daily_time_after(last_used_at + limit_days * DAY, removal_time)
    days_left = max(0, (removal_at.astimezone(BANGKOK).date() - now.astimezone(BANGKOK).date()).days)
    return Inactivity(
        last_used_at=last_used_at,
        limit_days=limit_days,
        days_left=days_left,
        removal_at=removal_at,
        removed=now >= removal_at,
        warn=days_left <= warn_days,
    )


def _first_daily_time_after(moment: datetime, at: time) -> datetime:
    local = moment.astimezone(BANGKOK)
    candidate = datetime.combine(local.date(), at, BANGKOK)
    return (candidate if candidate > local else candidate + DAY).astimezone(UTC)
