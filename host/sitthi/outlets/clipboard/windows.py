"""The clipboard of Windows by ctypes, with the marks that keep a text out of its history and out of the cloud.

ExcludeClipboardContentFromMonitorProcessing: no monitor is to keep it. CanIncludeInClipboardHistory and
CanUploadToCloudClipboard with the value 0: neither history nor other devices get it. DLLs only from System32
(reference: browser 3, "DLL planting").
"""

from __future__ import annotations

import ctypes
import sys
import time
from collections.abc import Callable
from typing import Any

from sitthi.outlets import is_the_same

if sys.platform == "win32":
    _SYSTEM32_ONLY = 0x800
    _CF_UNICODETEXT = 13
    _GMEM_MOVEABLE = 0x2
    _HWND_MESSAGE = -3
    _TRIES, _PAUSE_S = 50, 0.02
    _LOOK_S = 0.2
    _NOT_KEPT = (
        "ExcludeClipboardContentFromMonitorProcessing",
        "CanIncludeInClipboardHistory",
        "CanUploadToCloudClipboard",
    )
    _user32 = ctypes.WinDLL("user32", winmode=_SYSTEM32_ONLY, use_last_error=True)
    _kernel32 = ctypes.WinDLL("kernel32", winmode=_SYSTEM32_ONLY, use_last_error=True)
    _SIGNATURES: tuple[tuple[Any, Any, list[Any]], ...] = (
        (_user32.CreateWindowExW, ctypes.c_void_p, [
            ctypes.c_uint32, ctypes.c_wchar_p, ctypes.c_wchar_p, ctypes.c_uint32, ctypes.c_int, ctypes.c_int,
            ctypes.c_int, ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p,
        ]),
        (_user32.OpenClipboard, ctypes.c_int, [ctypes.c_void_p]),
        (_user32.SetClipboardData, ctypes.c_void_p, [ctypes.c_uint, ctypes.c_void_p]),
        (_user32.GetClipboardData, ctypes.c_void_p, [ctypes.c_uint]),
        (_user32.RegisterClipboardFormatW, ctypes.c_uint, [ctypes.c_wchar_p]),
        (_user32.GetClipboardSequenceNumber, ctypes.c_uint32, []),
        (_kernel32.GlobalAlloc, ctypes.c_void_p, [ctypes.c_uint, ctypes.c_size_t]),
        (_kernel32.GlobalLock, ctypes.c_void_p, [ctypes.c_void_p]),
        (_kernel32.GlobalUnlock, ctypes.c_int, [ctypes.c_void_p]),
    )  # fmt: skip
    for _function, _result, _arguments in _SIGNATURES:
        _function.restype = _result
        _function.argtypes = _arguments

    def hold(text: str, still: Callable[[], bool], ready: Callable[[], None], failed: Callable[[str], None]) -> None:
        """Until `still` says no, or the clipboard changed; then it is emptied if the text is still there."""
        owner = _user32.CreateWindowExW(0, "STATIC", None, 0, 0, 0, 0, 0, _HWND_MESSAGE, None, None, None)
        if not owner or not _open(owner):
            failed("clipboard_busy")
            return
        try:
            _user32.EmptyClipboard()
            done = _put(_CF_UNICODETEXT, text.encode("utf-16-le") + b"\0\0")
            for name in _NOT_KEPT:
                done = _put(_user32.RegisterClipboardFormatW(name), b"\0\0\0\0") and done
            if not done:
                _user32.EmptyClipboard()
        finally:
            _user32.CloseClipboard()
        if not done:
            failed("not_set")
            return
        ours = _user32.GetClipboardSequenceNumber()
        ready()
        while still() and _user32.GetClipboardSequenceNumber() == ours:
            time.sleep(_LOOK_S)
        if _user32.GetClipboardSequenceNumber() == ours and _open(owner):
            _user32.EmptyClipboard()
            _user32.CloseClipboard()

    def clear_if(known: object) -> None:
        """Empties the clipboard if its text has this fingerprint: what a holder that was killed has left."""
        if not _open(None):
            return
        try:
            handle = _user32.GetClipboardData(_CF_UNICODETEXT)
            place = _kernel32.GlobalLock(handle) if handle else None
            if place:
                text = ctypes.wstring_at(place)
                _kernel32.GlobalUnlock(handle)
                if is_the_same(text, known):
                    _user32.EmptyClipboard()
        finally:
            _user32.CloseClipboard()

    def _open(owner: int | None) -> bool:
        """Another program may have it open at this moment: wait for it, for a second."""
        for _ in range(_TRIES):
            if _user32.OpenClipboard(owner):
                return True
            time.sleep(_PAUSE_S)
        return False

    def _put(kind: int, content: bytes) -> bool:
        memory = _kernel32.GlobalAlloc(_GMEM_MOVEABLE, len(content))
        place = _kernel32.GlobalLock(memory) if memory else None
        if not place:
            return False
        ctypes.memmove(place, content, len(content))
        _kernel32.GlobalUnlock(memory)
        return bool(_user32.SetClipboardData(kind, memory))

else:

    def hold(text: str, still: Callable[[], bool], ready: Callable[[], None], failed: Callable[[str], None]) -> None:
        failed("not_windows")

    def clear_if(known: object) -> None:
        return None
