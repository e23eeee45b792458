"""The Windows Event Log, "Application", source "Sitthi", by Windows' own calls: no package is needed for it.

The source is registered by the installer (installer/windows); its texts are in sitthi-host.exe. Without it the entries
are there all the same, with a note that the text's file is missing.
"""

from __future__ import annotations

import logging
import sys
from typing import Any

SOURCE = "Sitthi"
_INFORMATION = 4
_TEXT_INFORMATION = 0x40000001
"""Message 1 with its severity (installer/windows/launcher/events.mc): the text that comes with the entry, as it is."""
_LONGEST = 31_000
"""Characters of one string, by ReportEvent's documentation 31,839."""


class EventLog(logging.Handler):
    """Raises OSError where there is no Event Log, or it does not take an entry."""

    _log: Any = None

    def __init__(self) -> None:
        super().__init__()
        if sys.platform != "win32":
            raise OSError("no Event Log here")
        import ctypes
        from ctypes import wintypes

        library = ctypes.WinDLL("advapi32", use_last_error=True, winmode=0x800)  # System32 alone
        self._ctypes: Any = ctypes
        self._report: Any = library.ReportEventW
        self._report.argtypes = [
            wintypes.HANDLE, wintypes.WORD, wintypes.WORD, wintypes.DWORD, ctypes.c_void_p, wintypes.WORD,
            wintypes.DWORD, ctypes.POINTER(wintypes.LPCWSTR), ctypes.c_void_p,
        ]  # fmt: skip
        self._report.restype = wintypes.BOOL
        self._end: Any = library.DeregisterEventSource
        self._end.argtypes = [wintypes.HANDLE]
        opening = library.RegisterEventSourceW
        opening.argtypes, opening.restype = [wintypes.LPCWSTR, wintypes.LPCWSTR], wintypes.HANDLE
        self._log = opening(None, SOURCE)
        if not self._log:
            raise ctypes.WinError(ctypes.get_last_error())

    def emit(self, record: logging.LogRecord) -> None:
        texts = (self._ctypes.c_wchar_p * 1)(record.getMessage()[:_LONGEST])
        if not self._report(self._log, _INFORMATION, 0, _TEXT_INFORMATION, None, 1, 0, texts, None):
            raise self._ctypes.WinError(self._ctypes.get_last_error())

    def close(self) -> None:
        if self._log:
            self._end(self._log)
            self._log = None
        super().close()
