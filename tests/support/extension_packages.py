"""The extension as a hospital's own update server has it, signed by a key of the test."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from installer.extension.build import build
from installer.extension.identity import extension_id, signing_key


@dataclass(frozen=True)
class Packages:
    """`folder` (named "extension") will hold crx, xpi, update.xml and updates.json, which name `base`."""

    key: Path
    folder: Path
    base: str

    @property
    def id(self) -> str:
        return extension_id(signing_key(self.key))

    def build(self, version: str) -> None:
        """This version, in place of the one that was there."""
        build(self.folder.parent, version, key=self.key, base=self.base)
