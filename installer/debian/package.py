"""One .deb: its control part, and the call of dpkg-deb."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import formatdate
from pathlib import Path

from installer import source_date
from installer.debian.tree import Tree

FILES = Path(__file__).with_name("files")
MAINTAINER = "Sitthi project <sitthi@sitthi.example>"
REVISION = "1"
"""Debian's part of the version: the product's own version may be packaged again without a change."""
_SCRIPTS = ("preinst", "postinst", "prerm", "postrm")


@dataclass(frozen=True)
class Package:
    """`fields`: the members of the control file that differ between packages, in their order."""

    name: str
    fields: Mapping[str, str]
    description: str
    tree: Tree = field(default_factory=Tree)

    def build(self, out: Path, version: str) -> Path:
        """OUT/NAME_VERSION-1_all.deb; the same bytes for the same sources, wherever and by whomever it is built."""
        self._add_documents(version)
        target = out / f"{self.name}_{debian_version(version)}_all.deb"
        when = source_date()
        with tempfile.TemporaryDirectory(prefix="sitthi-deb-") as folder:
            root = Path(folder)
            self.tree.write(root, when)
            self._write_control(root / "DEBIAN", version, when)
            subprocess.run(
                ["dpkg-deb", "--root-owner-group", "--threads-max=1", "-Zxz", "-z9", "--build", root, target],
                env={**os.environ, "SOURCE_DATE_EPOCH": str(when), "LC_ALL": "C.UTF-8"},
                stdout=subprocess.DEVNULL,
                check=True,
            )
        return target

    def _write_control(self, folder: Path, version: str, when: int) -> None:
        control = Tree()
        control.add("/control", self._control(version))
        control.add("/md5sums", self.tree.md5sums())
        if self.tree.conffiles:
            control.add("/conffiles", "".join(f"{path}\n" for path in self.tree.conffiles))
        for script in _SCRIPTS:
            source = FILES / f"{self.name}.{script}"
            if source.exists():
                control.add(f"/{script}", source.read_bytes(), 0o755)
        folder.mkdir()
        control.write(folder, when)

    def _control(self, version: str) -> str:
        members = {
            "Package": self.name,
            "Version": debian_version(version),
            "Architecture": "all",
            "Maintainer": MAINTAINER,
            "Installed-Size": str(self.tree.kilobytes),
            **{name: value.replace("@VERSION@", debian_version(version)) for name, value in self.fields.items()},
            "Section": "misc",
            "Priority": "optional",
            "Description": self.description.rstrip("\n"),
        }
        return "".join(f"{name}: {value}\n" for name, value in members.items())

    def _add_documents(self, version: str) -> None:
        documents = f"/usr/share/doc/{self.name}"
        self.tree.add(f"{documents}/copyright", (FILES / "copyright").read_bytes())
        self.tree.add_gzip(f"{documents}/changelog.Debian", self._changelog(version))
        overrides = FILES / f"{self.name}.lintian-overrides"
        self.tree.add(f"/usr/share/lintian/overrides/{self.name}", overrides.read_bytes())

    def _changelog(self, version: str) -> str:
        return (
            f"{self.name} ({debian_version(version)}) unstable; urgency=medium\n\n"
            f"  * Sitthi {version}; what is new: /usr/share/doc/sitthi/changelog.gz.\n\n"
            f" -- {MAINTAINER}  {formatdate(source_date())}\n"
        )


def debian_version(version: str) -> str:
    return f"{version}-{REVISION}"
