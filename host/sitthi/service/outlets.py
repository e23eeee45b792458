"""The outlets of one process: a keeper for each, woken when the session or the policy changed. Told in `status`.

A login writes the vault and is done; whatever happens here happens afterwards and on other threads.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from threading import Lock
from typing import TYPE_CHECKING

from sitthi import paths
from sitthi.errors import VaultUnavailable, by_name
from sitthi.errors_outlets import OutletClipboardFailed, OutletOff
from sitthi.outlets.entry import Entry
from sitthi.service.briefs import iso
from sitthi.service.outlet_journal import OutletJournal
from sitthi.service.outlet_keeper import OutletKeeper
from sitthi.service.outlet_specs import OutletSpec, leftover, specs_of
from sitthi.session.key import default_key_provider
from sitthi.session.token import Session

if TYPE_CHECKING:
    from sitthi.service.app import App

_STOP_S = 0.5


class Outlets:
    def __init__(self, app: App) -> None:
        self._app = app
        self._journal = OutletJournal(paths.state_dir() / "outlets", default_key_provider())
        self._keepers: dict[str, OutletKeeper] = {}
        self._changing = Lock()
        self._running = False
        self._told: list[dict[str, object]] = []
        self._telling = Lock()
        self._rebuild()

    def start(self) -> None:
        """From now on in the background; what an earlier process left is taken back first."""
        with self._changing:
            self._running = True
            for keeper in self._keepers.values():
                keeper.start()

    def close(self) -> None:
        for keeper in self._keepers.values():
            keeper.stop(_STOP_S)

    def session_changed(self) -> None:
        for keeper in list(self._keepers.values()):
            keeper.wake()

    def policy_changed(self) -> None:
        self._rebuild()
        self.session_changed()

    def settle(self) -> None:
        """One look at each outlet on this thread, for a command that ends now; bounded by the outlets' time-outs."""
        for keeper in self._keepers.values():
            with suppress(VaultUnavailable, OSError):
                keeper.look(hurry=True)

    def copy(self) -> int:
        """The token of the session to the clipboard; for how many seconds. Raises OutletOff, OutletClipboardFailed, and
        as SessionStore.current.
        """
        keeper = next((each for each in self._keepers.values() if each.spec.on and each.spec.on_request), None)
        if keeper is None:
            raise OutletOff()
        try:
            entry = keeper.give(self._app.store.current())
        except VaultUnavailable as problem:
            raise OutletClipboardFailed(reason=str(problem.data.get("reason"))) from None
        if entry.problem is not None:
            problem_data = entry.problem.get("data")
            raise by_name(str(entry.problem["name"]), dict(problem_data) if isinstance(problem_data, dict) else {})
        return self._app.policy.outlet.clipboard.seconds

    def status(self) -> list[dict[str, object]]:
        """Each outlet of the policy, and each other that still holds a token it should not hold.

        Whatever differs from this afterwards is told by `outlets.changed`.
        """
        with self._telling:
            self._told = self._briefs()
            return self._told

    # ---- private -----------------------------------------------------------------------------------------------------

    def _briefs(self) -> list[dict[str, object]]:
        session: Session | None = None
        with suppress(VaultUnavailable):
            session = self._app.store.peek()
        briefs = []
        for keeper in list(self._keepers.values()):
            entry: Entry | None = None
            with suppress(OSError):
                entry = self._journal.load(keeper.spec.id)
            if keeper.spec in specs_of(self._app.policy.outlet) or (entry is not None and entry.problem):
                briefs.append(_brief(keeper.spec, entry, session))
        return briefs

    def _rebuild(self) -> None:
        with self._changing:
            for spec in self._specs():
                if spec.id in self._keepers:
                    self._keepers[spec.id].spec = spec
                    continue
                keeper = OutletKeeper(spec, self._journal, self._app.audit, self._session, self._look_done)
                self._keepers[spec.id] = keeper
                if self._running:
                    keeper.start()

    def _specs(self) -> list[OutletSpec]:
        """Those of the policy, and what the journal knows besides."""
        specs = {spec.id: spec for spec in specs_of(self._app.policy.outlet)}
        for name in dict.fromkeys([*self._journal.names(), *self._keepers]):
            if name in specs:
                continue
            with suppress(OSError):
                entry = self._journal.load(name)
                spec = leftover(name, entry) if entry else None
                if spec is None and name in self._keepers:
                    gone = self._keepers[name].spec
                    spec = OutletSpec(gone.id, gone.kind, gone.name, False, gone.settings)
                if spec is not None:
                    specs[name] = spec
        return list(specs.values())

    def _session(self, entry: Entry, spec: OutletSpec) -> Session | None:
        """Whose token is to be out there now. Raises VaultUnavailable.

        A policy that was broken from the start says nothing about what to take back: a session that is alive keeps what
        it has. On request alone: only what a person asked for in this session stays.
        """
        session = self._app.store.peek()
        if session is None or not (spec.on or self._app.policy_problem):
            return None
        if spec.on and not spec.on_request:
            return session
        return session if entry.done and entry.session == session.id else None

    def _look_done(self) -> None:
        """Tell the browser, once for each change that it can see; in order, whichever keeper was the quicker."""
        with self._telling:
            now = self._briefs()
            if now != self._told:
                self._told = now
                self._app.notify("outlets.changed", {"outlets": now})


def _brief(spec: OutletSpec, entry: Entry | None, session: Session | None) -> dict[str, object]:
    problem = entry.problem if entry else None
    at = entry.at if entry else 0.0
    return {
        "name": spec.name,
        "kind": spec.kind,
        "state": _state(spec, entry, session),
        "problem": problem,
        "at": iso(datetime.fromtimestamp(at, UTC)) if at else None,
    }


def _state(spec: OutletSpec, entry: Entry | None, session: Session | None) -> str:
    if entry is not None and entry.problem:
        return "failed"
    served = entry is not None and session is not None and entry.serves(session.id, spec.settings)
    if entry is not None and entry.trace is not None and not served:
        return "pending"  # to be taken back
    if not spec.on:
        return "off"
    return "ok" if served or session is None or spec.on_request else "pending"
