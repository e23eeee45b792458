"""The result pipe of the PIN process: file descriptor 1, taken away from everybody else before anything is
imported.
"""

from __future__ import annotations

import os
import sys
from threading import Lock

from sitthi.errors import SitthiError
from sitthi.pin.result import pack_result


class Reporter:
    """Writes one result and closes the pipe, so that the host has it while the window still shows it."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._lock = Lock()
        self.done = False

    def report(self, outcome: SitthiError | None) -> None:
        """The first outcome counts; later ones are ignored, as is a host that has gone away."""
        with self._lock:
            if self.done:
                return
            self.done = True
            try:
                os.write(self._descriptor, pack_result(outcome))
            except OSError:
                pass
            finally:
                os.close(self._descriptor)


def take_result_pipe() -> int:
    """Keep fd 1 for the result alone; whatever prints to stdout from now on ends on stderr."""
    if sys.platform == "win32":
        import msvcrt

        msvcrt.setmode(0, os.O_BINARY)
        msvcrt.setmode(1, os.O_BINARY)
    descriptor = os.dup(1)
    os.dup2(2, 1)
    return descriptor
