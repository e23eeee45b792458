"""The head: how far the audit once reached, in a file beside the database. A database cut at its end is shorter."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING

from sitthi.audit.chain import Mark, seal_head
from sitthi.session.files import read_private, replace_private

if TYPE_CHECKING:
    from pathlib import Path

_BYTES = 8 + 32 + 32


class HeadChanged(Exception):
    """There is a head, but not one that this key has sealed."""


def read_head(path: Path, key: bytes) -> Mark | None:
    """None where there is none. Raises HeadChanged, OSError."""
    content = read_private(path, _BYTES)
    if content is None and not path.exists():
        return None
    if content is None or len(content) != _BYTES:
        raise HeadChanged
    mark = Mark(int.from_bytes(content[:8], "big"), content[8:40])
    if not hmac.compare_digest(content[40:], seal_head(key, mark)):
        raise HeadChanged
    return mark


def write_head(path: Path, key: bytes, mark: Mark) -> None:
    replace_private(path, mark.seq.to_bytes(8, "big") + mark.link + seal_head(key, mark))
