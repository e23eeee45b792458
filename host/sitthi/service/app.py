"""The service of one process: owns policy, session store, card board and audit, and routes methods to actions.

Used by the native-messaging host (with its `notify`) and by the command line. Knows nothing of frames.
"""

from __future__ import annotations

from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING

from sitthi import paths
from sitthi.audit import Audit
from sitthi.card.pcsc import open_card
from sitthi.card.thai_id import read_identity
from sitthi.errors import LoginInProgress, PolicyInvalid, VaultUnavailable
from sitthi.policy.load import load_policy
from sitthi.policy.model import Policy
from sitthi.policy.sources import Explanation, current_policy
from sitthi.service.actions import (
    api,
    authen,
    card_read,
    copy,
    diagnose,
    fill,
    login,
    logout,
    reveal,
    rights,
    sites,
    status,
)
from sitthi.service.board import CardBoard, Change, Slot
from sitthi.service.briefs import card_brief, ended_brief, reader_brief, session_brief
from sitthi.service.outlets import Outlets
from sitthi.service.rate import RateLimits
from sitthi.service.remote_policy.keeper import RemoteKeeper
from sitthi.service.visit import VisitMemory
from sitthi.service.watch import Watch
from sitthi.session.clock import boot_ticks
from sitthi.session.lock import writer_lock
from sitthi.session.store import SessionStore, utc_now
from sitthi.session.vault import default_vault
from sitthi.session.watcher import VaultWatcher

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from sitthi.card.thai_id import Identity
    from sitthi.session.rules import Inactivity

    Notify = Callable[[str, dict[str, object]], None]
    Action = Callable[["App", dict[str, object]], dict[str, object]]

_ACTIONS: dict[str, Action] = {
    "status": status.run,
    "card.read": card_read.run,
    "session.login": login.run,
    "session.logout": logout.run,
    "session.reveal": reveal.run,
    "outlets.copy": copy.run,
    "fill.values": fill.values,
    "api.call": api.run,
    "fill.report": fill.report,
    "rights.check": rights.run,
    "authen.types": authen.types,
    "authen.claim": authen.claim,
    "sites.list": sites.run,
    "diagnose": diagnose.run,
}

_NEED_A_POLICY = {
    "session.login", "session.reveal", "outlets.copy", "fill.values", "rights.check", "card.read", "api.call",
    "authen.types", "authen.claim",
}  # fmt: skip

_QUICK = {"status", "session.reveal", "fill.report", "sites.list"}
"""Methods that neither wait for a card, the network nor a person."""


class App:
    """`notify(method, params)` sends a notification of the protocol; it may be called from any thread.

    With `watching=False` (the command line) nothing runs in the background but the PC/SC loop.
    """

    def __init__(self, notify: Notify, *, watching: bool = True) -> None:
        self.notify = notify
        self.login_running = False
        self.login_source: str | None = None  # the one that is being asked for the token, after the PIN
        watch = Watch(self)  # before the policy is read, so that a change in between is not missed
        self.policy, self.policy_origin, self.policy_problem = _load_policy()
        self._never_had_a_policy = self.policy_problem is not None
        vault = default_vault()
        self.store = SessionStore(vault, utc_now, self.policy, boot_ticks)
        self.audit = Audit(paths.state_dir(), lambda: self.policy.audit, self._true_time)
        self.outlets = Outlets(self)
        self.rate = RateLimits()
        self.visit = VisitMemory()
        self.board = CardBoard(_identity_in, self._card_changed)
        self._remote_policy = RemoteKeeper(lambda: self.policy_origin.remote)
        self._watchers: list[Watch | VaultWatcher] = []
        if watching:
            self._watchers = [watch, VaultWatcher(vault, self.session_changed)]
        for watcher in self._watchers:
            watcher.start()
        if watching:
            self.outlets.start()
            self._remote_policy.start()
        self._watch = watch
        self.board.start()

    # ---- the server's side -------------------------------------------------------------------------------------------

    def slow(self, method: str) -> bool:
        return method not in _QUICK

    def call(self, method: str, params: dict[str, object]) -> dict[str, object]:
        if method in _NEED_A_POLICY:
            self.require_policy()
        return _ACTIONS[method](self, params)

    def require_policy(self) -> None:
        """A policy file that was broken from the start must not act like none: nothing is done by the defaults."""
        if self._never_had_a_policy and self.policy_problem is not None:
            raise type(self.policy_problem)(**self.policy_problem.data)

    def close(self) -> None:
        for watcher in self._watchers:
            watcher.stop()
        self._remote_policy.stop()
        self.outlets.close()
        self.board.stop()

    # ---- what actions ask --------------------------------------------------------------------------------------------

    def operator_cid(self) -> str | None:
        session = self.store.peek()
        return session.cid if session else None

    def inactivity(self) -> Inactivity | None:
        """Of the operator, or of the one Thai ID card that is in while nobody is logged in."""
        operator = self.operator_cid()
        if operator is None:
            cids = [slot.identity.cid for slot in self.board.slots() if slot.identity]
            operator = cids[0] if len(cids) == 1 else None
        return self.store.inactivity(operator) if operator else None

    @contextmanager
    def login_slot(self) -> Iterator[None]:
        """One PIN window at a time on this account, whichever browser asks; browsers are told while it is open."""
        with ExitStack() as held:
            try:
                held.enter_context(writer_lock(paths.state_dir() / "login.lock", timeout=0))
            except VaultUnavailable as problem:
                if problem.data.get("reason") == "locked":
                    raise LoginInProgress() from None
                raise
            try:
                self.login_running = True
                self._tell_session()
                yield
            finally:
                self.login_running = False
                self.login_source = None
                self._tell_session()
                self._watch.look_now()  # the card may have left while the window was open

    def asking_source(self, name: str) -> None:
        """The PIN was right: browsers are told what the login waits for now."""
        self.login_source = name
        self._tell_session()

    # ---- what changes by itself --------------------------------------------------------------------------------------

    def session_changed(self) -> None:
        self.outlets.session_changed()
        session, ended = self.store.peek(), self.store.last_end()
        self.visit.forget_other_sessions(session.id if session and not session.locked else None)
        self.notify(
            "session.changed",
            {
                "session": session_brief(session, self.store.now()) if session else None,
                "ended": ended_brief(ended) if ended and not session else None,
                "pin_window": self.login_running,
            },
        )

    def reload_policy(self) -> None:
        """A broken new policy keeps the last good one in force; `status` and `diagnose` show the problem."""
        policy, origin, problem = _load_policy()
        self.policy_problem = problem
        if problem is None:
            self._never_had_a_policy = False
            self.policy, self.policy_origin = policy, origin
            self.store.policy = policy
            self.outlets.policy_changed()
            self._remote_policy.policy_changed()
        self.notify("policy.changed", {"revision": self.policy.revision})

    def remote_policy_problem(self) -> PolicyInvalid | None:
        """What to show of the policy server; unlike `policy_problem` it stops nobody from working."""
        return self.policy_origin.remote.failure() if self.policy_origin.remote else None

    def policy_outlived(self) -> bool:
        """Whether the server's policy has expired since the policy was read."""
        remote = self.policy_origin.remote
        return remote is not None and remote.text is not None and not remote.expired and remote.text.expired(utc_now())

    def lock_if_operator_left(self) -> None:
        """The rule of `lock_on_removal`, by what is there now, not by an event that a host may have missed.

        A card that could not be read may be the operator's, and counts as it.
        """
        if not self.policy.session.lock_on_removal or self.login_running or not self.board.settled():
            return
        session = self.store.peek()
        if session is None or session.locked:
            return
        held = [slot for slot in self.board.slots() if slot.state != "empty"]
        if not any(slot.identity is None or slot.identity.cid == session.cid for slot in held):
            self.store.lock()

    def _true_time(self) -> datetime:
        """The corrected time; this machine's where the vault cannot be asked."""
        try:
            return self.store.now()
        except VaultUnavailable:
            return utc_now()

    def _tell_session(self) -> None:
        """Tell it if it can be known; what is asked next meets the same vault and says why not."""
        with suppress(VaultUnavailable):
            self.session_changed()

    def _card_changed(self, change: Change, reader: str, slot: Slot | None) -> None:
        if change != "readers":
            self.visit.forget_reader(reader)
        operator = None
        with suppress(VaultUnavailable):
            operator = self.operator_cid()
        if change == "readers":
            readers = [reader_brief(each, operator) for each in self.board.slots()]
            self.notify("reader.changed", {"readers": readers})
        elif change == "inserted" and slot is not None:
            brief = card_brief(slot, operator)
            if brief:
                self.notify("card.inserted", {"reader": reader, "card": brief})
        elif change == "removed":
            self.notify("card.removed", {"reader": reader})
            self._watch.look_now()


def _identity_in(reader: str) -> Identity:
    with open_card(reader) as connection:
        return connection.read(read_identity)


def _load_policy() -> tuple[Policy, Explanation, PolicyInvalid | None]:
    """The policy in force; a broken local source means the defaults (no site at all) and its problem."""
    try:
        return *current_policy(), None
    except PolicyInvalid as problem:
        return load_policy([]), Explanation((), None), problem
