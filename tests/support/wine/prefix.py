"""A wine prefix: a Windows of its own, thrown away at the end. Its wineserver lives as long, and no other is touched.

A fresh prefix takes wine some nine seconds; so one is kept in build/cache (by wine's version) and copied. What is big
in it, Windows' own folder, is copied by hard links: nothing changes those files in place (doubles are new files).
"""

from __future__ import annotations

import fcntl
import getpass
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from installer import CACHE, ROOT
from support.wine import doubles

OVERRIDES = "mscoree=;mshtml=;winemenubuilder.exe=;" + ";".join(f"{name}=n" for name in doubles.NAMES)
TIMEOUT = 120.0


class WinePrefix:
    """A context manager. Programs get pipes, never files: Windows' Python cannot start without."""

    def __init__(self, display: str = "") -> None:
        """Wine's desktop stays on the display of the first program, so all programs here share one."""
        self._display = display

    def __enter__(self) -> Self:
        (ROOT / "build").mkdir(exist_ok=True)
        self.folder = Path(tempfile.mkdtemp(prefix="wine-", dir=ROOT / "build"))
        try:
            with _template() as template:
                _copy(template, self.folder)
            doubles.build(self.system32)
            # Lives until we end it; without -p each program would start and end Windows' services anew.
            self._quietly("wineserver", "-p")
            self._quietly("wine", "winecfg", "-v", "win10")
        except BaseException:
            self._close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def _quietly(self, *command: str) -> None:
        """Without pipes: Windows' services, which the first program starts, would keep them open."""
        nothing = subprocess.DEVNULL
        subprocess.run(
            command, env=self.env, check=True, stdin=nothing, stdout=nothing, stderr=nothing, timeout=TIMEOUT
        )

    def _close(self) -> None:
        # Of this prefix only; -w waits until all of its processes are gone.
        subprocess.run(["wineserver", "-k"], env=self.env, check=False, capture_output=True)
        subprocess.run(["wineserver", "-w"], env=self.env, check=False, capture_output=True)
        shutil.rmtree(self.folder)

    @property
    def env(self) -> dict[str, str]:
        """The environment of every program here."""
        shown = {"DISPLAY": self._display} if self._display else {}
        return {**_environment(self.folder), "WINEDLLOVERRIDES": OVERRIDES, **shown}

    @property
    def drive(self) -> Path:
        return self.folder / "drive_c"

    @property
    def system32(self) -> Path:
        return self.drive / "windows/system32"

    @property
    def local_app_data(self) -> Path:
        return self.drive / "users" / getpass.getuser() / "AppData/Local"

    def run(self, *command: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        """A program of Windows, with its exit code modulo 256 and what it said. Raises TimeoutExpired."""
        return subprocess.run(
            ["wine", *command], env=self.env, input=stdin, capture_output=True, timeout=TIMEOUT, check=False
        )

    def serve_cards(self, port: int) -> None:
        """Where programs here find the card service."""
        (self.system32 / "winscard.port").write_text(str(port))


def windows_path(path: Path) -> str:
    """Z: is this machine."""
    return "Z:" + str(path.resolve()).replace("/", "\\")


def own_words(stderr: bytes) -> list[bytes]:
    """What a program said, without wine's own complaint about a thread that ends together with its process."""
    return [line for line in stderr.splitlines() if not line.startswith(b"wine client error")]


def _environment(prefix: Path) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "HOME": os.environ.get("HOME", "/"),
        "LANG": "C.UTF-8",
        "WINEPREFIX": str(prefix),
        "WINEARCH": "win64",
        "WINEDEBUG": "-all",
        "WINEDLLOVERRIDES": "mscoree=;mshtml=;winemenubuilder.exe=",
    }


@contextmanager
def _template() -> Iterator[Path]:
    """A prefix that nothing was done in; locked while it is looked at."""
    version = subprocess.run(["wine", "--version"], check=True, capture_output=True, text=True).stdout.split()[0]
    CACHE.mkdir(parents=True, exist_ok=True)
    kept = CACHE / version
    with (CACHE / f"{version}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.is_dir():
            made = CACHE / f"{version}.new"
            shutil.rmtree(made, ignore_errors=True)
            environment = _environment(made)
            subprocess.run(
                ["wineboot", "-i"], env=environment, check=True, stdin=subprocess.DEVNULL, capture_output=True
            )
            subprocess.run(["wineserver", "-w"], env=environment, check=True)
            made.rename(kept)
        yield kept


def _copy(template: Path, target: Path) -> None:
    shutil.copytree(template, target, symlinks=True, ignore=_windows_folder, dirs_exist_ok=True)
    shutil.copytree(
        template / "drive_c/windows", target / "drive_c/windows", symlinks=True, copy_function=_link, dirs_exist_ok=True
    )


def _windows_folder(folder: str, names: list[str]) -> list[str]:
    return ["windows"] if folder.endswith("drive_c") else []


def _link(source: str, target: str) -> None:
    if os.path.islink(source):
        os.symlink(os.readlink(source), target)
    else:
        os.link(source, target)
