"""What was asked and answered so far, beside the output, so that a killed batch goes on where it was.

One SQLite file, mode 0600, held by one process at a time; each answer is in it before the next question is asked.
It holds personal data and is removed when the output is in its place.
"""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from sitthi.batch.problem import BatchProblem
from sitthi.batch.reading import Line

MAX_AGE = timedelta(hours=24)
"""Older answers may not be true any more."""

_OURS = 0x53545448  # PRAGMA application_id
_PAGE = 500
_SCHEMA = (
    "CREATE TABLE about (fingerprint TEXT NOT NULL, begun TEXT NOT NULL) STRICT",
    "CREATE TABLE line (number INTEGER PRIMARY KEY, cid TEXT, problem TEXT NOT NULL) STRICT",
    "CREATE TABLE person (first_line INTEGER PRIMARY KEY, cid TEXT NOT NULL UNIQUE, answer TEXT) STRICT",
)
_STORED = ("", "-wal", "-shm", "-journal")
_FOREIGN = ("SQLITE_NOTADB",)
_BUSY = ("SQLITE_BUSY", "SQLITE_LOCKED")
_BROKEN = ("SQLITE_CORRUPT", "SQLITE_ERROR", "SQLITE_SCHEMA")


class Row(NamedTuple):
    """One line of the input; `answer` as it was kept, None where none came."""

    number: int
    cid: str | None
    problem: str
    answer: str | None


class Journal:
    """Made by `Journal.open`. Everything raises BatchProblem: busy, journal_foreign, journal_broken, output."""

    def __init__(self, path: Path, db: sqlite3.Connection) -> None:
        self.path = path
        self._db = db

    @classmethod
    def open(cls, path: Path) -> Journal:
        """The journal at `path`, made if it is not there, held until `close`."""
        while True:
            inode = _private_file(path)
            with _told(path):
                db = sqlite3.connect(path, timeout=0, isolation_level=None)
            try:
                with _told(path):
                    _hold(db, path)
                if sys.platform == "win32" or _inode(path) == inode:
                    return cls(path, db)
            except BaseException:
                db.close()
                raise
            db.close()  # another process was just done and has removed the file that we waited for

    def begun(self) -> tuple[str, datetime] | None:
        """Fingerprint of the input and when it was read; None for a new journal."""
        with _told(self.path):
            if self._db.execute("PRAGMA application_id").fetchone()[0] != _OURS:
                return None
            fingerprint, moment = self._db.execute("SELECT fingerprint, begun FROM about").fetchone()
        return str(fingerprint), datetime.fromisoformat(moment)

    def begin(self, fingerprint: str, now: datetime, lines: Iterable[Line]) -> None:
        """Takes the whole input over, in one step: a kill in between leaves a new journal. `now`: UTC."""
        with _told(self.path):
            self._db.execute("BEGIN IMMEDIATE")
            try:
                for statement in _SCHEMA:
                    self._db.execute(statement)
                self._db.execute(f"PRAGMA application_id = {_OURS}")
                self._db.execute("INSERT INTO about VALUES (?, ?)", (fingerprint, now.isoformat()))
                for line in lines:
                    self._db.execute("INSERT INTO line VALUES (?, ?, ?)", (line.number, line.cid, line.problem))
                    if line.cid:
                        self._db.execute("INSERT OR IGNORE INTO person VALUES (?, ?, NULL)", (line.number, line.cid))
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")

    def people(self) -> int:
        """How many people there are to ask about, each once."""
        return self._count("SELECT count(*) FROM person")

    def answered(self) -> int:
        return self._count("SELECT count(answer) FROM person")

    def unanswered(self) -> Iterator[str]:
        """Citizen IDs in the order of the input; answers may be kept meanwhile."""
        last = 0
        while True:
            with _told(self.path):
                page = self._db.execute(
                    "SELECT first_line, cid FROM person WHERE first_line > ? AND answer IS NULL"
                    " ORDER BY first_line LIMIT ?",
                    (last, _PAGE),
                ).fetchall()
            if not page:
                return
            for last, cid in page:  # noqa: B007  # the next page begins after the last
                yield cid

    def keep(self, cid: str, answer: str) -> None:
        with _told(self.path):
            self._db.execute("UPDATE person SET answer = ? WHERE cid = ?", (answer, cid))

    def rows(self) -> Iterator[Row]:
        """All lines in the order of the input."""
        with _told(self.path):
            found = self._db.execute(
                "SELECT number, line.cid, problem, answer FROM line LEFT JOIN person USING (cid) ORDER BY number"
            )
            yield from map(Row._make, found)

    def close(self) -> None:
        self._db.close()

    def remove(self) -> None:
        """The work is done: nothing of it stays."""
        if sys.platform == "win32":  # an open file cannot be removed there
            self._db.close()
        remove_stored(self.path)
        self._db.close()

    def _count(self, question: str) -> int:
        with _told(self.path):
            return int(self._db.execute(question).fetchone()[0])


def remove_stored(path: Path) -> None:
    """The journal with everything that SQLite keeps beside it."""
    for suffix in _STORED:
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _private_file(path: Path) -> int:
    """Makes the file before SQLite would, with its mode, and takes no other's. Its inode."""
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
    except OSError as error:
        raise BatchProblem("output", reason=type(error).__name__) from None
    try:
        info = os.fstat(descriptor)
    finally:
        os.close(descriptor)  # before SQLite locks the file: closing would let go of its locks
    if sys.platform != "win32" and (info.st_uid != os.getuid() or info.st_mode & 0o077):
        raise BatchProblem("private", file=path.name)
    return info.st_ino


def _inode(path: Path) -> int | None:
    try:
        return path.stat().st_ino
    except FileNotFoundError:
        return None


def _hold(db: sqlite3.Connection, path: Path) -> None:
    """Takes the file for this process alone. WAL: a kill leaves whole transactions, without a sync for each."""
    db.execute("PRAGMA locking_mode = EXCLUSIVE")  # before the first look: so there is no memory to share, either
    ours = db.execute("PRAGMA application_id").fetchone()[0]
    if ours not in (0, _OURS) or (not ours and db.execute("SELECT 1 FROM sqlite_master").fetchone()):
        raise BatchProblem("journal_foreign", file=path.name)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = NORMAL")
    db.execute("BEGIN EXCLUSIVE")
    db.execute("COMMIT")


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """SQLite's failures by what a person can do about them."""
    try:
        yield
    except sqlite3.Error as error:
        name = getattr(error, "sqlite_errorname", None) or type(error).__name__
        if name.startswith(_BUSY):
            raise BatchProblem("busy") from None
        if name.startswith(_FOREIGN):
            raise BatchProblem("journal_foreign", file=path.name) from None
        if name.startswith(_BROKEN):
            raise BatchProblem("journal_broken", file=path.name) from None
        raise BatchProblem("output", reason=name) from None
