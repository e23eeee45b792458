"""A time limit for calls that have none of their own. Knows nothing of cards."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

Result = TypeVar("Result")


class _Call(Generic[Result]):
    def __init__(self, call: Callable[[], Result], late: Callable[[Result], None]) -> None:
        self._call, self._late = call, late
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._abandoned = False
        self._results: list[Result] = []

    def run(self) -> None:
        result = self._call()
        with self._lock:
            self._results.append(result)
            abandoned = self._abandoned
            self._ended.set()
        if abandoned:
            self._late(result)

    def wait(self, seconds: float) -> Result | None:
        self._ended.wait(seconds)
        with self._lock:
            if not self._results:
                self._abandoned = True
            return self._results[0] if self._results else None


def call_within(seconds: float, call: Callable[[], Result], late: Callable[[Result], None]) -> Result | None:
    """The call's result, or None when it takes longer than `seconds`.

    The abandoned call goes on in its daemon thread and hands what it gets to `late`, which owns the
    clean-up from then. `call` must not raise.
    """
    pending = _Call(call, late)
    threading.Thread(target=pending.run, name="sitthi-pcsc-call", daemon=True).start()
    return pending.wait(seconds)
