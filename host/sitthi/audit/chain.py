"""What ties the entries together: each carries a keyed hash over itself and the one before. Pure; no files.

Without the key nobody can make a link, so an entry that was edited, put in, taken out or moved no longer fits.
"""

from __future__ import annotations

import hmac
import json
from dataclasses import dataclass

START = b"\x00" * 32
"""The link before the first entry."""

_ENTRY, _HEAD, _CHECKPOINT, _WHO = (
    b"sitthi audit entry\x00",
    b"sitthi audit head\x00",
    b"sitthi audit checkpoint\x00",
    b"sitthi audit person\x00",
)


@dataclass(frozen=True)
class Entry:
    """One line of the audit. `at` in microseconds since the epoch, UTC; `who` a keyed hash, as `person` makes it."""

    seq: int
    at: int
    action: str
    who: str | None
    who_masked: str | None
    origin: str
    outlet: str
    outcome: str


@dataclass(frozen=True)
class Mark:
    """A place in the chain: an entry's number and its link."""

    seq: int
    link: bytes


def link(key: bytes, before: bytes, entry: Entry) -> bytes:
    """32 bytes that only the holder of the key can make for this entry at this place."""
    content = [entry.seq, entry.at, entry.action, entry.who, entry.who_masked]
    content += [entry.origin, entry.outlet, entry.outcome]
    return hmac.digest(key, _ENTRY + before + json.dumps(content).encode(), "sha256")


def seal_head(key: bytes, mark: Mark) -> bytes:
    """Proves that the chain once reached `mark`: kept outside the database, it shows an end that was cut off."""
    return _seal(key, _HEAD, mark)


def seal_checkpoint(key: bytes, mark: Mark) -> bytes:
    """Proves that everything up to `mark` was taken away by us, because its time was over."""
    return _seal(key, _CHECKPOINT, mark)


def person(key: bytes, cid: str) -> str:
    """16 hex digits that tell two people apart without telling who they are."""
    return hmac.digest(key, _WHO + cid.encode(), "sha256").hex()[:16]


def _seal(key: bytes, purpose: bytes, mark: Mark) -> bytes:
    return hmac.digest(key, purpose + mark.seq.to_bytes(8, "big") + mark.link, "sha256")
