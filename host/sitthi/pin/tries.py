"""Remembers how many PIN tries a card said are left, because the Thai card has no counter that can be read.

(reference: thai-id-card 2.2: the number comes with the answer to a try only.) One small file a card in the
user's state folder, named by an HMAC of the CID under a key of this user alone: the file tells nobody whose
card it was. Knows nothing of cards or windows.
"""

from __future__ import annotations

import hmac
import os
import secrets
from pathlib import Path

from sitthi.paths import state_dir

KEY_BYTES = 32
MOST_TRIES = 15  # a status word 63Cx cannot say more


class TriesMemory:
    """`folder` is created on first use with mode 0700. Every method raises OSError where the disk refuses."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def known(self, cid: str) -> int | None:
        """Tries left as the card last said here; 0 = it was blocked; None = not known."""
        try:
            text = self._file(cid).read_text("ascii")
        except (FileNotFoundError, UnicodeDecodeError):
            return None
        return int(text) if text.isdigit() and int(text) <= MOST_TRIES else None

    def record(self, cid: str, attempts_left: int) -> None:
        """Remember the number, surviving a power cut right afterwards."""
        if not 0 <= attempts_left <= MOST_TRIES:
            raise ValueError("tries left out of range")
        _write_private(self._file(cid), str(attempts_left).encode("ascii"))

    def forget(self, cid: str) -> None:
        """The card accepted its PIN (its counter is full again), or a registration office set a new one."""
        self._file(cid).unlink(missing_ok=True)

    def _file(self, cid: str) -> Path:
        return self._folder / hmac.digest(self._key(), cid.encode("ascii"), "sha256").hex()

    def _key(self) -> bytes:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = self._folder / "key"
        key = _read_key(path)
        if key is None:
            # The first writer wins, so that two windows opened at once end with the same key.
            path.unlink(missing_ok=True)
            _write_private(path, secrets.token_bytes(KEY_BYTES), replace=False)
            key = _read_key(path)
        if key is None:
            raise OSError("the key of the tries memory cannot be read back")
        return key


def default_memory() -> TriesMemory:
    """The memory of the user who runs this process."""
    return TriesMemory(state_dir() / "pin-tries")


def _read_key(path: Path) -> bytes | None:
    try:
        key = path.read_bytes()
    except FileNotFoundError:
        return None
    return key if len(key) == KEY_BYTES else None


def _write_private(path: Path, content: bytes, *, replace: bool = True) -> None:
    temporary = path.with_name(f".{path.name[:16]}-{secrets.token_hex(8)}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with open(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if replace:
            os.replace(temporary, path)
        else:
            try:
                os.link(temporary, path)
            except FileExistsError:
                return
    finally:
        temporary.unlink(missing_ok=True)
