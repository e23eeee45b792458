"""What a running host must notice by itself though no file of the vault changed: midnight, idleness, a new policy, and
that it is time to warn of midnight.

One thread that wakes every two seconds; each look costs a few system calls. What it finds due is written to the vault,
from which every host hears of it (session.watcher).
"""

from __future__ import annotations

import logging
from threading import Event, Thread
from typing import TYPE_CHECKING

from sitthi.policy.sources import sources_stamp
from sitthi.service.expiry_warning import ExpiryWarning

if TYPE_CHECKING:
    from collections.abc import Callable

    from sitthi.service.app import App

_EVERY = 2.0
"""Seconds between two looks; a dead or idle session is refused at once anyway, this is for what is shown."""


class Watch:
    def __init__(self, app: App) -> None:
        self._app = app
        self._wake = Event()
        self._stopping = False
        self._thread = Thread(target=self._run, name="sitthi-watch", daemon=True)
        self._policy_seen = (sources_stamp(), False)
        self._warning = ExpiryWarning(app.notify)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopping = True
        self._wake.set()

    def look_now(self) -> None:
        """Something has changed: do not wait for the next look."""
        self._wake.set()

    def _run(self) -> None:
        looks = (self._look_at_session, self._app.lock_if_operator_left, self._look_at_policy)
        while not self._stopping:
            self._wake.wait(_EVERY)
            self._wake.clear()
            for look in looks:
                if not self._stopping:
                    self._guarded(look)

    @staticmethod
    def _guarded(look: Callable[[], object]) -> None:
        """A look that fails (a full disk, a folder closed for a moment) is looked again soon, for ever."""
        try:
            look()
        except Exception as problem:  # noqa: BLE001 - this thread is all that notices midnight
            logging.getLogger(__name__).warning("watch: %s", type(problem).__name__)

    def _look_at_session(self) -> None:
        session = self._app.store.sweep().session
        self._warning.look(session, self._app.store.now())

    def _look_at_policy(self) -> None:
        seen = (sources_stamp(), self._app.policy_outlived())
        if seen != self._policy_seen:
            self._policy_seen = seen
            self._app.reload_policy()
            self._policy_seen = (seen[0], self._app.policy_outlived())
