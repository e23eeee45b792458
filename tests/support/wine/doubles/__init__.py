"""Compiles the two libraries that wine 8 lacks. They go into the prefix's Windows folder, never near the package."""

from __future__ import annotations

import subprocess
from pathlib import Path

_LINKED = {"bcryptprimitives": ["-ladvapi32"], "winscard": ["-lws2_32"]}
NAMES = tuple(_LINKED)


def build(target: Path) -> None:
    """`NAME.dll` of each double in `target`."""
    tool = ["x86_64-w64-mingw32-gcc", "-O1", "-s", "-shared", "-Wall", "-Wextra", "-Werror", "-static"]
    for name, libraries in _LINKED.items():
        source, file = Path(__file__).with_name(f"{name}.c"), target / f"{name}.dll"
        # What lies there may be shared with other prefixes by a hard link, or be wine's own.
        file.unlink(missing_ok=True)
        subprocess.run([*tool, "-o", file, source, *libraries], check=True)
