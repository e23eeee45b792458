"""The registry of Windows as the finders ask for it: root, key, view. Tests give a dictionary instead."""

from __future__ import annotations

import sys
from typing import Literal, Protocol

Root = Literal["HKCU", "HKLM"]
View = Literal[32, 64]


class BrowserRegistry(Protocol):
    """Read only. A key that is not there has no values and no subkeys."""

    def values(self, root: Root, key: str, view: View) -> dict[str, object]:
        """Name -> data; the default value has the name ""."""

    def subkeys(self, root: Root, key: str, view: View) -> list[str]: ...


class WindowsBrowserRegistry:
    """This machine's."""

    def values(self, root: Root, key: str, view: View) -> dict[str, object]:
        found: dict[str, object] = {}
        if sys.platform == "win32":
            import winreg

            try:
                with _open(root, key, view) as handle:
                    for index in range(winreg.QueryInfoKey(handle)[1]):
                        name, data, _ = winreg.EnumValue(handle, index)
                        found[name] = data
            except OSError:
                return found
        return found

    def subkeys(self, root: Root, key: str, view: View) -> list[str]:
        if sys.platform == "win32":
            import winreg

            try:
                with _open(root, key, view) as handle:
                    return [winreg.EnumKey(handle, index) for index in range(winreg.QueryInfoKey(handle)[0])]
            except OSError:
                return []
        return []


if sys.platform == "win32":
    import winreg

    def _open(root: Root, key: str, view: View) -> winreg.HKEYType:
        wide = winreg.KEY_WOW64_64KEY if view == 64 else winreg.KEY_WOW64_32KEY
        top = winreg.HKEY_CURRENT_USER if root == "HKCU" else winreg.HKEY_LOCAL_MACHINE
        return winreg.OpenKey(top, key, 0, winreg.KEY_READ | wide)
