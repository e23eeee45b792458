"""Waiting until something may have changed in some folders: by events where the system has them, else by time.

Only a hint: whoever is woken looks for himself, and looks again after `LONGEST_WAIT` without any event, because
mounted shares send none.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol

LONGEST_WAIT = 2.0
"""Seconds between two looks while nothing is heard."""

_FIRST_PAUSE, _LONGEST_PAUSE = 0.05, 1.0


class Changes(Protocol):
    def wait(self, seconds: float) -> None:
        """Returns at a change, at a `wake`, or after at most `seconds`."""

    def wake(self) -> None:
        """Ends the wait of another thread, or its next one."""


class Polling:
    """Longer and longer pauses, for where there are no events."""

    def __init__(self) -> None:
        self._pause = _FIRST_PAUSE
        self._woken = threading.Event()

    def wait(self, seconds: float) -> None:
        self._woken.wait(max(0.0, min(seconds, self._pause)))
        self._pause = min(2 * self._pause, _LONGEST_PAUSE)

    def wake(self) -> None:
        self._woken.set()


@contextmanager
def changes_in(folders: Iterable[Path]) -> Iterator[Changes]:
    """Watches these folders, not what is below them; one that cannot be watched is left to LONGEST_WAIT."""
    events: _Events | None = None
    with suppress(OSError, AttributeError):
        events = _Events(list(folders))
    if events is None:
        yield Polling()
        return
    try:
        yield events
    finally:
        events.close()


if sys.platform == "linux":
    import ctypes
    import select

    # <sys/inotify.h>
    _MODIFY, _CLOSE_WRITE, _MOVED_TO, _CREATE, _DELETE, _ATTRIB = 0x2, 0x8, 0x80, 0x100, 0x200, 0x4
    _WHAT = _MODIFY | _CLOSE_WRITE | _MOVED_TO | _CREATE | _DELETE | _ATTRIB
    _ENOUGH = 64 * 1024

    class _Events:
        """inotify. Raises OSError where the user's watches are used up."""

        def __init__(self, folders: list[Path]) -> None:
            libc = ctypes.CDLL(None, use_errno=True)
            self._descriptor = libc.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC)
            if self._descriptor < 0:
                raise OSError(ctypes.get_errno(), "inotify")
            watched = [libc.inotify_add_watch(self._descriptor, os.fsencode(folder), _WHAT) for folder in folders]
            if all(watch < 0 for watch in watched):
                os.close(self._descriptor)
                raise OSError(ctypes.get_errno(), "inotify")
            self._woken = os.eventfd(0, os.EFD_NONBLOCK | os.EFD_CLOEXEC)
            self._poll = select.poll()
            self._poll.register(self._descriptor, select.POLLIN)
            self._poll.register(self._woken, select.POLLIN)

        def wait(self, seconds: float) -> None:
            for descriptor, _ in self._poll.poll(max(0.0, seconds) * 1000):
                os.read(descriptor, _ENOUGH)

        def wake(self) -> None:
            os.eventfd_write(self._woken, 1)

        def close(self) -> None:
            os.close(self._descriptor)
            os.close(self._woken)

elif sys.platform == "win32":
    import ctypes

    _SYSTEM32_ONLY = 0x800
    _WHAT = 0x1 | 0x8 | 0x10  # FILE_NOTIFY_CHANGE_FILE_NAME, _SIZE, _LAST_WRITE
    _INVALID = ctypes.c_void_p(-1).value
    _MOST_HANDLES = 64  # MAXIMUM_WAIT_OBJECTS

    class _Events:
        """FindFirstChangeNotification: says that a folder changed, which is all that is asked."""

        def __init__(self, folders: list[Path]) -> None:
            self._kernel = ctypes.WinDLL("kernel32", winmode=_SYSTEM32_ONLY)
            self._kernel.FindFirstChangeNotificationW.restype = ctypes.c_void_p
            self._kernel.FindFirstChangeNotificationW.argtypes = [ctypes.c_wchar_p, ctypes.c_int, ctypes.c_uint32]
            self._kernel.FindNextChangeNotification.argtypes = [ctypes.c_void_p]
            self._kernel.FindCloseChangeNotification.argtypes = [ctypes.c_void_p]
            opened = [
                self._kernel.FindFirstChangeNotificationW(str(folder), 0, _WHAT)
                for folder in folders[: _MOST_HANDLES - 1]
            ]
            self._handles = [handle for handle in opened if handle != _INVALID]
            if not self._handles:
                raise OSError("no folder can be watched")
            self._kernel.CreateEventW.restype = ctypes.c_void_p
            self._kernel.SetEvent.argtypes = [ctypes.c_void_p]
            self._kernel.CloseHandle.argtypes = [ctypes.c_void_p]
            self._woken = self._kernel.CreateEventW(None, 0, 0, None)  # resets itself when a wait has seen it

        def wait(self, seconds: float) -> None:
            count = len(self._handles) + 1
            handles = (ctypes.c_void_p * count)(*self._handles, self._woken)
            first = self._kernel.WaitForMultipleObjects(count, handles, 0, int(max(0.0, seconds) * 1000))
            if 0 <= first < len(self._handles):
                self._kernel.FindNextChangeNotification(self._handles[first])

        def wake(self) -> None:
            self._kernel.SetEvent(self._woken)

        def close(self) -> None:
            self._kernel.CloseHandle(self._woken)
            for handle in self._handles:
                self._kernel.FindCloseChangeNotification(handle)

else:

    class _Events:
        def __init__(self, folders: list[Path]) -> None:
            raise OSError("no events here")

        def wait(self, seconds: float) -> None: ...

        def wake(self) -> None: ...

        def close(self) -> None: ...
