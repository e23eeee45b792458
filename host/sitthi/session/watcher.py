"""Notices that the vault changed, whoever wrote it. A thread that sleeps until folders change; knows no contents."""

from __future__ import annotations

import threading
from collections.abc import Callable

from sitthi.session.sources.changes import Changes, changes_in
from sitthi.session.vault import Vault

INTERVAL = 5.0
"""Seconds after which it looks without an event too: a folder can be replaced, and a network share tells nothing."""


class VaultWatcher:
    """Calls `listener` on its own thread after each change, including changes that this process made.

    Several changes between two looks are one call. A listener that raises is called again at the next change.
    """

    def __init__(self, vault: Vault, listener: Callable[[], None], interval: float = INTERVAL) -> None:
        self._vault = vault
        self._listener = listener
        self._interval = interval
        self._stopping = threading.Event()
        self._changes: Changes | None = None
        self._changes_lock = threading.Lock()
        self._seen = vault.stamp()
        self._thread = threading.Thread(target=self._run, name="vault-watcher", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Returns when no further call can come; may be called from the listener itself."""
        self._stopping.set()
        with self._changes_lock:
            if self._changes is not None:
                self._changes.wake()
        if self._thread.is_alive() and threading.current_thread() is not self._thread:
            self._thread.join()

    def _run(self) -> None:
        folders = dict.fromkeys(path.parent for path in self._vault.files())
        with changes_in(folders) as changes:
            with self._changes_lock:
                self._changes = changes
            try:
                while not self._stopping.is_set():
                    self._look()
                    changes.wait(self._interval)
            finally:
                with self._changes_lock:
                    self._changes = None

    def _look(self) -> None:
        now = self._vault.stamp()
        if now != self._seen:
            self._seen = now
            self._tell()

    def _tell(self) -> None:
        try:
            self._listener()
        except Exception:  # noqa: BLE001  # the watcher outlives whatever its listener does
            import logging

            # Without the exception's text: it could quote the state.
            logging.getLogger(__name__).error("a vault listener failed")
