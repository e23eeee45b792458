"""The payload as WiX components: one per file, with names and GUIDs that follow from the path alone."""

from __future__ import annotations

import hashlib
import uuid
from pathlib import Path
from xml.sax.saxutils import quoteattr

_SPACE = uuid.UUID("2e1d1b4b-7a3f-4f1b-9d3e-51b2b0f0a6c4")
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<Wix xmlns="http://schemas.microsoft.com/wix/2006/wi">\n<Fragment>\n'


def file_list(payload: Path) -> str:
    """A fragment with a component group `Files` of all files below `payload`, in INSTALLDIR."""
    files = sorted(path.relative_to(payload) for path in payload.rglob("*") if path.is_file())
    inside: dict[Path, list[Path]] = {}
    for path in files:
        inside.setdefault(path.parent, []).append(path)
    lines = [_HEAD, '<DirectoryRef Id="INSTALLDIR">\n']
    _folder(lines, Path("."), inside, sorted({parent for path in files for parent in path.parents}))
    lines.append('</DirectoryRef>\n<ComponentGroup Id="Files">\n')
    lines += [f'<ComponentRef Id="c{_id(path)}" />\n' for path in files]
    lines.append("</ComponentGroup>\n</Fragment>\n</Wix>\n")
    return "".join(lines)


def _folder(lines: list[str], folder: Path, inside: dict[Path, list[Path]], folders: list[Path]) -> None:
    for path in inside.get(folder, ()):
        name, guid = _id(path), str(uuid.uuid5(_SPACE, path.as_posix())).upper()
        lines.append(
            f'<Component Id="c{name}" Guid="{guid}" Win64="yes"><File Id="f{name}" Name={quoteattr(path.name)}'
            f' KeyPath="yes" Source={quoteattr(path.as_posix())} /></Component>\n'
        )
    for below in folders:
        if below != folder and below.parent == folder:
            lines.append(f'<Directory Id="d{_id(below)}" Name={quoteattr(below.name)}>\n')
            _folder(lines, below, inside, folders)
            lines.append("</Directory>\n")


def _id(path: Path) -> str:
    return hashlib.sha256(path.as_posix().encode()).hexdigest()[:20]
