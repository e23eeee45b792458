"""How often one origin may call each method of `window.sitthi`: a token bucket for each, and few calls at one time.

Counted before anything else is done, so that a page in a loop costs neither a card, nor NHSO, nor the disk of the
audit anything. In the memory of one host, that is of one browser profile.
"""

from __future__ import annotations

from collections import OrderedDict
from contextlib import contextmanager
from dataclasses import dataclass
from math import ceil
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING

from sitthi.errors_api import RateLimited

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LIMITS = {
    "status": (20, 5.0),
    "login": (3, 20.0),
    "operator": (10, 6.0),
    "token": (5, 12.0),
    "read_patient": (10, 3.0),
    "rights": (10, 6.0),
}
"""Method → calls in a row, and seconds until one more is allowed. A counter has a patient every 20 s at the most."""

_AT_ONCE = 3
"""Calls of one origin that may be under way: the host answers few slow requests at one time, also the popup's."""
_MOST_BUCKETS = 600
"""Those used longest ago are forgotten first."""


@dataclass
class _Bucket:
    """`full_at`: when all calls will be allowed again; a call moves it by the method's interval."""

    full_at: float
    refused: bool = False


class RateLimits:
    """Safe to use from several threads. `clock`: seconds that only go forward."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._buckets: OrderedDict[tuple[str, str], _Bucket] = OrderedDict()
        self._running: dict[str, int] = {}

    @contextmanager
    def turn(self, origin: str, method: str) -> Iterator[bool]:
        """One call; the value is whether it is the first of its kind for this origin, as far as is remembered.

        Raises TooOften.
        """
        with self._lock:
            first = self._take(origin, method)
            self._running[origin] = self._running.get(origin, 0) + 1
        try:
            yield first
        finally:
            with self._lock:
                self._running[origin] -= 1
                if self._running[origin] == 0:
                    del self._running[origin]

    def _take(self, origin: str, method: str) -> bool:
        (most, interval), now, key = LIMITS[method], self._clock(), (origin, method)
        first = key not in self._buckets
        bucket = self._buckets.setdefault(key, _Bucket(now))
        self._buckets.move_to_end(key)
        while len(self._buckets) > _MOST_BUCKETS:
            self._buckets.popitem(last=False)
        full_at = max(bucket.full_at, now) + interval
        wait = full_at - now - most * interval
        if wait <= 0 and self._running.get(origin, 0) >= _AT_ONCE:
            wait = 1.0
        if wait > 0:
            repeated, bucket.refused = bucket.refused, True
            raise TooOften(max(1, ceil(wait)), repeated=repeated)
        bucket.full_at, bucket.refused = full_at, False
        return first


class TooOften(RateLimited):
    """`repeated`: the call before it was refused as well, so that one entry in the audit is enough for all."""

    def __init__(self, seconds: int, *, repeated: bool) -> None:
        super().__init__(seconds=seconds)
        self.repeated = repeated
