"""The launcher that browsers start: Python without site-packages scanning, then the host (start time is its point).

`-I` ignores PYTHON* variables and the current folder; `-S` skips site and every .pth file. The two folders that the
host needs are written into the launcher instead (reference: platform 8: 12.5 ms against 35 ms for a console script).
"""

from __future__ import annotations

import os
import sys
import sysconfig
from pathlib import Path

from sitthi import paths

_LONGEST_SHEBANG = 120  # the kernel cuts at 127 bytes


def packaged_launcher() -> Path | None:
    """The launcher of the package that this runs in: registering a user means naming it, not making another."""
    if sys.platform == "win32":
        own = Path(sys.executable).with_name("sitthi-host.exe")
    else:
        own = Path(__file__).resolve().parents[3] / "sitthi-host"  # Debian: /usr/lib/sitthi, with us in app/sitthi
    return own if own.exists() else None


def launcher_path() -> Path:
    """Where this user's launcher is, or will be."""
    return packaged_launcher() or paths.state_dir() / ("sitthi-host.bat" if sys.platform == "win32" else "sitthi-host")


def import_paths() -> list[str]:
    """The folder that holds `sitthi`, and those that hold what it imports."""
    wanted = [Path(__file__).resolve().parents[2]]
    wanted += [Path(sysconfig.get_path(kind)) for kind in ("purelib", "platlib")]
    return list(dict.fromkeys(str(path) for path in wanted))


def launcher_text(python: str | None = None) -> str:
    """The launcher's source for this interpreter."""
    python = python or sys.executable
    shebang = f"#!{python} -IS"
    if len(shebang) > _LONGEST_SHEBANG or " " in python:
        # A shell line that Python reads as a string literal: for interpreters that a shebang cannot name.
        quoted = python.replace('"', r"\"")
        shebang = f"#!/bin/sh\n'''exec' \"{quoted}\" -IS \"$0\" \"$@\"\n' '''"
    return f"{shebang}\nimport sys\nsys.path[:0] = {import_paths()!r}\nfrom sitthi.host import main\nsys.exit(main())\n"


def write_launcher(target: Path | None = None) -> Path:
    """Write the launcher (0700, replaced atomically) and return its path; a package's own stays as it is."""
    if target is None and (own := packaged_launcher()):
        return own
    target = target or launcher_path()
    if sys.platform == "win32":
        # For development only: packages bring an .exe, since cmd.exe in the middle leaves orphans (browser 2.20).
        text = f'@echo off\r\n"{sys.executable}" -I -m sitthi.host %*\r\n'
    else:
        text = launcher_text()
    temporary = target.with_name(f".{target.name}.{os.getpid()}")
    temporary.write_text(text, encoding="utf-8")
    temporary.chmod(0o700)
    temporary.replace(target)
    return target


def remove_launcher() -> None:
    """Takes away what write_launcher() made, and never a package's own."""
    if not packaged_launcher():
        launcher_path().unlink(missing_ok=True)
