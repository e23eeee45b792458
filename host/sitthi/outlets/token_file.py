"""`nhso_token.txt`: one line of citizen ID, `#` and token, 30 bytes without a newline (reference: nhso 2 [A]).

Some readers take fixed offsets, some of them counted with a byte-order mark in front (reference: nhso 2 [B]), so the
mark is a choice of each target. The file appears whole and disappears only if it is still the one that was written.
"""

from __future__ import annotations

import contextlib
import glob
import os
import re
import secrets
import stat
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from sitthi.errors_outlets import OutletFileFailed, OutletFileForeign, OutletTokenKind
from sitthi.outlets import Note, Trace, fingerprint, is_the_same
from sitthi.policy.outlets import FileTarget
from sitthi.session.token import TOKEN_FORMAT, Session

BOM = b"\xef\xbb\xbf"
_TOKEN_FILE = re.compile(rb"(?:\xef\xbb\xbf)?[0-9]{13}#[0-9A-Za-z]{1,64}\s{0,4}")
"""What UC Authentication leaves: such a file may be replaced, anything else may not."""
_MOST = 256
_PATIENCE_S = 2.0
_PAUSE_S = 0.02
_POSIX = sys.platform != "win32"
_NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


class TokenFile:
    """One target. Raises OutletTokenKind, OutletFileForeign, OutletFileFailed(reason)."""

    def __init__(self, target: FileTarget) -> None:
        self._target = target
        self._path = Path(target.path)

    def deliver(self, session: Session, note: Note) -> None:
        content = token_line(session, bom=self._target.bom)
        self._clear_leftovers()
        there = self._there()
        if there == content:
            return  # UC Authentication wrote it there itself: it is not ours to take away
        if there is not None and there != b"" and not _TOKEN_FILE.fullmatch(there):
            raise OutletFileForeign()
        note(Trace({"content": fingerprint(content)}))
        self._put(content)

    def withdraw(self, trace: Trace) -> None:
        self._clear_leftovers()
        known = trace.plain.get("content")
        try:
            there = self._there()
        except OutletFileForeign:
            return
        if there is not None and is_the_same(there, known):
            self._take(known)

    def check(self) -> None:
        """Whether a delivery could work, without one: is there a folder, and is what stands there replaceable?"""
        there = self._there()
        if there is not None and there != b"" and not _TOKEN_FILE.fullmatch(there):
            raise OutletFileForeign()
        with _told():
            probe = self._beside("probe")
            os.close(os.open(probe, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_FOLLOW, 0o600))
            probe.unlink()

    # ---- the file ----------------------------------------------------------------------------------------------------

    def _there(self) -> bytes | None:
        """The content of the file, None without one. Raises OutletFileForeign for what is not this account's file."""
        try:
            info = os.lstat(self._path)
        except FileNotFoundError:
            return None
        except OSError as problem:
            raise _failed(problem) from None
        if not stat.S_ISREG(info.st_mode) or not _is_own(info):
            raise OutletFileForeign()
        try:
            return _read(self._path)
        except FileNotFoundError:
            return None
        except OSError as problem:
            raise _failed(problem) from None

    def _put(self, content: bytes) -> None:
        """Complete under another name first, then renamed: a reader meets no part of it."""
        temporary = self._beside("new")
        with _told():
            try:
                descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_FOLLOW, 0o600)
                with os.fdopen(descriptor, "wb") as file:
                    file.write(content)
                    file.flush()
                    self._give_owner_and_mode(file.fileno())
                    os.fsync(file.fileno())
                _patiently(os.replace, temporary, self._path)
            except BaseException:
                temporary.unlink(missing_ok=True)
                raise

    def _give_owner_and_mode(self, descriptor: int) -> None:
        if sys.platform == "win32":
            return  # a new file has the rights of its folder there
        if self._target.group:
            import grp

            try:
                os.fchown(descriptor, -1, grp.getgrnam(self._target.group).gr_gid)
            except KeyError:
                raise OutletFileFailed(reason="unknown_group") from None
        os.fchmod(descriptor, int(self._target.mode, 8))

    def _take(self, known: object) -> None:
        """Moved aside, looked at again, and only then deleted: another program may write at this very moment."""
        aside = self._beside("old")
        with _told():
            try:
                _patiently(os.rename, self._path, aside)
            except FileNotFoundError:
                return
            if is_the_same(_read(aside), known):
                aside.unlink()
            elif self._path.exists():
                aside.unlink()  # what came between was itself replaced
            else:
                os.rename(aside, self._path)

    def _beside(self, what: str) -> Path:
        return self._path.with_name(f".{self._path.name}.sitthi-{what}-{os.getpid()}-{secrets.token_hex(4)}")

    def _clear_leftovers(self) -> None:
        """What a process of ours that died left half done; one process at a time comes here."""
        for leftover in self._path.parent.glob(f".{glob.escape(self._path.name)}.sitthi-*"):
            with contextlib.suppress(OSError):
                leftover.unlink()


def token_line(session: Session, *, bom: bool) -> bytes:
    """The 30 bytes, or 33 with the mark. Raises OutletTokenKind for a token that is not a Token ID."""
    if not TOKEN_FORMAT.fullmatch(session.token):
        raise OutletTokenKind()
    line = f"{session.cid}#{session.token}".encode("ascii")
    return (BOM if bom else b"") + line


def _is_own(info: os.stat_result) -> bool:
    if sys.platform == "win32":
        return True
    return info.st_uid == os.getuid()


def _read(path: Path) -> bytes:
    with os.fdopen(os.open(path, os.O_RDONLY | _NO_FOLLOW), "rb") as file:
        return file.read(_MOST)


def _patiently(move: Callable[[Path, Path], object], source: Path, target: Path) -> None:
    """On Windows a file that a reader has open at this moment cannot be moved: wait for the reader."""
    deadline = time.monotonic() + (0 if _POSIX else _PATIENCE_S)
    while True:
        try:
            move(source, target)
        except PermissionError:
            if time.monotonic() >= deadline:
                raise
            time.sleep(_PAUSE_S)
        else:
            return


@contextlib.contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except OSError as problem:
        raise _failed(problem) from None


def _failed(problem: OSError) -> OutletFileFailed:
    """The kind of the failure alone: an OSError's text repeats the path."""
    return OutletFileFailed(reason=type(problem).__name__)
