"""When each person of this account last logged in, for the days that are left until NHSO removes them.

Outside the sealed vault, whose key is gone when the user logs out of the machine: 180 days outlive many of those. The
file holds times under keyed hashes, so it is no list of people; its key is a file of its own that only the user reads.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import json
from datetime import UTC, datetime
from pathlib import Path

from sitthi.errors import VaultUnavailable
from sitthi.session.files import read_private, replace_private
from sitthi.session.key import KeyFile
from sitthi.session.lock import writer_lock

_PURPOSE = b"sitthi last use\x00"
_MOST_BYTES = 256 * 1024
_MOST_PEOPLE = 1000
"""Of an account; whoever logged in longest ago is forgotten first."""

_LOCK_SECONDS = 2.0


class LastUse:
    """The stamps of the account whose state is in `folder`. Nothing here ever stops a login."""

    def __init__(self, folder: Path) -> None:
        self._path, self._lock = folder / "last_use.json", folder / "last_use.lock"
        self._key = KeyFile(folder / "last_use.key")

    def of(self, cid: str) -> datetime | None:
        """When this person last logged in here, UTC; None if never, or if it cannot be read."""
        with contextlib.suppress(OSError):
            key = self._key.load()
            if key is not None:
                return self._read().get(_person(key, cid))
        return None

    def newest(self) -> datetime | None:
        """The last login of anybody."""
        with contextlib.suppress(OSError):
            return max(self._read().values(), default=None)
        return None

    def stamp(self, cid: str, at: datetime) -> None:
        """This person logged in at `at`. It replaces what was known, also a later time: that was a wrong clock's."""
        with contextlib.suppress(OSError, VaultUnavailable), writer_lock(self._lock, _LOCK_SECONDS):
            key = self._key.create()
            stamps = {**self._read(), _person(key, cid): at.astimezone(UTC)}
            kept = sorted(stamps.items(), key=lambda item: item[1])[-_MOST_PEOPLE:]
            content = {person: moment.isoformat(timespec="seconds") for person, moment in kept}
            replace_private(self._path, json.dumps(content, indent=0).encode())

    def _read(self) -> dict[str, datetime]:
        """What is there; what is not a stamp is passed over."""
        content = read_private(self._path, _MOST_BYTES)
        try:
            raw = json.loads(content or b"{}")
        except (ValueError, RecursionError):
            return {}
        return dict(filter(None, map(_stamp, raw.items()))) if isinstance(raw, dict) else {}


def _stamp(item: tuple[str, object]) -> tuple[str, datetime] | None:
    person, text = item
    try:
        moment = datetime.fromisoformat(str(text))
        return (person, moment.astimezone(UTC)) if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None


def _person(key: bytes, cid: str) -> str:
    return hmac.new(key, _PURPOSE + cid.encode(), hashlib.sha256).hexdigest()[:32]
