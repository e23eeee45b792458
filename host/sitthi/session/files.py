"""Small private files: read whole, written so that a reader or a crash meets the old or the new one, never
a part.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import sys
import time
from pathlib import Path

_NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
_WINDOWS_PATIENCE = 50
_WINDOWS_PAUSE = 0.01


def read_small(path: Path, limit: int) -> bytes | None:
    """At most limit + 1 bytes; None where there is no such file. Raises OSError, also for a link."""
    try:
        descriptor = os.open(path, os.O_RDONLY | _NO_FOLLOW)
    except FileNotFoundError:
        return None
    with os.fdopen(descriptor, "rb") as file:
        return file.read(limit + 1)


def read_private(path: Path, limit: int) -> bytes | None:
    """As read_small, but None also for a file that another user owns or can read."""
    if sys.platform != "win32":
        try:
            info = os.lstat(path)
        except FileNotFoundError:
            return None
        if info.st_uid != os.getuid() or info.st_mode & 0o077:
            return None
    return read_small(path, limit)


def write_private(path: Path, content: bytes) -> None:
    """A new file, mode 0600, on the disk when this returns. Raises OSError; FileExistsError if it exists."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_FOLLOW, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def replace_private(path: Path, content: bytes) -> None:
    """Puts a new version in the place of `path`, or leaves the old one. Raises OSError."""
    temporary = temporary_beside(path)
    try:
        write_private(temporary, content)
        rename_over(temporary, path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def create_private(path: Path, content: bytes) -> bool:
    """Makes `path` in one step, whole; False where another process was first (its file stays)."""
    temporary = temporary_beside(path)
    try:
        write_private(temporary, content)
        if sys.platform == "win32":
            os.rename(temporary, path)  # refuses an existing target on Windows
        else:
            os.link(temporary, path)
    except FileExistsError:
        return False
    finally:
        temporary.unlink(missing_ok=True)
    return True


def temporary_beside(path: Path) -> Path:
    return path.with_name(f"{path.name}.tmp-{os.getpid()}-{secrets.token_hex(4)}")


def remove_leftovers(path: Path) -> None:
    """Deletes temporary files of writers that died. Only for the holder of the writer lock."""
    for leftover in path.parent.glob(f"{path.name}.tmp-*"):
        with contextlib.suppress(OSError):
            leftover.unlink()


def rename_over(source: Path, target: Path) -> None:
    """On Windows a target that a reader has open at this moment cannot be replaced: wait for the reader."""
    for _ in range(_WINDOWS_PATIENCE if sys.platform == "win32" else 0):
        try:
            os.replace(source, target)
        except PermissionError:
            time.sleep(_WINDOWS_PAUSE)
        else:
            return
    os.replace(source, target)


def sync_folder(folder: Path) -> None:
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
