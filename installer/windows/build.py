"""`python -m installer windows`: sitthi-VERSION-x64.msi, and its bill of materials beside it."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from installer.windows.msi import build_msi
from installer.windows.payload import build_payload
from installer.windows.pins import load
from installer.windows.sbom import NAME
from installer.windows.signing import sign


def build(out: Path, version: str) -> list[Path]:
    """The MSI of this version and its SBOM in `out`. Raises what its parts raise; nothing new is in `out` then."""
    package = out.resolve() / f"sitthi-{version}-x64.msi"
    bill = package.with_suffix(".cdx.json")
    with tempfile.TemporaryDirectory(prefix="sitthi-windows-") as folder:
        payload, made = Path(folder, "payload"), Path(folder, package.name)
        build_payload(load(), payload, version)
        build_msi(payload, made, version)
        sign(made)
        shutil.copyfile(payload / NAME, bill)
        shutil.copyfile(made, package)
    return [package, bill]
