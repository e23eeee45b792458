"""The folder `licences`: the texts of everything that is bundled, as its makers ship them."""

from __future__ import annotations

from pathlib import Path

from installer import ROOT
from installer.windows.libraries import licence_files
from installer.windows.pins import Pins

_NOTICES = Path(__file__).with_name("notices") / "NOTICES.txt"


def write_licences(pins: Pins, payload: Path) -> None:
    """Raises LookupError when a wheel brings no licence text."""
    target = payload / "licences"
    _write(target / "NOTICES.txt", _NOTICES.read_bytes())
    _write(target / "Sitthi/LICENSE", (ROOT / "LICENSE").read_bytes())
    _write(target / "CPython/LICENSE.txt", (payload / "python/LICENSE.txt").read_bytes())
    _write(target / "Tcl-Tk/license.terms", (payload / "python/tcl/tk8.6/license.terms").read_bytes())
    for wheel in pins.wheels:
        texts = licence_files(wheel)
        if not texts:
            raise LookupError(f"{wheel.file} brings no licence text")
        for name, text in texts.items():
            _write(target / wheel.name / name, text)
    _write(target / "OpenSSL/LICENSE.APACHE", (target / "cryptography/LICENSE.APACHE").read_bytes())


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
