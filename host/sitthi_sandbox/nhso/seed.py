"""The users a fresh sandbox starts with: one for each thing a client has to cope with."""

from datetime import datetime, timedelta

from .registry import Registry

OFFICER = "1101500000008"
SECOND_OFFICER = "3149900123453"
CLERK = "1100800447899"  # works here, and is a patient too
NEARLY_REMOVED = "1199900334458"
REMOVED = "3101200777135"

#: How long before the start each user last logged in; None: never yet.
_LAST_USE = {
    OFFICER: timedelta(days=1),
    SECOND_OFFICER: None,
    CLERK: timedelta(days=3),
    NEARLY_REMOVED: timedelta(days=165),
    REMOVED: timedelta(days=200),
}


def seed_users(registry: Registry, now: datetime) -> None:
    """Register the starting users, with last uses counted back from `now`."""
    for cid, age in _LAST_USE.items():
        registry.register(cid, now - timedelta(days=365) if age else now, now - age if age else None)
