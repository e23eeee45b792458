"""Versions and system: what a support person asks first."""

from __future__ import annotations

import os
import sys
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from sitthi import __version__

if TYPE_CHECKING:
    from sitthi.diagnose.section import Section


def look(section: Section) -> None:
    section.fact("sitthi", __version__)
    section.fact("python", ".".join(map(str, sys.version_info[:3])))
    section.fact("platform", sys.platform)
    for package in ("pyscard", "cryptography", "requests", "msgpack"):
        try:
            section.fact(package, version(package))
        except PackageNotFoundError:
            section.finding("error", f"The library {package} is missing.", "Install Sitthi again.")
    if os.environ.get("SESSIONNAME", "").upper().startswith("RDP-"):
        section.finding(
            "warning",
            "This is a remote desktop session: readers of this machine are not visible in it.",
            "Redirect the smart card in the remote desktop client, or work at the machine itself.",
        )
