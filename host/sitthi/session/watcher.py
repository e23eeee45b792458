"""Notices that the vault changed, whoever wrote it. A thread that looks a few times a second; knows no
contents.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from sitthi.session.vault import Vault

INTERVAL = 0.25
"""Seconds between two looks; a change in another process must be known within one second."""


class VaultWatcher:
    """Calls `listener` on its own thread after each change, including changes that this process made.

    Several changes between two looks are one call. A listener that raises is called again at the next change.
    """

    def __init__(self, vault: Vault, listener: Callable[[], None], interval: float = INTERVAL) -> None:
        self._vault = vault
        self._listener = listener
        self._interval = interval
        self._stopping = threading.Event()
        self._seen = vault.stamp()
        self._thread = threading.Thread(target=self._run, name="vault-watcher", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Returns when no further call can come; may be called from the listener itself."""
        self._stopping.set()
        if self._thread.is_alive() and threading.current_thread() is not self._thread:
            self._thread.join()

    def _run(self) -> None:
        while not self._stopping.wait(self._interval):
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
