"""Several processes on one vault in any order: logins, logouts, locks, a clock that jumps, processes that die.

What the test expects is a small model of its own: who is logged in, by which login, locked or not.
"""

import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from sitthi.errors import NotLoggedIn, SessionLocked, TokenExpired, TokenRevoked
from sitthi.policy.model import Policy, SessionPolicy
from sitthi.session import files
from sitthi.session.key import KeyFile
from sitthi.session.rules import expiry
from sitthi.session.store import SessionStore
from sitthi.session.token import Session
from sitthi.session.vault import Vault
from unit.session.conftest import CID, OTHER_CID

PROCESSES = 3
IDLE = timedelta(minutes=15)
START = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)  # 09:00 in Bangkok
processes, cids = st.integers(0, PROCESSES - 1), st.sampled_from([CID, OTHER_CID])
REFUSALS = {"expired": TokenExpired, "revoked": TokenRevoked, "logout": NotLoggedIn, "": NotLoggedIn}


class Died(BaseException):
    """The process was killed here."""


@dataclass
class Expected:
    session: Session | None = None
    locked: bool = False
    used: datetime = START
    ended: str = ""


class OneVault(RuleBasedStateMachine):
    @initialize()
    def switch_on(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.no_sync = mock.patch("os.fsync")  # a disk's patience is not the matter here
        self.no_sync.start()
        self.now, self.model, self.logins = START, Expected(), 0
        self.stores = [self.open() for _ in range(PROCESSES)]

    def open(self) -> SessionStore:
        vault = Vault(Path(self.folder.name, "vault.bin"), KeyFile(Path(self.folder.name, "vault.key")))
        policy = Policy(session=SessionPolicy(idle_minutes=int(IDLE.total_seconds() // 60)))
        return SessionStore(vault, lambda: self.now, policy)

    def settle(self) -> None:
        """What time alone does."""
        model = self.model
        if model.session is None:
            return
        if not model.session.issued_at - timedelta(minutes=5) <= self.now < model.session.expires_at:
            self.model = Expected(ended="expired")
        elif not model.used - timedelta(minutes=5) <= self.now < model.used + IDLE:
            model.locked = True

    def new_session(self, cid: str) -> Session:
        self.logins += 1
        return Session(cid, "n", "n", f"{self.logins:016}", "uc", "issuer", self.now, expiry(self.now), self.now)

    @rule(process=processes, cid=cids)
    def log_in(self, process: int, cid: str) -> None:
        session = self.new_session(cid)
        held = self.stores[process].begin(session)
        old = self.model.session
        if held.id != session.id:  # of one person's logins the one that was issued last
            assert old is not None and held.id == old.id and cid == old.cid and old.issued_at > session.issued_at
            return
        self.model = Expected(session, used=self.now)

    @rule(process=processes, cid=cids)
    def log_in_and_die_before_the_vault_is_replaced(self, process: int, cid: str) -> None:
        replace = files.rename_over

        def die(source: Path, target: Path) -> None:
            if target.name == "vault.bin":
                raise Died
            replace(source, target)

        with mock.patch.object(files, "rename_over", die), pytest.raises(Died):
            self.stores[process].begin(self.new_session(cid))
        self.stores[process] = self.open()

    @rule(process=processes)
    def die_and_start_again(self, process: int) -> None:
        Path(self.folder.name, "vault.bin.tmp-1-dead").write_bytes(b"SITV half")
        self.stores[process] = self.open()

    @rule(process=processes, reason=st.sampled_from(["logout", "revoked"]))
    def end(self, process: int, reason: str) -> None:
        self.stores[process].end(reason)
        if self.model.session is not None:
            self.model = Expected(ended=reason)

    @rule(process=processes)
    def what_kills_an_earlier_login_spares_this_one(self, process: int) -> None:
        self.stores[process].end("revoked", "of an earlier login")

    @rule(process=processes)
    def lock(self, process: int) -> None:
        self.stores[process].lock()
        self.model.locked = True

    @rule(process=processes, cid=cids)
    def unlock(self, process: int, cid: str) -> None:
        session = self.model.session
        if session is None:
            with pytest.raises(REFUSALS[self.model.ended]):
                self.stores[process].unlock(cid)
        elif session.cid != cid:
            with pytest.raises(SessionLocked):
                self.stores[process].unlock(cid)
        else:
            assert self.stores[process].unlock(cid).id == session.id
            self.model.locked, self.model.used = False, self.now

    @rule(gap=st.timedeltas(timedelta(0), timedelta(minutes=14)) | st.timedeltas(timedelta(0), timedelta(hours=30)))
    def time_goes_by(self, gap: timedelta) -> None:
        self.now += gap
        self.settle()

    @rule(jump=st.timedeltas(timedelta(hours=-30), timedelta(hours=30)))
    def the_clock_jumps(self, jump: timedelta) -> None:
        self.now += jump
        self.settle()

    @invariant()
    def every_process_says_the_same(self) -> None:
        for store in getattr(self, "stores", []):
            session = self.model.session
            if session is None:
                with pytest.raises(REFUSALS[self.model.ended]):
                    store.current()
                assert store.peek() is None
            elif self.model.locked:
                with pytest.raises(SessionLocked):
                    store.current()
            else:
                assert store.current().token == session.token

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            self.no_sync.stop()
            self.folder.cleanup()


TestOneVault = OneVault.TestCase
TestOneVault.settings = settings(
    max_examples=80, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)
