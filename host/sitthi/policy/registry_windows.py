"""HKEY_LOCAL_MACHINE of this machine. Only for Windows."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

if sys.platform == "win32":
    import winreg

    _ACCESS = winreg.KEY_READ | winreg.KEY_WOW64_64KEY

    class WindowsRegistry:
        def values(self, key: str) -> Mapping[str, tuple[object, int]]:
            found: dict[str, tuple[object, int]] = {}
            with _opened(key) as handle:
                for index in range(winreg.QueryInfoKey(handle)[1] if handle else 0):
                    name, data, kind = winreg.EnumValue(handle, index)
                    found[name] = (data, kind)
            return found

        def subkeys(self, key: str) -> list[str]:
            with _opened(key) as handle:
                return [winreg.EnumKey(handle, n) for n in range(winreg.QueryInfoKey(handle)[0])] if handle else []

        def stamp(self, key: str) -> object:
            """Of the key and its subkeys: a key's time does not change with a value below it."""
            with _opened(key) as handle:
                if handle is None:
                    return None
                times: list[object] = [winreg.QueryInfoKey(handle)[2]]
                for number in range(winreg.QueryInfoKey(handle)[0]):
                    name = winreg.EnumKey(handle, number)
                    with _opened(rf"{key}\{name}") as below:
                        times.append((name, winreg.QueryInfoKey(below)[2] if below else None))
                return tuple(times)

    @contextmanager
    def _opened(key: str) -> Iterator[winreg.HKEYType | None]:
        try:
            handle = winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, key, 0, _ACCESS)
        except FileNotFoundError:
            yield None
            return
        with handle:
            yield handle
