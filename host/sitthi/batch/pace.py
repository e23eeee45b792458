"""How fast questions are asked: at most so many a second, slower when the service is slow, pauses when it refuses."""

from __future__ import annotations

import time
from collections.abc import Callable

SLOW = 3.0
"""Seconds for one answer from which on the service counts as busy."""

PATIENCE = 300.0
"""Seconds without any answer after which a batch stops."""

_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 60.0
_LEAST_REST, _MOST_REST = 0.25, 30.0


class Pace:
    """`per_second` 0: as fast as answers come. `clock` in seconds."""

    def __init__(
        self,
        per_second: int,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._gap = 1 / per_second if per_second else 0.0
        self._clock, self._sleep = clock, sleep
        self._rest = 0.0
        self._pause = 0.0
        self._asked_at: float | None = None
        self._heard_at = clock()

    def wait(self) -> None:
        """Until the next question may be asked."""
        now = self._clock()
        if self._asked_at is None:
            self._heard_at = now
        else:
            seconds = max(self._asked_at + self._gap - now, self._rest, self._pause)
            if seconds > 0:
                self._sleep(seconds)
        self._asked_at = self._clock()

    def answered(self) -> None:
        """After a slow answer the service is left alone for a second, then two, and so on; a quick one halves that."""
        now = self._clock()
        if now - (self._asked_at or now) >= SLOW:
            self._rest = min(_MOST_REST, max(1.0, 2 * self._rest))
        else:
            self._rest = self._rest / 2 if self._rest > _LEAST_REST else 0.0
        self._pause, self._heard_at = 0.0, now

    def refused(self) -> bool:
        """The next question waits longer than the one before; False where patience is at its end."""
        self._pause = min(_LONGEST_PAUSE, max(_FIRST_PAUSE, 2 * self._pause))
        self._rest = min(_MOST_REST, max(1.0, self._rest))
        return self._clock() - self._heard_at < PATIENCE
