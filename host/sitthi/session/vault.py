"""The one sealed file that all host processes of a user share. No daemon owns it, and a host that dies
loses nothing.

Readers take no lock: a file is replaced whole. Writers take turns (lock.py). A file that cannot be opened
(cut, altered, of another version, of another key) means "logged out" and is set aside for a diagnosis; it
is never an exception. Knows nothing of what a session may do: that is store.py.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from sitthi.errors import VaultUnavailable
from sitthi.session.files import read_small, remove_leftovers, replace_private
from sitthi.session.key import KeyProvider
from sitthi.session.lock import writer_lock
from sitthi.session.seal import HEAD_BYTES, BrokenSeal, seal, unseal
from sitthi.session.state import BadState, VaultState, pack_state, unpack_state

_MAX_BYTES = 1 << 20
_KEPT_CORRUPT = 3


@dataclass(frozen=True)
class Stamp:
    """A version of the vault: equal stamps mean the same content under the same key.

    The head of the file is in it because a file system's clock may tick slower than two writes follow each
    other.
    """

    mtime_ns: int
    inode: int
    size: int
    head: bytes
    key: object


class Vault:
    def __init__(self, path: Path, key_provider: KeyProvider, lock_timeout: float = 5.0) -> None:
        self._path = path
        self._keys = key_provider
        self._lock_path = path.with_name(path.name + ".lock")
        self._lock_timeout = lock_timeout

    def load(self) -> VaultState:
        """The state now; the empty state where there is none that opens. Raises VaultUnavailable(reason)."""
        with _as_unavailable():
            sealed, key = self._read()
        state = _open(sealed, key)
        if state is None and sealed is not None and key is not None:
            self._set_aside_if_still_broken()
        return state or VaultState()

    def update(self, change: Callable[[VaultState], VaultState]) -> VaultState:
        """Applies `change` to the newest state and writes the result, unless it is equal; returns what
        holds now.

        `change` runs under the writer lock: it must be short and take no lock itself. If it raises, nothing
        is written. Raises VaultUnavailable(reason).
        """
        with writer_lock(self._lock_path, self._lock_timeout):
            with _as_unavailable():
                sealed, key = self._read()
            old = _open(sealed, key)
            if old is None and sealed is not None and key is not None:
                self._set_aside()
            old = old or VaultState()
            with _as_unavailable():
                key = key or self._keys.create()
            new = replace(change(old), generation=old.generation)
            if new == old:
                return old
            new = replace(new, generation=old.generation + 1)
            with _as_unavailable():
                remove_leftovers(self._path)
                replace_private(self._path, seal(pack_state(new), key, new.generation))
            return new

    def stamp(self) -> Stamp | None:
        """The version on disk now; None without a file. Cheap: one stat and one short read."""
        try:
            with self._path.open("rb") as file:
                info = os.fstat(file.fileno())
                head = file.read(HEAD_BYTES)
        except OSError:
            return None
        return Stamp(info.st_mtime_ns, info.st_ino, info.st_size, head, self._keys.stamp())

    def changed_since(self, stamp: Stamp | None) -> bool:
        return self.stamp() != stamp

    @property
    def folder(self) -> Path:
        return self._path.parent

    def files(self) -> list[Path]:
        """The files by which it changes, as far as it has files."""
        return [self._path, *self._keys.files()]

    def _read(self) -> tuple[bytes | None, bytes | None]:
        return read_small(self._path, _MAX_BYTES), self._keys.load()

    def _set_aside_if_still_broken(self) -> None:
        """Only under the lock, after another look: a writer may just have put a good file there."""
        with contextlib.suppress(VaultUnavailable), writer_lock(self._lock_path, self._lock_timeout):
            with _as_unavailable():
                sealed, key = self._read()
            if sealed is not None and key is not None and _open(sealed, key) is None:
                self._set_aside()

    def _set_aside(self) -> None:
        with contextlib.suppress(OSError):
            number = self._path.stat().st_mtime_ns
            os.replace(self._path, self._path.with_name(f"{self._path.stem}.corrupt-{number}"))
            for old in sorted(self._path.parent.glob(f"{self._path.stem}.corrupt-*"))[:-_KEPT_CORRUPT]:
                old.unlink()


def _open(sealed: bytes | None, key: bytes | None) -> VaultState | None:
    if sealed is None or key is None:
        return None
    try:
        return unpack_state(*unseal(sealed, key))
    except (BrokenSeal, BadState):
        return None


@contextlib.contextmanager
def _as_unavailable() -> Iterator[None]:
    """A file system that refuses is a failure with a name; a broken content is not (see load)."""
    try:
        yield
    except OSError as error:
        raise VaultUnavailable(reason=type(error).__name__) from None


def default_vault() -> Vault:
    from sitthi import paths
    from sitthi.session.key import default_key_provider

    return Vault(paths.state_dir() / "vault.bin", default_key_provider())
