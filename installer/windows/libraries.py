"""Wheels, unpacked without what no hospital needs: tests, headers, type stubs, scripts."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path, PurePosixPath

from installer.windows.fetch import content
from installer.windows.pins import Pin

_JUNK_FOLDERS = {"tests", "test", "__pycache__", "include"}
_JUNK_ENDINGS = (".pyi", ".pyx", ".pxd", ".h", ".c", ".pth", "py.typed")
_KEPT_METADATA = {"METADATA", "entry_points.txt", "top_level.txt"}  # importlib.metadata, and keyring's backends


def unpack_wheel(pin: Pin, target: Path) -> list[Path]:
    """One wheel's modules and data into `target` (site-packages); the files written."""
    written = []
    with zipfile.ZipFile(io.BytesIO(content(pin))) as wheel:
        for name in wheel.namelist():
            if not name.endswith("/") and wanted(pin, name):
                path = target / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(wheel.read(name))
                written.append(path)
    return written


def licence_files(pin: Pin) -> dict[str, bytes]:
    """The licence texts that the wheel brings, by their plain names."""
    with zipfile.ZipFile(io.BytesIO(content(pin))) as wheel:
        return {
            PurePosixPath(name).name: wheel.read(name)
            for name in wheel.namelist()
            if ".dist-info/" in name and _is_licence(PurePosixPath(name).name)
        }


def wanted(pin: Pin, name: str) -> bool:
    """Whether this member of the wheel is shipped."""
    path = PurePosixPath(name)
    if path.parts[0].endswith(".dist-info"):
        return len(path.parts) == 2 and path.name in _KEPT_METADATA
    if path.parts[0].endswith(".data") or name in pin.leave_out or name.startswith(pin.leave_out_folders()):
        return False
    return not _JUNK_FOLDERS.intersection(path.parts[:-1]) and not name.endswith(_JUNK_ENDINGS)


def _is_licence(name: str) -> bool:
    return name.upper().startswith(("LICENSE", "LICENCE", "COPYING", "NOTICE", "AUTHORS"))
