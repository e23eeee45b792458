"""What is taken from others, as pins.toml says it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("pins.toml")


@dataclass(frozen=True)
class Pin:
    """One download: `file` as the index names it, `sha256` in hex."""

    name: str
    version: str
    file: str
    sha256: str
    licence: str
    """SPDX expression."""
    origin: str
    """Public address of this version."""
    leave_out: tuple[str, ...] = ()
    """Files, and folders ending with /, that are not taken."""

    def leave_out_folders(self) -> tuple[str, ...]:
        return tuple(name for name in self.leave_out if name.endswith("/"))


@dataclass(frozen=True)
class Archive(Pin):
    """A download whose contents lie in a zip inside of it, below `folder`."""

    inside: str = ""
    folder: str = ""
    contains: str = ""
    """Name of what is inside, such as CPython."""
    contains_version: str = ""
    take: dict[str, str] = field(default_factory=dict)
    """Name in the archive -> name in our folder; names ending with / are folders. Empty: all of it."""


@dataclass(frozen=True)
class Inside:
    """A part of a download that has a name, version and licence of its own."""

    name: str
    version: str
    licence: str
    origin: str
    files: tuple[str, ...] = ()
    within: str = ""
    """The component it is linked into, where it has no files of its own."""


@dataclass(frozen=True)
class Pins:
    python: Archive
    tk: Archive
    wheels: tuple[Pin, ...]
    inside: tuple[Inside, ...]


def load(file: Path = FILE) -> Pins:
    """Raises OSError, tomllib.TOMLDecodeError, or TypeError for a key that is missing or unknown."""
    with file.open("rb") as opened:
        found = tomllib.load(opened)
    return Pins(
        python=Archive(**_tuples(found["python"])),
        tk=Archive(**_tuples(found["tk"])),
        wheels=tuple(Pin(**_tuples(each)) for each in found["wheel"]),
        inside=tuple(Inside(**_tuples(each)) for each in found["inside"]),
    )


def _tuples(table: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in table.items()}
