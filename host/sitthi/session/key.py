"""Where the vault's key is kept, per operating system. Knows nothing of what the key seals.

Linux: a 0600 file in the runtime folder, which is gone when the user logs out. Windows: a file that DPAPI
protects for this user. Elsewhere: the system's keyring, if the `keyring` package is installed.
"""

from __future__ import annotations

import os
import secrets
import sys
from pathlib import Path
from typing import Any, Protocol

from sitthi.errors import VaultUnavailable
from sitthi.session.files import create_private, read_private
from sitthi.session.seal import KEY_BYTES

_KEYRING_SERVICE = "th.sitthi.vault"
_KEYRING_USER = "key"
_MAX_BLOB = 4096


class KeyProvider(Protocol):
    def load(self) -> bytes | None:
        """The key, or None where there is none or it is not fit for use. Raises OSError or
        VaultUnavailable.
        """

    def create(self) -> bytes:
        """The key, made where there is none; of two processes at once both get the same."""

    def stamp(self) -> object:
        """Something that differs after the key was replaced or removed."""

    def files(self) -> list[Path]:
        """The files in which it is, if it is in files."""


class KeyFile:
    """The key as it is, in a file that only the user can read."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self) -> bytes | None:
        content = read_private(self._path, _MAX_BLOB)
        return None if content is None else self._decode(content)

    def create(self) -> bytes:
        """Replaces a file that is not fit for use; of two such replacements at once one could undo the
        other, so the caller holds the writer lock."""
        for _ in range(2):
            key = self.load()
            if key is None and create_private(self._path, self._encode(secrets.token_bytes(KEY_BYTES))):
                key = self.load()
            if key is not None:
                return key
            if self.load() is None:
                self._path.unlink(missing_ok=True)
        raise VaultUnavailable(reason="key_file")

    def stamp(self) -> object:
        try:
            info = os.stat(self._path)
        except OSError:
            return None
        return (info.st_mtime_ns, info.st_ino, info.st_size)

    def files(self) -> list[Path]:
        return [self._path]

    def _encode(self, key: bytes) -> bytes:
        return key

    def _decode(self, content: bytes) -> bytes | None:
        return content if len(content) == KEY_BYTES else None


class DpapiKeyFile(KeyFile):
    """The key in a file that only this Windows user can decrypt."""

    def _encode(self, key: bytes) -> bytes:
        from sitthi.session.dpapi import protect

        return protect(key)

    def _decode(self, content: bytes) -> bytes | None:
        from sitthi.session.dpapi import unprotect

        key = unprotect(content)
        return key if key is not None and len(key) == KEY_BYTES else None


class KeyringKey:
    """The key in the keyring of the system (macOS Keychain and others)."""

    def load(self) -> bytes | None:
        text = self._keyring().get_password(_KEYRING_SERVICE, _KEYRING_USER)
        try:
            key = bytes.fromhex(text or "")
        except ValueError:
            return None
        return key if len(key) == KEY_BYTES else None

    def create(self) -> bytes:
        key = self.load()
        if key is None:
            key = secrets.token_bytes(KEY_BYTES)
            self._keyring().set_password(_KEYRING_SERVICE, _KEYRING_USER, key.hex())
        return key

    def stamp(self) -> object:
        """A keyring tells of no change, and asking it each time could show a prompt."""
        return None

    def files(self) -> list[Path]:
        return []

    @staticmethod
    def _keyring() -> Any:
        from importlib import import_module

        try:
            return import_module("keyring")
        except ImportError:
            raise VaultUnavailable(reason="keyring_missing") from None


def default_key_provider() -> KeyProvider:
    from sitthi import paths

    if sys.platform == "win32":
        return DpapiKeyFile(paths.state_dir() / "vault.key")
    if sys.platform.startswith("linux"):
        return KeyFile(paths.runtime_dir() / "vault.key")
    return KeyringKey()
