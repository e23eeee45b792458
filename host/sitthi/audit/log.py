"""Writing and reading the audit of one account. Opened per entry: hosts are many and entries are few."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Literal

from sitthi.audit import chain, database
from sitthi.audit.chain import START, Entry, Mark
from sitthi.audit.check import Finding, check
from sitthi.audit.forward import Forwarder
from sitthi.audit.head import HeadChanged, read_head, write_head
from sitthi.card.cid import mask_cid
from sitthi.errors import VaultUnavailable
from sitthi.policy.model import AuditPolicy
from sitthi.session.key import KeyFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_LONGEST = 500
_LONG_DIGITS = re.compile(r"[0-9]{13,}")
"""What could be a citizen ID, which has no place in an entry."""


class Audit:
    """The audit of one account, in `folder`. `policy` and `clock` (timezone-aware) are asked at every entry."""

    def __init__(
        self,
        folder: Path,
        policy: Callable[[], AuditPolicy] = AuditPolicy,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._file, self._head = folder / "audit.db", folder / "audit.head"
        self._key = KeyFile(folder / "audit.key")
        self._policy, self._clock = policy, clock
        self._forwarder = Forwarder()

    def record(self, action: str, *, cid: str | None = None, origin: str = "", outlet: str = "", outcome: str) -> None:
        """Append one entry. Raises sqlite3.Error or OSError when it cannot be written: what is not audited is not done.

        `cid` is the operator's, never a patient's; it is kept as a keyed hash and masked.
        """
        policy, at = self._policy(), (self._clock().astimezone(UTC) - _EPOCH) // _MICROSECOND
        with closing(database.open_database(self._file)) as open_file:
            with _alone(open_file):
                key = self._made_key()
                before = self._end(open_file, key)
                who = chain.person(key, cid) if cid else None
                texts = [_harmless(text) for text in (origin, outlet, outcome)]
                entry = Entry(before.seq + 1, at, action, who, mask_cid(cid) if cid else None, *texts)
                link = chain.link(key, before.link, entry)
                database.insert(open_file, entry, link)
                self._forget_outdated(open_file, key, at - policy.retention_days * 86_400_000_000)
            with _alone(open_file):  # by whoever writes it last it says where the chain ends, never less
                write_head(self._head, key, database.last_mark(open_file) or Mark(entry.seq, link))
        self._forwarder.send(policy.forward, entry, link)

    def events(self, most: int = 100) -> list[dict[str, object]]:
        """The latest entries (-1: all), newest first; `at` as a datetime in UTC."""
        if not self._file.exists():
            return []
        with closing(database.open_database(self._file)) as open_file:
            return [_event(entry) for entry in database.latest(open_file, most)]

    def verify(self) -> Finding:
        """Looks at every entry. Raises sqlite3.Error or OSError when it cannot be read."""
        key = self._key.load() or b""
        if not self._file.exists():
            return check(key, [], None, self._read_head(key))
        with closing(database.open_database(self._file)) as open_file, _alone(open_file):
            return check(key, database.entries(open_file), database.checkpoint(open_file), self._read_head(key))

    def _made_key(self) -> bytes:
        try:
            return self._key.create()
        except VaultUnavailable:
            raise OSError("the audit's key cannot be made") from None

    def _read_head(self, key: bytes) -> Mark | Literal["changed"] | None:
        try:
            return read_head(self._head, key)
        except HeadChanged:
            return "changed"

    def _end(self, open_file: sqlite3.Connection, key: bytes) -> Mark:
        """What the next entry follows. Where the head has seen more than the file has, that gap stays to be seen; where
        the head itself was taken away, one number is left out, so that this too stays to be seen.
        """
        head = self._read_head(key)
        kept = database.last_mark(open_file)
        if kept is None:
            pruned = database.checkpoint(open_file)
            kept = pruned[0] if pruned else Mark(0, START)
        if isinstance(head, Mark):
            return head if head.seq > kept.seq else kept
        if head is None and kept.seq == 0:
            write_head(self._head, key, kept)  # from the first entry on there is one, whenever a process dies
            return kept
        return Mark(kept.seq + 1, kept.link)

    @staticmethod
    def _forget_outdated(open_file: sqlite3.Connection, key: bytes, before: int) -> None:
        mark = database.last_outdated(open_file, before)
        if mark is not None:
            database.forget_up_to(open_file, mark, chain.seal_checkpoint(key, mark))


@contextmanager
def _alone(open_file: sqlite3.Connection) -> Iterator[None]:
    """A transaction that no other process writes in; undone if it fails."""
    open_file.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        open_file.execute("ROLLBACK")
        raise
    open_file.execute("COMMIT")


def _harmless(text: str) -> str:
    return _LONG_DIGITS.sub("…", text)[:_LONGEST]


def _event(entry: Entry) -> dict[str, object]:
    return {**vars(entry), "at": _EPOCH + timedelta(microseconds=entry.at)}
