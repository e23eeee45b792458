"""Which files of `extension/` a browser needs: all but what only developers read."""

from __future__ import annotations

from pathlib import Path

from installer import ROOT

EXTENSION = ROOT / "extension"
_SUFFIXES = frozenset({".js", ".json", ".html", ".css", ".png"})
_TYPES_ONLY = frozenset({"shared/types.js"})
"""JSDoc types for the checker: no program imports them."""


def extension_files(folder: Path = EXTENSION) -> dict[str, bytes]:
    """Path inside the package -> content, in the order of the paths; the manifest as it is in the repository."""
    found: dict[str, bytes] = {}
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and _is_used(name):
            found[name] = path.read_bytes()
    return dict(sorted(found.items()))


def _is_used(name: str) -> bool:
    hidden = any(part.startswith(".") for part in name.split("/"))
    typed = name.endswith(".d.ts") or name in _TYPES_ONLY
    return not hidden and not typed and Path(name).suffix in _SUFFIXES
