"""The journal of the outlets on disk: one small file each, with one process at a time at work on it.

No token is in it. What was in the place of ours before, and whose login it was, is sealed under a key that is made from
the vault's, so that it goes when the vault's key goes.
"""

from __future__ import annotations

import base64
import hmac
import json
from contextlib import AbstractContextManager
from pathlib import Path

from sitthi.errors import VaultUnavailable
from sitthi.outlets.entry import Entry, from_json, to_json
from sitthi.session.files import read_small, remove_leftovers, replace_private
from sitthi.session.key import KeyProvider
from sitthi.session.lock import writer_lock
from sitthi.session.seal import BrokenSeal, seal, unseal

_MOST = 1 << 20
_PURPOSE = b"sitthi outlet journal\x00"


class OutletJournal:
    """`folder` is made when something is kept. Names of outlets are file names here: letters, digits and `-`."""

    def __init__(self, folder: Path, keys: KeyProvider) -> None:
        self._folder = folder
        self._keys = keys

    def names(self) -> list[str]:
        """The outlets of which something is known."""
        return sorted(path.stem for path in self._folder.glob("*.json"))

    def load(self, name: str) -> Entry | None:
        """None where nothing is known; a file that cannot be read counts as that. Raises OSError."""
        content = read_small(self._file(name), _MOST)
        try:
            return None if content is None else from_json(json.loads(content), self._unseal)
        except ValueError:
            return None

    def keep(self, name: str, entry: Entry) -> None:
        """On the disk when this returns. Raises OSError, VaultUnavailable. Only for the one who is alone."""
        content = json.dumps(to_json(entry, self._seal)).encode()
        remove_leftovers(self._file(name))
        replace_private(self._file(name), content)

    def forget(self, name: str) -> None:
        self._file(name).unlink(missing_ok=True)

    def alone(self, name: str) -> AbstractContextManager[None]:
        """Raises VaultUnavailable(reason="locked") while another process is at work on this outlet."""
        self._folder.mkdir(mode=0o700, exist_ok=True)
        return writer_lock(self._folder / f"{name}.lock", timeout=0)

    def _file(self, name: str) -> Path:
        return self._folder / f"{name}.json"

    def _seal(self, values: dict[str, object]) -> str:
        key = self._key()
        if key is None:
            raise VaultUnavailable(reason="no_key")
        return base64.b64encode(seal(json.dumps(values).encode(), key, 0)).decode()

    def _unseal(self, text: str) -> dict[str, object]:
        key = self._key()
        if key is None:
            return {}
        try:
            found = json.loads(unseal(base64.b64decode(text), key)[0])
        except (BrokenSeal, ValueError):
            return {}
        return found if isinstance(found, dict) else {}

    def _key(self) -> bytes | None:
        try:
            key = self._keys.load()
        except (OSError, VaultUnavailable):
            return None
        return None if key is None else hmac.digest(key, _PURPOSE, "sha256")
