"""A bare Debian, smaller than any PC has it: what a package does not depend on is not there."""

from __future__ import annotations

import re
import shutil
import subprocess
import time
from pathlib import Path

from installer import CACHE

_SOURCES = ("/etc/apt/sources.list", "/etc/apt/sources.list.d/debian.sources")
_MIRROR, _SECURITY = "http://deb.debian.org/debian", "http://deb.debian.org/debian-security"
CACHED = CACHE / "debian"


def bare_root(folder: Path, suite: str) -> Path:
    """A new root file system of `suite` in `folder`, with only what Debian calls essential, and apt.

    It is downloaded once a month (build/cache/debian); its lists of packages are as old as that.
    """
    tarball = CACHED / f"{suite}-{time.strftime('%Y-%m', time.gmtime())}.tar"
    if not tarball.exists():
        _download(suite, tarball)
    root = folder / suite
    root.mkdir(parents=True)
    subprocess.run(["tar", "-C", root, "--numeric-owner", "-xf", tarball], check=True)
    return root


def _download(suite: str, tarball: Path) -> None:
    assert shutil.which("mmdebstrap"), "mmdebstrap is not installed"
    tarball.parent.mkdir(parents=True, exist_ok=True)
    main, security = _mirrors()
    partial = tarball.with_suffix(".new.tar")
    subprocess.run(
        [
            *("mmdebstrap", "--variant=minbase", "--quiet", "--skip=cleanup/apt/lists", suite, partial),
            f"deb {main} {suite} main",
            f"deb {main} {suite}-updates main",
            f"deb {security} {suite}-security main",
        ],
        check=True,
        timeout=400,
    )
    for older in tarball.parent.glob(f"{suite}-*.tar"):
        if older != partial:
            older.unlink()
    partial.rename(tarball)


def _mirrors() -> tuple[str, str]:
    """Where this machine gets Debian from: main archive, security archive."""
    texts = [Path(name).read_text(encoding="utf-8") for name in _SOURCES if Path(name).exists()]
    found = re.findall(r"^(?:URIs:|deb )\s*(https?://\S*debian\S*)", "\n".join(texts), re.MULTILINE)
    main = [each for each in found if "security" not in each]
    return (main or [_MIRROR])[0], ([each for each in found if "security" in each] or [_SECURITY])[0]
