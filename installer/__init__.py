"""Builds what hospitals install: Windows, Debian and extension packages, policy templates.

A package is one room with a `build.py` (`build(out, version) -> files made`); `python -m installer` runs them.
Nothing here is imported by the product.
"""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
"""The project."""
CACHE = ROOT / "build" / "cache"
"""Downloads, by their hash; may be deleted at any time."""


def version() -> str:
    """The product's version, without importing the product."""
    for line in (ROOT / "host/sitthi/__init__.py").read_text(encoding="utf-8").splitlines():
        if line.startswith("__version__"):
            return line.split('"')[1]
    raise LookupError("host/sitthi/__init__.py has no __version__")


def source_date() -> int:
    """Seconds since 1970 that every file in a package carries, so that two builds are the same byte for byte.

    SOURCE_DATE_EPOCH, or the time of the last commit, or (outside a repository) 2026-01-01.
    """
    import os
    import subprocess

    if given := os.environ.get("SOURCE_DATE_EPOCH"):
        return int(given)
    done = subprocess.run(["git", "log", "-1", "--format=%ct"], cwd=ROOT, capture_output=True, text=True, check=False)
    return int(done.stdout) if done.returncode == 0 and done.stdout.strip() else 1767225600
