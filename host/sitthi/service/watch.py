"""What a running host must notice by itself though no file of the vault changed: midnight, idleness, a new policy.

One thread that wakes once a second; each look costs a few system calls. What it finds due is written to the vault, from
which every host hears of it (session.watcher).
"""

from __future__ import annotations

from threading import Event, Thread
from typing import TYPE_CHECKING

from sitthi import paths
from sitthi.errors import VaultUnavailable

if TYPE_CHECKING:
    from sitthi.service.app import App

_EVERY = 1.0
"""Seconds between two looks; a dead or idle session is refused at once anyway, this is for what is shown."""


class Watch:
    def __init__(self, app: App) -> None:
        self._app = app
        self._stop = Event()
        self._thread = Thread(target=self._run, name="sitthi-watch", daemon=True)
        self._policy_seen = _policy_stamp()

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()

    def _run(self) -> None:
        while not self._stop.wait(_EVERY):
            try:
                self._app.store.sweep()
            except VaultUnavailable:
                continue  # every request meets the same and tells it; the next look may find the disk again
            stamp = _policy_stamp()
            if stamp != self._policy_seen:
                self._policy_seen = stamp
                self._app.reload_policy()


def _policy_stamp() -> tuple[object, ...]:
    stamps: list[object] = []
    for path in paths.policy_files():
        try:
            info = path.stat()
            stamps.append((str(path), info.st_mtime_ns, info.st_size, info.st_ino))
        except FileNotFoundError:
            stamps.append((str(path), None))
    return tuple(stamps)
