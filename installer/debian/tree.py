"""A package's files, kept in memory until they are written with fixed owners, modes and times."""

from __future__ import annotations

import gzip
import hashlib
import os
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Tree:
    """Absolute path -> content. Folders come by themselves; `folder` is for those that stay empty."""

    files: dict[str, tuple[bytes, int]] = field(default_factory=dict)
    folders: list[str] = field(default_factory=list)

    def add(self, path: str, content: bytes | str, mode: int = 0o644) -> None:
        """ValueError when the file is there already, or the path is not absolute."""
        if path in self.files or not path.startswith("/"):
            raise ValueError(path)
        self.files[path] = (content.encode() if isinstance(content, str) else content, mode)

    def add_gzip(self, path: str, content: bytes | str) -> None:
        """Compressed without a time in it: the same bytes at every build."""
        plain = content.encode() if isinstance(content, str) else content
        self.add(f"{path}.gz", gzip.compress(plain, 9, mtime=0))

    def folder(self, path: str) -> None:
        self.folders.append(path)

    @property
    def conffiles(self) -> list[str]:
        """What dpkg keeps when an administrator has changed it: all files in /etc."""
        return sorted(path for path in self.files if path.startswith("/etc/"))

    @property
    def kilobytes(self) -> int:
        """Installed-Size, as dpkg-gencontrol counts: whole kilobytes a file, one for each folder and link."""
        folders = {str(parent) for path in [*self.files, *self.folders] for parent in Path(path).parents}
        return sum(-(-len(content) // 1024) for content, _ in self.files.values()) + len(folders) + len(self.folders)

    def md5sums(self) -> str:
        sums = (
            f"{hashlib.md5(content, usedforsecurity=False).hexdigest()}  {path[1:]}\n"
            for path, (content, _) in sorted(self.files.items())
            if not path.startswith("/etc/")
        )
        return "".join(sums)

    def write(self, root: Path, when: int) -> None:
        """Into the folder `root`, whatever the umask is; `when`: seconds since 1970 that all of it carries."""
        for path in self.folders:
            (root / path[1:]).mkdir(parents=True, exist_ok=True)
        for path, (content, mode) in self.files.items():
            place = root / path[1:]
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
            place.chmod(mode)
        for folder, _, names in os.walk(root, topdown=False):
            for name in names:
                os.utime(Path(folder, name), (when, when))
            Path(folder).chmod(0o755)
            os.utime(folder, (when, when))
