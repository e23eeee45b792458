"""What the PIN process needs from the operating system: real pixels, the foreground, its parent.

Windows libraries are loaded from System32 only, so that no planted DLL comes in (reference: browser 3, DLL
planting).
"""

from __future__ import annotations

import sys

if sys.platform == "win32":
    import ctypes

    LOAD_LIBRARY_SEARCH_SYSTEM32 = 0x800
    PROCESS_SYSTEM_DPI_AWARE = 1
    SYNCHRONIZE = 0x00100000
    WAIT_OBJECT_0 = 0

    def make_dpi_aware() -> None:
        """Before Tk: real pixels instead of a blurred enlargement."""
        shcore = ctypes.WinDLL("shcore", winmode=LOAD_LIBRARY_SEARCH_SYSTEM32)
        shcore.SetProcessDpiAwareness(PROCESS_SYSTEM_DPI_AWARE)

    def desktop_dpi() -> float:
        """0: Tk itself says the truth here."""
        return 0.0

    def allow_foreground(process_id: int) -> None:
        """Let the PIN process come in front of the browser (reference: browser 2, item 17)."""
        ctypes.WinDLL("user32", winmode=LOAD_LIBRARY_SEARCH_SYSTEM32).AllowSetForegroundWindow(process_id)

    class Parent:
        """The process that started this one; a handle, because Windows gives orphans no new parent."""

        def __init__(self, process_id: int) -> None:
            self._kernel = ctypes.WinDLL("kernel32", winmode=LOAD_LIBRARY_SEARCH_SYSTEM32)
            self._kernel.OpenProcess.restype = ctypes.c_void_p
            self._kernel.WaitForSingleObject.argtypes = [ctypes.c_void_p, ctypes.c_uint32]
            self._handle = self._kernel.OpenProcess(SYNCHRONIZE, False, process_id)

        def gone(self) -> bool:
            return not self._handle or self._kernel.WaitForSingleObject(self._handle, 0) == WAIT_OBJECT_0

else:
    import ctypes

    def make_dpi_aware() -> None:
        """X11 and Wayland give real pixels anyway."""

    def desktop_dpi() -> float:
        """The X resource Xft.dpi; 0 where there is none. Tk does not show it."""
        try:
            x11 = ctypes.CDLL("libX11.so.6")
        except OSError:
            return 0.0
        x11.XOpenDisplay.restype = ctypes.c_void_p
        x11.XGetDefault.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_char_p]
        x11.XGetDefault.restype = ctypes.c_char_p
        x11.XCloseDisplay.argtypes = [ctypes.c_void_p]
        display = x11.XOpenDisplay(None)
        if not display:
            return 0.0
        try:
            return float(x11.XGetDefault(display, b"Xft", b"dpi") or 0)
        except ValueError:
            return 0.0
        finally:
            x11.XCloseDisplay(display)

    def allow_foreground(process_id: int) -> None:
        """X11 window managers decide by window type and time stamp."""

    class Parent:
        """The process that started this one. An orphan gets another parent.

        Not PR_SET_PDEATHSIG: it fires when the *thread* that started the child ends.
        """

        def __init__(self, process_id: int) -> None:
            import os

            self._getppid = os.getppid
            self._process_id = process_id

        def gone(self) -> bool:
            return self._getppid() != self._process_id
