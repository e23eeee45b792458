"""Downloads by pip from its configured index, checked against the pinned hash, kept in build/cache."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from installer import CACHE
from installer.windows.pins import Pin

_WHEELS = ("--only-binary", ":all:", "--platform", "win_amd64", "--python-version", "3.13", "--implementation", "cp")
_SOURCES = ("--no-binary", ":all:")


class WrongHash(ValueError):
    """A cached file is not what pins.toml names; it has been deleted."""


def cached(pin: Pin) -> Path:
    """Where this download is kept."""
    return CACHE / pin.sha256 / pin.file


def fetch(pins: Iterable[Pin]) -> None:
    """Make sure that all of these are in the cache. Raises WrongHash or CalledProcessError (pip, which says why)."""
    wanted = [pin for pin in pins if not cached(pin).exists()]
    for options, some in (
        (_WHEELS, [pin for pin in wanted if pin.file.endswith(".whl")]),
        (_SOURCES, [pin for pin in wanted if not pin.file.endswith(".whl")]),
    ):
        if some:
            _download(some, options)


def content(pin: Pin) -> bytes:
    """The download, checked again. Raises WrongHash."""
    data = cached(pin).read_bytes()
    if hashlib.sha256(data).hexdigest() != pin.sha256:
        cached(pin).unlink()
        raise WrongHash(f"{pin.file} in {CACHE} is not what pins.toml names")
    return data


def _download(pins: list[Pin], options: tuple[str, ...]) -> None:
    with tempfile.TemporaryDirectory(prefix="sitthi-fetch-") as folder:
        listed = Path(folder, "pins.txt")
        # With hashes pip refuses a wrong file before it runs anything of it (a source's setup.py).
        listed.write_text("".join(f"{pin.name}=={pin.version} --hash=sha256:{pin.sha256}\n" for pin in pins))
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes"]
        subprocess.run([*command, *options, "-d", folder, "-r", str(listed)], check=True)
        for pin in pins:
            target = cached(pin)
            target.parent.mkdir(parents=True, exist_ok=True)
            Path(folder, pin.file).replace(target)
