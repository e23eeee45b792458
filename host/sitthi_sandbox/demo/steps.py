"""Steps with their time, and a picture after each; a step that fails ends the demo."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sitthi_sandbox.desktop import Desktop


class Steps:
    """Prints one line a step; `pictures` get numbered files."""

    def __init__(self, desktop: Desktop, pictures: Path) -> None:
        self._desktop, self._pictures = desktop, pictures
        self._began = time.monotonic()
        self._number = 0

    @contextmanager
    def step(self, text: str) -> Iterator[None]:
        began = time.monotonic()
        try:
            yield
        except BaseException:
            print(f"  FAILED  {text}", file=sys.stderr, flush=True)
            raise
        print(f"  {time.monotonic() - began:6.2f} s  {text}", flush=True)

    def picture(self, name: str) -> None:
        self._number += 1
        self._desktop.wait_still()
        self._desktop.picture(self._pictures / f"{self._number}-{name}.png")

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._began
