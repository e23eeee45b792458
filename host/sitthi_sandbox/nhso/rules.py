"""When a token dies and when a user is removed. Pure functions of times; nothing here looks at a clock.

Source of all three rules: the official notice, reference: seed 2 and 4.
"""

from datetime import datetime, time, timedelta

from .clock import BANGKOK

TOKEN_LIFE = timedelta(hours=24)
INACTIVITY_LIMIT = timedelta(days=180)
REMOVAL_TIME = time(12, 30)


def token_expiry(issued_at: datetime) -> datetime:
    """When a token issued at `issued_at` is dead: from the next 00:00 Bangkok on, at most 24 h later."""
    local = issued_at.astimezone(BANGKOK)
    midnight = datetime.combine(local.date() + timedelta(days=1), time.min, BANGKOK)
    return min(midnight, local + TOKEN_LIFE)


def removal_at(last_used_at: datetime) -> datetime:
    """The daily 12:30 run that removes a user: the first *more* than 180 days after the last use."""
    limit = last_used_at.astimezone(BANGKOK) + INACTIVITY_LIMIT
    run = datetime.combine(limit.date(), REMOVAL_TIME, BANGKOK)
    return run if run > limit else run + timedelta(days=1)
