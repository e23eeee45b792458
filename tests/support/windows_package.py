"""Looking into an MSI with msitools."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class WindowsPackage:
    msi: Path
    bill: Path
    """The SBOM beside it."""
    files: Path
    """Its files, as msiextract finds them."""

    def table(self, name: str) -> list[dict[str, str]]:
        """A table's rows: column -> text."""
        said = subprocess.run(["msiinfo", "export", str(self.msi), name], check=True, capture_output=True).stdout
        lines = [line.split("\t") for line in said.decode("cp1252").split("\r\n") if line]
        return [dict(zip(lines[0], row, strict=True)) for row in lines[3:]]

    def tree(self) -> dict[str, bytes]:
        return tree(self.files)


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below `folder`: place -> content."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
