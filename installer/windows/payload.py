"""The folder that is installed as C:\\Program Files\\Sitthi."""

from __future__ import annotations

import os
from pathlib import Path

from installer import source_date
from installer.windows.compiling import compile_all
from installer.windows.fetch import fetch
from installer.windows.launchers import build_launchers, write_icon
from installer.windows.libraries import unpack_wheel
from installer.windows.licences import write_licences
from installer.windows.manifests import write_manifests
from installer.windows.pins import Pins
from installer.windows.product import copy_product
from installer.windows.runtime import unpack_python, unpack_tk, write_search_path
from installer.windows.sbom import NAME, sbom
from installer.windows.signing import sign


def build_payload(pins: Pins, target: Path, version: str) -> None:
    """Everything that is installed, into the new folder `target`: the same bytes at every build (but signatures)."""
    fetch([pins.python, pins.tk, *pins.wheels])
    target.mkdir(parents=True)
    owners = _unpack(pins, target)
    copy_product(target / "app", version)
    compile_all(pins, target)
    for program in build_launchers(target, version):
        sign(program)
    write_search_path(target / "python")
    write_icon(target / "sitthi.ico")
    write_manifests(target)
    write_licences(pins, target)
    (target / NAME).write_text(sbom(pins, target, owners, version), encoding="utf-8", newline="\n")
    _same_times(target)


def _unpack(pins: Pins, target: Path) -> dict[str, str]:
    """Everything of others; says which file came with which pin, under the name that it has when compiled."""
    python, libraries = target / "python", target / "python/site-packages"
    came = {pins.python.name: unpack_python(pins, python), pins.tk.name: unpack_tk(pins, python)}
    came |= {wheel.name: unpack_wheel(wheel, libraries) for wheel in pins.wheels}
    owners: dict[str, str] = {}
    for name, paths in came.items():
        for path in paths:
            place = path.relative_to(target).as_posix()
            owners[place + "c" if place.endswith(".py") else place] = name
    return owners


def _same_times(target: Path) -> None:
    when = source_date()
    for path in sorted(target.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
        os.utime(path, (when, when))
