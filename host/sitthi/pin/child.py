"""How the process of a window is started: interpreter, arguments and environment.

The PIN never goes through either. The interpreter runs isolated (-I): no PYTHON* variable, no user site, no
current folder can put code into the process that takes the PIN.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

import sitthi

_BOOT = (
    "import sys; own = sys.argv[2:]; del sys.argv[2:]; sys.path.insert(0, own[0]); "
    "sys.path.extend(p for p in own[1:] if p not in sys.path); "
    "from {package}.__main__ import main; main()"
)

# What a window, the PC/SC client and our own folders need. XMODIFIERS and its like are left out on purpose:
# an input method would be another process that sees the digits.
_PASSED = frozenset(
    {
        "DISPLAY", "XAUTHORITY", "WAYLAND_DISPLAY", "HOME", "LANG", "LANGUAGE", "PATH", "TZ",
        "PCSCLITE_CSOCK_NAME",
        "SYSTEMROOT", "SYSTEMDRIVE", "LOCALAPPDATA", "APPDATA", "USERPROFILE", "PROGRAMDATA", "TEMP", "TMP",
        "TCL_LIBRARY", "TK_LIBRARY",
    }
)  # fmt: skip
_PASSED_PREFIXES = ("XDG_", "LC_")


def command(package: str = "sitthi.pin") -> list[str]:
    """Arguments that start `package` from wherever this copy of Sitthi and its libraries lie.

    The first is our process id: a child that starts when we are gone already must see that.
    """
    own = Path(sys.executable).with_name("sitthi-window.exe")
    if sys.platform == "win32" and own.exists():
        # The Windows package: a launcher that knows its folders, and starts our windows and nothing else.
        return [str(own), package, str(os.getpid())]
    root = str(Path(sitthi.__file__).resolve().parent.parent)
    libraries = [entry for entry in sys.path if os.path.isabs(entry) and entry != root]
    return [sys.executable, "-I", "-c", _BOOT.format(package=package), str(os.getpid()), root, *libraries]


def environment(parent: Mapping[str, str]) -> dict[str, str]:
    """The few variables of `parent` that the window needs."""
    return {
        name: value
        for name, value in parent.items()
        if name.upper() in _PASSED or name.upper().startswith(_PASSED_PREFIXES)
    }
