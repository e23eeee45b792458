"""Compiles the three launchers with mingw: small, no run-time library but Windows' own, the same bytes every time."""

from __future__ import annotations

import shutil
import struct
import subprocess
import tempfile
from pathlib import Path

from installer import ROOT

SOURCES = Path(__file__).with_name("launcher")
ICONS = tuple(ROOT / f"extension/icons/sitthi-{size}.png" for size in (16, 32, 48, 128))
LAUNCHERS = {
    "sitthi-host.exe": ("SITTHI_HOST", "console", "Sitthi: host of the browser extension"),
    "sitthi.exe": ("SITTHI_CLI", "console", "Sitthi: command line"),
    "sitthi-window.exe": ("SITTHI_WINDOW", "windows", "Sitthi"),
}
"""File -> macro, subsystem, description (which Windows shows in the task manager)."""
_TOOL = "x86_64-w64-mingw32-"
_HARDENED = ("-Wl,--nxcompat,--dynamicbase,--high-entropy-va", "-Wl,--no-insert-timestamp", "-fstack-protector-strong")


def build_launchers(target: Path, version: str) -> list[Path]:
    """The three programs in `target`. Raises CalledProcessError; what mingw says goes to stderr."""
    with tempfile.TemporaryDirectory(prefix="sitthi-launcher-") as name:
        folder = Path(name)
        for each in SOURCES.iterdir():
            shutil.copy(each, folder)
        write_icon(folder / "sitthi.ico")
        _run(folder, "windmc", "-U", "events.mc")
        return [_build(folder, target / file, version) for file in LAUNCHERS]


def write_icon(target: Path) -> None:
    """An .ico of the extension's pictures, which Windows takes as PNG."""
    pictures = [icon.read_bytes() for icon in ICONS]
    offset = 6 + 16 * len(pictures)
    head = struct.pack("<HHH", 0, 1, len(pictures))
    for picture in pictures:
        width, height = struct.unpack(">II", picture[16:24])
        head += struct.pack("<BBBBHHII", width % 256, height % 256, 0, 0, 1, 32, len(picture), offset)
        offset += len(picture)
    target.write_bytes(head + b"".join(pictures))


def _build(folder: Path, target: Path, version: str) -> Path:
    macro, subsystem, description = LAUNCHERS[target.name]
    numbers = ",".join([*version.split("."), "0", "0", "0"][:4])
    defines = {
        "VERSION_COMMAS": numbers,
        "VERSION_TEXT": f'"{version}"',
        "NAME": f'"{target.name}"',
        "DESCRIPTION": f'"{description}"',
    }
    header = "".join(f"#define {key} {value}\n" for key, value in defines.items())
    (folder / "own.rc").write_text(header + (SOURCES / "resources.rc").read_text())
    _run(folder, "windres", "own.rc", "own.o")
    _run(
        folder, "gcc", "-Os", "-s", "-municode", f"-m{subsystem}", f"-D{macro}", "-Wall", "-Wextra", "-Werror",
        *_HARDENED, "-o", target.name, "launcher.c", "own.o", "-static",
    )  # fmt: skip
    shutil.move(folder / target.name, target)
    return target


def _run(folder: Path, tool: str, *arguments: str) -> None:
    subprocess.run([_TOOL + tool, *arguments], cwd=folder, check=True)
