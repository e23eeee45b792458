"""Versions and system: what a support person asks first. Remote sessions, and fonts for the PIN window."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from sitthi import __version__

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sitthi.diagnose.section import Section

_SM_REMOTESESSION = 0x1000
_REMOTE_VARIABLES = ("SSH_CONNECTION", "SSH_TTY", "XRDP_SESSION")
_LIBRARIES = {"pyscard": "smartcard", "cryptography": "cryptography", "requests": "requests", "msgpack": "msgpack"}
"""Distribution -> module: a Debian package may bring the one without the other's metadata."""


def look(section: Section) -> None:
    section.fact("sitthi", __version__)
    section.fact("python", ".".join(map(str, sys.version_info[:3])))
    section.fact("platform", sys.platform)
    for distribution, module in _LIBRARIES.items():
        _library(section, distribution, module)
    look_for_remote_session(section, sys.platform, os.environ, remote_by_system=_remote_by_system())
    if sys.platform == "linux" and _thai_font() is False:
        section.finding("machine.thai_font_missing")


def look_for_remote_session(
    section: Section, platform: str, environment: Mapping[str, str], *, remote_by_system: bool
) -> None:
    """On Windows the readers of this machine are not visible in a remote session; on Linux they are (info)."""
    if platform == "win32":
        name = environment.get("SESSIONNAME", "")
        if remote_by_system or name.upper().startswith(("RDP-", "ICA-")):
            section.finding("machine.remote_windows", session=name or "remote")
        return
    via = next((each for each in _REMOTE_VARIABLES if environment.get(each)), None)
    if via:
        section.finding("machine.remote_linux", session=via.split("_")[0])


def _library(section: Section, distribution: str, module: str) -> None:
    from importlib.util import find_spec

    try:
        section.fact(distribution, version(distribution))
        return
    except PackageNotFoundError:
        if find_spec(module) is None:
            section.finding("machine.package_missing", library=distribution)


def _remote_by_system() -> bool:
    if sys.platform != "win32":
        return False
    import ctypes

    return bool(ctypes.windll.user32.GetSystemMetrics(_SM_REMOTESESSION))


def _thai_font() -> bool | None:
    """None where nobody can tell (no fontconfig, so no windows either)."""
    try:
        done = subprocess.run(
            ["fc-list", ":lang=th", "family"], capture_output=True, text=True, timeout=10, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return any(name in done.stdout for name in ("Garuda", "Loma")) if done.returncode == 0 else None
