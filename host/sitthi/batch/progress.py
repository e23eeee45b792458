"""How far the batch is: a bar in a terminal, now and then a line elsewhere. Numbers only."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from typing import TextIO

_BAR = 24
_BAR_SECONDS = 0.2
_LINE_SECONDS = 60.0
_WINDOW = 60
"""Looks back over so many reports for the rate."""


class Progress:
    """`done` of `total` were answered before. `clock` in seconds."""

    def __init__(
        self, done: int, total: int, stream: TextIO, *, terminal: bool, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._done, self._total = done, total
        self._stream, self._terminal, self._clock = stream, terminal, clock
        self._seen = deque([(clock(), done)], _WINDOW)
        self._shown_at = clock() if not terminal else float("-inf")
        self._shown: int | None = None

    def add(self, count: int) -> None:
        self._done += count
        now = self._clock()
        if now - self._seen[-1][0] >= 1 or len(self._seen) == 1:
            self._seen.append((now, self._done))
        if now - self._shown_at >= (_BAR_SECONDS if self._terminal else _LINE_SECONDS):
            self._show(now)

    def close(self) -> None:
        """The last word, also of a batch that stops."""
        if self._shown != self._done:
            self._show(self._clock())
        if self._terminal:
            self._stream.write("\n")
            self._stream.flush()

    def text(self, now: float) -> str:
        """`1,200/100,000  1%  5.0/s  5:29:20`: rate and remaining time as far as they are known."""
        began, done_then = self._seen[0]
        rate = (self._done - done_then) / (now - began) if now > began else 0.0
        percent = 100 * self._done // self._total if self._total else 100
        text = f"{self._done:,}/{self._total:,}  {percent}%  {rate:.1f}/s"
        if rate and self._done < self._total:
            seconds = round((self._total - self._done) / rate)
            text += f"  {seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
        return text

    def _show(self, now: float) -> None:
        self._shown_at, self._shown = now, self._done
        text = self.text(now)
        if self._terminal:
            full = _BAR * self._done // self._total if self._total else _BAR
            text = f"\r[{'#' * full}{'.' * (_BAR - full)}] {text}\x1b[K"
        else:
            text += "\n"
        self._stream.write(text)
        self._stream.flush()
