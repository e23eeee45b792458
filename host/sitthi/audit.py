"""The audit: who did what, when, for which origin, with which outcome. Never a name, a token or a patient's citizen ID.

SQLite in WAL mode, so that every host and terminal of the account writes into the same file. The operator is kept as a
masked citizen ID and a keyed hash, which tells two operators apart without telling who they are.
"""

from __future__ import annotations

import hmac
import os
import secrets
import sqlite3
import time
from contextlib import closing
from typing import TYPE_CHECKING

from sitthi.card.cid import mask_cid

if TYPE_CHECKING:
    from pathlib import Path

RETENTION_DAYS = 90
_BUSY_MS = 2000
_SCHEMA = """
CREATE TABLE IF NOT EXISTS event (
    id INTEGER PRIMARY KEY,
    at REAL NOT NULL,            -- seconds since the epoch, UTC
    action TEXT NOT NULL,
    who TEXT,                    -- keyed hash of the operator's citizen ID
    who_masked TEXT,
    origin TEXT NOT NULL,
    outcome TEXT NOT NULL
)
"""


class Audit:
    """The audit of one account, in `folder`. Opened per record: hosts are many and records are few."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "audit.db"
        self._key_file = folder / "audit.key"

    def record(self, action: str, *, cid: str | None = None, origin: str = "", outcome: str) -> None:
        """Append one event. Raises sqlite3.Error when it cannot be written: what is not audited is not done."""
        who = hmac.digest(self._key(), cid.encode(), "sha256").hex()[:16] if cid else None
        now = time.time()
        with closing(self._open()) as database, database:
            database.execute(
                "INSERT INTO event (at, action, who, who_masked, origin, outcome) VALUES (?, ?, ?, ?, ?, ?)",
                (now, action, who, mask_cid(cid) if cid else None, origin, outcome),
            )
            database.execute("DELETE FROM event WHERE at < ?", (now - RETENTION_DAYS * 86400,))

    def events(self, most: int = 100) -> list[dict[str, object]]:
        """The latest events, newest first."""
        with closing(self._open()) as database:
            database.row_factory = sqlite3.Row
            rows = database.execute("SELECT * FROM event ORDER BY id DESC LIMIT ?", (most,)).fetchall()
        return [dict(row) for row in rows]

    def _open(self) -> sqlite3.Connection:
        try:
            return self._open_as_it_is()
        except sqlite3.OperationalError:
            raise  # locked or unwritable: nothing is wrong with the content
        except sqlite3.DatabaseError:
            # Set aside, as a broken vault is: it must neither block the work nor be lost to an investigation.
            self._file.replace(self._file.with_name(f"audit.corrupt-{time.time_ns()}"))
            return self._open_as_it_is()

    def _open_as_it_is(self) -> sqlite3.Connection:
        if not self._file.exists():
            os.close(os.open(self._file, os.O_CREAT | os.O_RDWR, 0o600))
        database = sqlite3.connect(self._file, timeout=_BUSY_MS / 1000)
        try:
            database.execute("PRAGMA journal_mode=WAL")
            database.execute("PRAGMA synchronous=NORMAL")
            database.execute(_SCHEMA)
        except sqlite3.Error:
            database.close()
            raise
        return database

    def _key(self) -> bytes:
        try:
            key = self._key_file.read_bytes()
            if len(key) == 32:
                return key
        except FileNotFoundError:
            pass
        temporary = self._key_file.with_name(f".audit.key.{os.getpid()}.{secrets.token_hex(4)}")
        with os.fdopen(os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            file.write(secrets.token_bytes(32))
        try:
            os.link(temporary, self._key_file)  # the first writer wins; a second keeps the first one's key
        except FileExistsError:
            if self._key_file.stat().st_size != 32:
                os.replace(temporary, self._key_file)
        finally:
            temporary.unlink(missing_ok=True)
        return self._key_file.read_bytes()
