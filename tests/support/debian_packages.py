"""Both Debian packages of one version, as a build made them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from installer import CACHE

ARCHIVES = CACHE / "debian" / "archives"
"""What apt has downloaded; apt checks it against its signed lists before it takes it."""
OLD = "0.0.9"
"""The version before, for upgrades."""


@dataclass(frozen=True)
class Packages:
    host: Path
    policy: Path
