"""Who may use the Web service, when they last did, and the one token each of them holds (SQLite, WAL).

Expiry and removal are never events that could be missed: both follow from the stamps here and the time a
caller asks about (`rules`). Stamps are whole seconds. A token is kept as SHA-256 only. Knows no HTTP.
"""

import hashlib
import hmac
import secrets
import sqlite3
import string
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from .clock import BANGKOK
from .rules import removal_at, token_expiry

TOKEN_LENGTH = 16
TOKEN_ALPHABET = string.ascii_lowercase + string.digits  # reference: nhso 2 [A]

_SCHEMA = """
CREATE TABLE IF NOT EXISTS user (
    cid TEXT PRIMARY KEY,
    registered_at INTEGER NOT NULL,
    last_used_at INTEGER,
    cancelled INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE IF NOT EXISTS token (
    cid TEXT PRIMARY KEY REFERENCES user (cid) ON DELETE CASCADE,
    sha256 BLOB NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;
"""


class UserNotRegistered(Exception):
    """This citizen ID never was given the right to use the service."""


class UserRemoved(Exception):
    """This user was removed, for not using the service or by hand."""


@dataclass(frozen=True)
class IssuedToken:
    """A fresh token. `last_used_at` is the stamp before this login, None at the first one."""

    cid: str = field(repr=False)
    token: str = field(repr=False)
    issued_at: datetime
    expires_at: datetime
    last_used_at: datetime | None


@dataclass(frozen=True)
class User:
    """One row of the registry as it stands at the time asked about."""

    cid: str = field(repr=False)
    registered_at: datetime
    last_used_at: datetime | None
    removal_at: datetime
    removed: bool
    token_live: bool


class Registry:
    """The user registry in the SQLite file `path`. Safe to use from many threads and processes."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with closing(self._open()) as db:
            db.execute("PRAGMA journal_mode = WAL")
            db.executescript(_SCHEMA)

    def login(self, cid: str, now: datetime) -> IssuedToken:
        """Issue a token, stamp the last use and revoke the token before; UserNotRegistered or UserRemoved."""
        issued_at = now.astimezone(BANGKOK).replace(microsecond=0)
        token = "".join(secrets.choice(TOKEN_ALPHABET) for _ in range(TOKEN_LENGTH))
        expires_at = token_expiry(issued_at)
        with self._connection() as db:
            user = self._user(db, cid, now)
            if user is None:
                raise UserNotRegistered
            if user.removed:
                raise UserRemoved
            db.execute("UPDATE user SET last_used_at = ? WHERE cid = ?", (_stamp(issued_at), cid))
            db.execute("INSERT OR REPLACE INTO token VALUES (?, ?, ?)",
                       (cid, _digest(token), _stamp(expires_at)))  # fmt: skip
        return IssuedToken(cid, token, issued_at, expires_at, user.last_used_at)

    def accepts(self, cid: str, token: str, now: datetime) -> bool:
        """True if `token` is the living token of `cid`. Never stamps a use: only a login does (seed 3)."""
        with self._connection() as db:
            row = db.execute("SELECT sha256 FROM token WHERE cid = ?", (cid,)).fetchone()
            user = self._user(db, cid, now)
        same = hmac.compare_digest(row[0] if row else b"", _digest(token))
        return same and user is not None and user.token_live

    def revoke(self, cid: str, token: str) -> bool:
        """End `token` if it is the one of `cid`; says whether it was."""
        with self._connection() as db:
            done = db.execute("DELETE FROM token WHERE cid = ? AND sha256 = ?", (cid, _digest(token)))
            return done.rowcount == 1

    def register(self, cid: str, now: datetime, last_used_at: datetime | None = None) -> None:
        """Give the right to use the service, anew if it was lost. A token held before is gone."""
        used = None if last_used_at is None else _stamp(last_used_at)
        with self._connection() as db:
            db.execute("DELETE FROM token WHERE cid = ?", (cid,))
            db.execute("INSERT OR REPLACE INTO user VALUES (?, ?, ?, 0)", (cid, _stamp(now), used))

    def set_last_used(self, cid: str, last_used_at: datetime) -> None:
        """Put the stamp of last use at a time of the tester's choosing; UserNotRegistered."""
        self._change("UPDATE user SET last_used_at = ? WHERE cid = ?", _stamp(last_used_at), cid)

    def cancel(self, cid: str) -> None:
        """Remove a user by hand: from now on as if removed for not using the service; UserNotRegistered."""
        self._change("UPDATE user SET cancelled = 1 WHERE cid = ?", cid)

    def forget(self, cid: str) -> None:
        """Drop a user as if never registered; UserNotRegistered."""
        self._change("DELETE FROM user WHERE cid = ?", cid)

    def user(self, cid: str, now: datetime) -> User | None:
        """One user as of `now`."""
        with self._connection() as db:
            return self._user(db, cid, now)

    def users(self, now: datetime) -> list[User]:
        """All users as of `now`, by citizen ID."""
        with self._connection() as db:
            return [_as_user(row, now) for row in db.execute(_USER_ROWS + " ORDER BY user.cid")]

    def clear(self) -> None:
        """Forget every user and token."""
        with self._connection() as db:
            db.execute("DELETE FROM user")

    def _user(self, db: sqlite3.Connection, cid: str, now: datetime) -> User | None:
        row = db.execute(_USER_ROWS + " WHERE user.cid = ?", (cid,)).fetchone()
        return None if row is None else _as_user(row, now)

    def _change(self, statement: str, *values: object) -> None:
        with self._connection() as db:
            if db.execute(statement, values).rowcount == 0:
                raise UserNotRegistered

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        """A connection in a write transaction: two logins of one person come one after the other."""
        with closing(self._open()) as db:
            db.execute("BEGIN IMMEDIATE")
            with db:  # commits, or rolls back when the caller raises
                yield db

    def _open(self) -> sqlite3.Connection:
        db = sqlite3.connect(self._path, timeout=10, isolation_level=None)
        db.execute("PRAGMA foreign_keys = ON")
        return db


_USER_ROWS = """
SELECT user.cid, registered_at, last_used_at, cancelled, expires_at FROM user LEFT JOIN token USING (cid)
"""


def _as_user(row: tuple[str, int, int | None, int, int | None], now: datetime) -> User:
    cid, registered, used, cancelled, token_expires = row
    registered_at = _time(registered)
    last_used_at = None if used is None else _time(used)
    removal = removal_at(last_used_at or registered_at)
    removed = bool(cancelled) or now >= removal
    live = not removed and token_expires is not None and now < _time(token_expires)
    return User(cid, registered_at, last_used_at, removal, removed, live)


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def _stamp(moment: datetime) -> int:
    return int(moment.timestamp())


def _time(stamp: int) -> datetime:
    return datetime.fromtimestamp(stamp, BANGKOK)
