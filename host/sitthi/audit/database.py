"""The audit's tables in SQLite (WAL, so that every host and terminal of the account writes the same file).

Knows rows, not what they prove: links and seals are opaque bytes here.
"""

from __future__ import annotations

import os
import sqlite3
import time
from typing import TYPE_CHECKING

from sitthi.audit.chain import Entry, Mark

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_BUSY_SECONDS = 5.0
_BUSY_AGAIN_SECONDS = 0.01
_SCHEMA = """
CREATE TABLE IF NOT EXISTS entry (
    seq INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,         -- microseconds since the epoch, UTC
    action TEXT NOT NULL,
    who TEXT,                    -- keyed hash of the operator's citizen ID
    who_masked TEXT,
    origin TEXT NOT NULL,
    outlet TEXT NOT NULL,
    outcome TEXT NOT NULL,
    link BLOB NOT NULL           -- keyed hash over this entry and the link before it
);
CREATE TABLE IF NOT EXISTS checkpoint (   -- where the entries begin since older ones had their time
    one INTEGER PRIMARY KEY CHECK (one = 1),
    seq INTEGER NOT NULL,
    link BLOB NOT NULL,
    seal BLOB NOT NULL
);
"""
_COLUMNS = "seq, at, action, who, who_masked, origin, outlet, outcome"


def open_database(file: Path) -> sqlite3.Connection:
    """Raises sqlite3.Error. A file that is no database is set aside, as a broken vault is: it must neither block the
    work nor be lost to an investigation.
    """
    try:
        return _open(file)
    except sqlite3.OperationalError:
        raise  # locked or unwritable: nothing is wrong with the content
    except sqlite3.DatabaseError:
        file.replace(file.with_name(f"{file.stem}.corrupt-{time.time_ns()}"))
        return _open(file)


def _open(file: Path) -> sqlite3.Connection:
    if not file.exists():
        os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
    database = sqlite3.connect(file, timeout=_BUSY_SECONDS, isolation_level=None)
    try:
        _use_wal(database)
        database.execute("PRAGMA synchronous=FULL")  # an entry is on the disk before the head says that it exists
        database.executescript(_SCHEMA)
    except sqlite3.Error:
        database.close()
        raise
    return database


def _use_wal(database: sqlite3.Connection) -> None:
    """Two processes that make the file at one moment: SQLite tells one of them at once that it is locked, without the
    patience that it has elsewhere, so the patience is ours.
    """
    deadline = time.monotonic() + _BUSY_SECONDS
    while True:
        try:
            database.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as problem:
            if problem.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
        time.sleep(_BUSY_AGAIN_SECONDS)


def insert(database: sqlite3.Connection, entry: Entry, link: bytes) -> None:
    database.execute(
        f"INSERT INTO entry ({_COLUMNS}, link) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608 - a constant
        (
            entry.seq,
            entry.at,
            entry.action,
            entry.who,
            entry.who_masked,
            entry.origin,
            entry.outlet,
            entry.outcome,
            link,
        ),
    )


def entries(database: sqlite3.Connection) -> Iterator[tuple[Entry, bytes]]:
    """Every entry with its link, in order. One snapshot, even while others write."""
    for row in database.execute(f"SELECT {_COLUMNS}, link FROM entry ORDER BY seq"):  # noqa: S608 - a constant
        yield Entry(*row[:-1]), row[-1]


def latest(database: sqlite3.Connection, most: int) -> list[Entry]:
    """Newest first."""
    rows = database.execute(f"SELECT {_COLUMNS} FROM entry ORDER BY seq DESC LIMIT ?", (most,))  # noqa: S608 - a constant
    return [Entry(*row) for row in rows]


def last_mark(database: sqlite3.Connection) -> Mark | None:
    row = database.execute("SELECT seq, link FROM entry ORDER BY seq DESC LIMIT 1").fetchone()
    return Mark(*row) if row else None


def checkpoint(database: sqlite3.Connection) -> tuple[Mark, bytes] | None:
    """The place before the first entry that is kept, and its seal."""
    row = database.execute("SELECT seq, link, seal FROM checkpoint").fetchone()
    return (Mark(row[0], row[1]), row[2]) if row else None


def last_outdated(database: sqlite3.Connection, before: int) -> Mark | None:
    """The last of the oldest entries that were all made before `before`; an entry that stands behind a younger one
    stays until that one goes, however old a clock that was wrong has made it.
    """
    row = database.execute(
        "SELECT seq, link FROM entry WHERE seq < coalesce((SELECT min(seq) FROM entry WHERE at >= ?), 1 << 62) "
        "ORDER BY seq DESC LIMIT 1",
        (before,),
    ).fetchone()
    return Mark(*row) if row else None


def forget_up_to(database: sqlite3.Connection, mark: Mark, seal: bytes) -> None:
    database.execute("DELETE FROM entry WHERE seq <= ?", (mark.seq,))
    database.execute("INSERT OR REPLACE INTO checkpoint VALUES (1, ?, ?, ?)", (mark.seq, mark.link, seal))
