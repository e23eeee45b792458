"""One look at a file that another program writes: its bytes, or why they cannot be taken now.

Content counts only while nobody has the file open for writing: a half-written token can look like a whole one
where a new one is put over an old one. Knows nothing of tokens.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

BUSY, UNSAFE, UNREADABLE = "busy", "unsafe", "unreadable"
_NEVER = datetime.fromtimestamp(0, UTC)


@dataclass(frozen=True, repr=False)
class Look:
    """`stamp` differs after every change that the file system tells of; `modified_at` is UTC by the file's own clock.

    `problem`: "" and `content` is whole; BUSY: somebody writes; UNSAFE: a link, no plain file, or one that other users
    own or can write; UNREADABLE.
    """

    path: Path
    content: bytes = b""
    stamp: tuple[int, ...] = ()
    modified_at: datetime = _NEVER
    problem: str = ""


class _Locked(OSError):
    """Another program has the file open in a way that keeps us out."""


def look_at(path: Path, limit: int, *, any_owner: bool = False) -> Look | None:
    """At most `limit` + 1 bytes; None where there is no such file. Raises nothing."""
    try:
        descriptor = _open(path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except _Locked:
        return Look(path, problem=BUSY)
    except OSError as error:
        return Look(path, problem=UNSAFE if error.errno == errno.ELOOP else UNREADABLE)
    try:
        return _read(path, descriptor, limit, any_owner)
    except OSError:
        return Look(path, problem=UNREADABLE)
    finally:
        os.close(descriptor)


def _read(path: Path, descriptor: int, limit: int, any_owner: bool) -> Look:
    info = os.fstat(descriptor)
    stamp = _stamp(info)
    if not stat.S_ISREG(info.st_mode) or not (any_owner or _ours(info)):
        return Look(path, stamp=stamp, problem=UNSAFE)
    if _has_writer(descriptor):
        return Look(path, stamp=stamp, problem=BUSY)
    content = b""
    while len(content) <= limit and (piece := os.read(descriptor, limit + 1 - len(content))):
        content += piece
    if _stamp(os.fstat(descriptor)) != stamp:
        return Look(path, stamp=stamp, problem=BUSY)
    return Look(path, content, stamp, datetime.fromtimestamp(info.st_mtime_ns / 1e9, UTC))


def _stamp(info: os.stat_result) -> tuple[int, ...]:
    return (info.st_mtime_ns, info.st_size, info.st_ino, info.st_dev)


if sys.platform == "win32":
    import ctypes
    import msvcrt

    _SYSTEM32_ONLY = 0x800
    _GENERIC_READ, _OPEN_EXISTING = 0x80000000, 3
    _SHARE_READ_AND_DELETE = 0x1 | 0x4  # not WRITE: the opening fails while a writer has it, and keeps new ones out
    _NOT_FOUND, _KEPT_OUT = (2, 3, 15, 53, 67), (32, 33)  # winerror.h: no such file, path, drive or share; violations
    _INVALID = ctypes.c_void_p(-1).value

    def _open(path: Path) -> int:
        kernel = ctypes.WinDLL("kernel32", winmode=_SYSTEM32_ONLY, use_last_error=True)
        kernel.CreateFileW.restype = ctypes.c_void_p
        kernel.CreateFileW.argtypes = [
            ctypes.c_wchar_p, ctypes.c_uint32, ctypes.c_uint32, ctypes.c_void_p,
            ctypes.c_uint32, ctypes.c_uint32, ctypes.c_void_p,
        ]  # fmt: skip
        handle = kernel.CreateFileW(str(path), _GENERIC_READ, _SHARE_READ_AND_DELETE, None, _OPEN_EXISTING, 0, None)
        if handle == _INVALID:
            code = ctypes.get_last_error()
            if code in _NOT_FOUND:
                raise FileNotFoundError
            raise _Locked if code in _KEPT_OUT else PermissionError
        return msvcrt.open_osfhandle(handle, os.O_RDONLY | os.O_BINARY)

    def _ours(info: os.stat_result) -> bool:
        """Windows keeps this in access lists, which are the folder's and the administrator's matter."""
        return True

    def _has_writer(descriptor: int) -> bool:
        return False  # _open has seen to it

else:
    import fcntl
    import signal

    def _open(path: Path) -> int:
        return os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)

    def _ours(info: os.stat_result) -> bool:
        """Readable by others is the writer's choice; writable by others could be anybody's token."""
        return info.st_uid in (os.getuid(), 0) and not info.st_mode & 0o022

    def _has_writer(descriptor: int) -> bool:
        """Linux grants a read lease only where nobody has the file open for writing; it ends with the descriptor.

        Where there are no leases (other systems, mounted shares, another owner's file) only time can tell: settled.py.
        """
        if sys.platform != "linux":
            return False
        try:
            # A writer that comes meanwhile waits for us to close, and is announced by a signal that means nothing.
            fcntl.fcntl(descriptor, fcntl.F_SETSIG, signal.SIGURG)
            fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        except OSError as error:
            return error.errno == errno.EAGAIN
        return False
