"""The PIN try counter: survives power-off, and with a file also the process, as the counter of a real card
does.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

DEFAULT_LIMIT: Final = 3  # the real limit is not public (reference: thai-id-card 2.1)


class TryCounter:
    """Counts down from `limit`. With `path`, several processes that share the file share the counter."""

    def __init__(self, limit: int = DEFAULT_LIMIT, path: Path | None = None) -> None:
        self.limit = limit
        self._left = limit
        self._path = path

    @property
    def left(self) -> int:
        with self._stored():
            return self._left

    def use_one(self) -> int:
        """Takes one try, before the PIN is compared, and says how many are left."""
        with self._stored():
            self._left = max(0, self._left - 1)
            return self._left

    def set(self, left: int) -> None:
        with self._stored():
            self._left = left

    def reset(self) -> None:
        self.set(self.limit)

    @contextmanager
    def _stored(self) -> Iterator[None]:
        if self._path is None:
            yield
            return
        with self._path.open("a+") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.seek(0)
            self._left = int(file.read() or self.limit)
            yield
            file.truncate(0)
            file.write(str(self._left))
