"""Looks for secrets where none may be: files, argument lists, environments."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from pathlib import Path


def forms_of(secret: str) -> set[bytes]:
    """The secret as programs tend to write it down."""
    forms = {secret.encode("utf-8"), secret.encode("utf-16-le"), secret.encode("cp874", "ignore")}
    forms.add(base64.b64encode(secret.encode()).rstrip(b"="))
    forms.add(secret.encode().hex().encode())
    forms.add(secret.encode("unicode_escape"))
    return {form for form in forms if len(form) >= 4}


class Canary:
    """Named secrets, and every place where one was seen."""

    def __init__(self, secrets: dict[str, str]) -> None:
        self._forms = {name: forms_of(secret) for name, secret in secrets.items()}
        self.seen: set[str] = set()

    def look_at(self, place: str, content: bytes, names: Iterable[str] | None = None) -> None:
        for name in names or self._forms:
            if any(form in content for form in self._forms[name]):
                self.seen.add(f"{name} in {place}")

    def look_at_files(self, folder: Path, *, without: set[Path], names: Iterable[str] | None = None) -> int:
        """The number of files looked at."""
        count = 0
        for path in folder.rglob("*"):
            if path.is_file() and not path.is_symlink() and path not in without:
                self.look_at(str(path.relative_to(folder)), path.read_bytes(), names)
                count += 1
        return count

    def look_at_processes(self, marker: bytes) -> int:
        """Arguments and environment of every process that has `marker` in its environment; how many there were."""
        count = 0
        for process in Path("/proc").iterdir():
            if not process.name.isdigit():
                continue
            try:
                environment = (process / "environ").read_bytes()
                arguments = (process / "cmdline").read_bytes()
            except OSError:
                continue
            if marker in environment:
                self.look_at(f"environment of {arguments[:60]!r}", environment)
                self.look_at(f"arguments of {arguments[:60]!r}", arguments)
                count += 1
        return count
