"""Which programs each room needs, and the Debian packages that have them."""

from __future__ import annotations

import shutil
from collections.abc import Iterable

NEEDED: dict[str, dict[str, str]] = {
    "extension": {},
    "policies": {},
    "debian": {"dpkg-deb": "dpkg"},
    "windows": {
        "wixl": "wixl",
        "wixl-heat": "wixl",
        "msibuild": "msitools",
        "x86_64-w64-mingw32-gcc": "gcc-mingw-w64-x86-64",
        "osslsigncode": "osslsigncode",
        "wine": "wine wine64",
    },
}
"""Program -> package, per room."""


def missing_tools(rooms: Iterable[str]) -> list[str]:
    """Debian packages that have to be installed before these rooms can be built."""
    wanted = {package for room in rooms for program, package in NEEDED[room].items() if shutil.which(program) is None}
    return sorted(wanted)
