"""Keeps the memory of the process that holds a PIN from being written to disk or read by others.

Linux: no core dump, no ptrace by other processes of the user (prctl PR_SET_DUMPABLE 0). Elsewhere: what
exists.
"""

from __future__ import annotations

import sys
from contextlib import suppress

PR_SET_DUMPABLE = 4  # <linux/prctl.h>


def forbid_memory_dumps() -> None:
    """Best effort; a system that refuses it still gets its window."""
    if sys.platform == "win32":
        return
    import resource

    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        import ctypes

        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)


def silence_tracebacks() -> None:
    """No traceback of this process is ever printed: its lines could quote values."""
    import threading

    sys.excepthook = lambda *_: None
    sys.unraisablehook = lambda _: None
    threading.excepthook = lambda _: None
