"""The embeddable CPython and Tk, unpacked the way that Sitthi uses them."""

from __future__ import annotations

import io
import tarfile
import zipfile
from pathlib import Path

from installer.windows.fetch import content, fetch
from installer.windows.pins import Archive, Pins

SEARCH_PATH = "python313.zip\n.\nsite-packages\n..\\app\n"
"""python313._pth: the only folders that this Python imports from; no `import site`, so no .pth file counts."""


def unpack_python(pins: Pins, target: Path) -> list[Path]:
    """Python without its interpreters into `target` (the package's python folder); the files written."""
    return _unpack(pins.python, target)


def unpack_tk(pins: Pins, target: Path) -> list[Path]:
    """tkinter, Tcl and Tk beside it."""
    return _unpack(pins.tk, target)


def write_search_path(target: Path) -> None:
    (target / "python313._pth").write_bytes(SEARCH_PATH.encode())


def unpack_whole_python(pins: Pins, target: Path) -> None:
    """The embeddable CPython as its makers ship it, with python.exe: for compiling, for tests and benchmarks."""
    fetch([pins.python])
    with _inner(pins.python) as archive:
        for name in archive.namelist():
            if not name.endswith("/"):
                _write(target / name.removeprefix(pins.python.folder), archive.read(name))


def _unpack(pin: Archive, target: Path) -> list[Path]:
    written = []
    with _inner(pin) as archive:
        for name in archive.namelist():
            if name.startswith(pin.folder) and not name.endswith("/"):
                place = _place(pin, name.removeprefix(pin.folder))
                if place:
                    _write(target / place, archive.read(name))
                    written.append(target / place)
    return written


def _place(pin: Archive, name: str) -> str | None:
    if name in pin.leave_out or "__pycache__" in name or name.startswith(pin.leave_out_folders()):
        return None
    if not pin.take:
        return name
    for source, target in pin.take.items():
        if source.endswith("/") and name.startswith(source):
            return target + name.removeprefix(source)
        if source == name:
            return target
    return None


def _inner(pin: Archive) -> zipfile.ZipFile:
    with tarfile.open(fileobj=io.BytesIO(content(pin))) as outer:
        member = outer.extractfile(pin.inside)
        if member is None:
            raise LookupError(f"{pin.file} has no {pin.inside}")
        return zipfile.ZipFile(io.BytesIO(member.read()))


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
