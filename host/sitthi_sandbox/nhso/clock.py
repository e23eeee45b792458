"""The sandbox's own time: it runs like the real one, and can be set, moved and frozen.

Every rule of the sandbox (midnight, 24 hours, 12:30, 180 days) is judged by this clock and by nothing else.
"""

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

#: Bangkok time is UTC+7 without exceptions.
BANGKOK = timezone(timedelta(hours=7))


def _real_now() -> datetime:
    return datetime.now(UTC)


class SandboxClock:
    """A settable clock. All times it takes and gives are timezone-aware; it gives Bangkok time."""

    def __init__(
        self, real_now: Callable[[], datetime] = _real_now, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._real_now = real_now
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._base: datetime | None = None  # None: follow the real clock
        self._base_mark = 0.0
        self._frozen = False

    @property
    def frozen(self) -> bool:
        """True while the clock stands still."""
        return self._frozen

    def now(self) -> datetime:
        """The sandbox's time."""
        with self._lock:
            return self._now()

    def set(self, now: datetime, *, frozen: bool = False) -> None:
        """Make it `now`; from there time runs on, or stands still if `frozen`."""
        if now.tzinfo is None:
            raise ValueError("a time needs an offset")
        with self._lock:
            self._put(now, frozen)

    def advance(self, seconds: float) -> None:
        """Move the clock by `seconds` (back, if negative); a frozen clock stays frozen."""
        with self._lock:
            self._put(self._now() + timedelta(seconds=seconds), self._frozen)

    def reset(self) -> None:
        """Follow the real clock again."""
        with self._lock:
            self._base = None
            self._frozen = False

    def _now(self) -> datetime:
        if self._base is None:
            return self._real_now().astimezone(BANGKOK)
        if self._frozen:
            return self._base
        return self._base + timedelta(seconds=self._monotonic() - self._base_mark)

    def _put(self, now: datetime, frozen: bool) -> None:
        self._base = now.astimezone(BANGKOK)
        self._base_mark = self._monotonic()
        self._frozen = frozen
