"""One outlet's thread: looks when something changed, and again after a failure's pause. Never on a login's way.

Every host has one for each outlet; the lock of the journal lets one work, and the others read what it wrote.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import replace
from threading import Event, Thread, current_thread

from sitthi.errors import VaultUnavailable
from sitthi.outlets.entry import Entry
from sitthi.outlets.reconcile import AuditLog, Desk, due, reconcile
from sitthi.service.outlet_journal import OutletJournal
from sitthi.service.outlet_specs import OutletSpec
from sitthi.session.token import Session

_ELSEWHERE_S = 1.0
"""Until the next look while another process is at work on this outlet."""
_AFTER_FAULT_S = 30.0


class OutletKeeper:
    """`session` says whose token is to be out there now; it may raise VaultUnavailable. `told` is called on the
    keeper's thread after each look.
    """

    def __init__(
        self,
        spec: OutletSpec,
        journal: OutletJournal,
        audit: AuditLog,
        session: Callable[[Entry, OutletSpec], Session | None],
        told: Callable[[], None],
    ) -> None:
        self.spec = spec
        self._journal, self._audit, self._session, self._told = journal, audit, session, told
        self._wake = Event()
        self._stopping = False
        self._thread: Thread | None = None

    def start(self) -> None:
        self._thread = Thread(target=self._run, name=f"sitthi-{self.spec.id}", daemon=True)
        self._thread.start()

    def wake(self) -> None:
        self._wake.set()

    def stop(self, wait_s: float) -> None:
        """Waits at most so long; what is under way then ends by its own time-outs, or with the process."""
        self._stopping = True
        self._wake.set()
        if self._thread is not None and self._thread is not current_thread():
            self._thread.join(wait_s)

    def look(self, *, hurry: bool = False) -> float | None:
        """Once, on the caller's thread; seconds until the next look is due, None = when something changes."""
        spec, entry = self.spec, self._journal.load(self.spec.id) or _new(self.spec)
        wanted = self._wanted(entry)
        if not _to_do(entry, spec, wanted):
            return None
        if not hurry and not due(entry, wanted.id if wanted else "", time.time()):
            return self._pause(entry)
        with self._journal.alone(spec.id):
            entry = self._journal.load(spec.id) or _new(spec)
            entry = reconcile(entry, spec.build(), spec.settings, self._wanted(entry), self._desk(), hurry=hurry)
            if not spec.on and entry.trace is None and entry.problem is None:
                self._journal.forget(spec.id)
        return self._pause(entry)

    def give(self, session: Session) -> Entry:
        """On request: the entry after a delivery to this session, whatever was there before."""
        with self._journal.alone(self.spec.id):
            entry = replace(self._journal.load(self.spec.id) or _new(self.spec), done=False)
            return reconcile(entry, self.spec.build(), self.spec.settings, session, self._desk(), hurry=True)

    # ---- private -----------------------------------------------------------------------------------------------------

    def _run(self) -> None:
        self._wake.set()  # what an earlier process left is looked at first
        pause: float | None = None
        while not self._stopping:
            self._wake.wait(pause)
            self._wake.clear()
            if self._stopping:
                return
            try:
                pause = self.look()
            except VaultUnavailable:
                pause = _ELSEWHERE_S
            except Exception as fault:  # noqa: BLE001 - this thread is all that takes a token back
                logging.getLogger(__name__).error("outlet: %s", type(fault).__name__)
                pause = _AFTER_FAULT_S
            self._told()

    def _wanted(self, entry: Entry) -> Session | None:
        return self._session(entry, self.spec)

    def _desk(self) -> Desk:
        return Desk(lambda entry: self._journal.keep(self.spec.id, entry), self._audit, time.time())

    @staticmethod
    def _pause(entry: Entry) -> float | None:
        return max(0.1, entry.next_try - time.time()) if entry.problem else None


def _new(spec: OutletSpec) -> Entry:
    return Entry(spec.kind, spec.name)


def _to_do(entry: Entry, spec: OutletSpec, wanted: Session | None) -> bool:
    if wanted is None:
        return entry.trace is not None or entry.problem is not None
    return not entry.serves(wanted.id, spec.settings)
