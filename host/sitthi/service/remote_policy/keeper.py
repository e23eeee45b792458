"""When a running host asks for the remote policy: at its start, then now and then, never all hosts at one moment."""

from __future__ import annotations

import logging
import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Event, Thread

from sitthi.policy.remote.kept import RemoteStatus
from sitthi.policy.remote.settings import RemotePolicy
from sitthi.service.remote_policy.refresh import refresh

_START_SPREAD = 5.0
"""Seconds within which hosts ask that start together and have a policy already."""
_JUST_ASKED = timedelta(minutes=2)
"""Another host of the account (another browser) has just asked: a starting one need not."""
_FIRST_RETRY = 60.0


class RemoteKeeper:
    """`status()`: what the policy in force says about the server now. What comes is noticed as any change of a file is
    (service/watch.py), so that every host of the account takes it over.
    """

    def __init__(
        self,
        status: Callable[[], RemoteStatus | None],
        ask: Callable[[RemotePolicy, datetime], str | None] = refresh,
    ) -> None:
        self._status = status
        self._ask = ask
        self._wake = Event()
        self._running = False
        self._thread: Thread | None = None
        self._settings: RemotePolicy | None = None

    def start(self) -> None:
        self._running = True
        self.policy_changed()

    def policy_changed(self) -> None:
        """Asks at once where the policy names another server or key."""
        status = self._status()
        settings = status.settings if status else None
        if settings == self._settings or not self._running:
            return
        self._settings = settings
        if self._thread is None and settings is not None:  # most machines have none, and no thread for it
            self._thread = Thread(target=self._run, name="sitthi-remote-policy", daemon=True)
            self._thread.start()
        self._wake.set()

    def stop(self) -> None:
        self._running = False
        self._wake.set()

    def _run(self) -> None:
        asked: RemotePolicy | None = None
        failures, pause = 0, 0.0
        while self._running:
            self._wake.clear()
            if not self._running:
                return
            settings = self._settings
            if settings != asked:
                asked, failures, pause = settings, 0, first_pause(self._status(), datetime.now(UTC))
            if self._wake.wait(pause if settings is not None else None):
                continue
            if settings is not None and settings.keys:
                failures = 0 if self._attempt(settings) else failures + 1
            pause = next_pause(settings or RemotePolicy(), failures)

    def _attempt(self, settings: RemotePolicy) -> bool:
        """Whether there is no reason to ask again soon."""
        try:
            return self._ask(settings, datetime.now(UTC)) in ("", None)
        except Exception as problem:  # noqa: BLE001 - this thread is all that asks
            logging.getLogger(__name__).warning("remote policy: %s", type(problem).__name__)
            return False


def first_pause(status: RemoteStatus | None, now: datetime) -> float:
    """Seconds from a host's start to its first question. At once where nothing is kept."""
    if status is None or not status.in_force:
        return 0.0
    checked = status.checked_at
    if status.outcome == "" and checked is not None and timedelta() <= now - checked < _JUST_ASKED:
        return next_pause(status.settings, 0)
    return random.uniform(0, _START_SPREAD)  # noqa: S311 - spreads load, keeps no secret


def next_pause(settings: RemotePolicy, failures: int) -> float:
    """Seconds to the next question: a failure is tried again sooner, ever more seldom, never oftener than agreed."""
    whole = settings.every_minutes * 60.0
    soon = _FIRST_RETRY * 2.0 ** min(failures - 1, 10)
    return (min(whole, soon) if failures else whole) * random.uniform(0.8, 1.2)  # noqa: S311 - spreads load
