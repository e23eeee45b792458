"""Windows DPAPI for the current user, by ctypes. Windows only; knows only bytes.

`winmode` 0x800 (LOAD_LIBRARY_SEARCH_SYSTEM32) keeps a DLL planted beside the program from being loaded
(reference: browser 3, "DLL planting").
"""

from __future__ import annotations

import ctypes
import sys

_SYSTEM32_ONLY = 0x800
_UI_FORBIDDEN = 0x1
_PURPOSE = b"sitthi vault key"


class _Blob(ctypes.Structure):
    _fields_ = (("size", ctypes.c_uint32), ("data", ctypes.POINTER(ctypes.c_char)))


if sys.platform == "win32":

    def protect(plain: bytes) -> bytes:
        """Raises OSError."""
        sealed = _call("CryptProtectData", plain)
        if sealed is None:
            raise OSError("DPAPI refused to protect the key")
        return sealed

    def unprotect(sealed: bytes) -> bytes | None:
        """None where the bytes were not protected by this user on this machine."""
        return _call("CryptUnprotectData", sealed)

    def _call(function: str, content: bytes) -> bytes | None:
        crypt32 = ctypes.WinDLL("crypt32", winmode=_SYSTEM32_ONLY)
        kernel32 = ctypes.WinDLL("kernel32", winmode=_SYSTEM32_ONLY)
        kernel32.LocalFree.argtypes = [ctypes.c_void_p]
        source, purpose, result = _blob(content), _blob(_PURPOSE), _Blob()
        done = getattr(crypt32, function)(
            ctypes.byref(source), None, ctypes.byref(purpose), None, None, _UI_FORBIDDEN, ctypes.byref(result)
        )
        if not done:
            return None
        try:
            return ctypes.string_at(result.data, result.size)
        finally:
            kernel32.LocalFree(ctypes.cast(result.data, ctypes.c_void_p))

    def _blob(content: bytes) -> _Blob:
        buffer = ctypes.create_string_buffer(content, len(content))
        return _Blob(len(content), ctypes.cast(buffer, ctypes.POINTER(ctypes.c_char)))

else:

    def protect(plain: bytes) -> bytes:
        raise OSError("DPAPI is part of Windows")

    def unprotect(sealed: bytes) -> bytes | None:
        return None
