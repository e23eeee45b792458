"""Which of some files have come to rest: unchanged for a while, over several looks. Knows nothing of tokens.

This is what protects from a writer that opens and closes the file for every byte, and where the system cannot say
whether somebody is writing.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from pathlib import Path

from sitthi.session.sources.look import BUSY, Look

REST_SECONDS = 0.5


class Settled:
    """`look` gives None for a file that is not there; `monotonic` counts seconds."""

    def __init__(
        self,
        look: Callable[[Path], Look | None],
        monotonic: Callable[[], float] = time.monotonic,
        rest_seconds: float = REST_SECONDS,
    ) -> None:
        self._look = look
        self._monotonic = monotonic
        self._rest = rest_seconds
        self._since: dict[Path, tuple[Look, float]] = {}
        self.moving = False

    def look(self, paths: Iterable[Path]) -> list[Look]:
        """The files that are at rest. `moving` then says whether another look soon will know more."""
        rested: list[Look] = []
        seen: dict[Path, tuple[Look, float]] = {}
        for path in paths:
            found = self._look(path)
            if found is None:
                continue
            before, since = self._since.get(path, (None, 0.0))
            now = self._monotonic()
            if found != before or found.problem == BUSY:
                since = now
            seen[path] = (found, since)
            if now - since >= self._rest and found.problem != BUSY:
                rested.append(found)
        self._since = seen
        self.moving = len(rested) < len(seen)
        return rested
