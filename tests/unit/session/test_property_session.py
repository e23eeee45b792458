"""Any day of a workstation: logins, sleep, clocks that are set and put right, zones, reboots, services that answer.

What must hold whatever happens: no session outlives its midnight in Bangkok, and none whose time was known is dropped
before it, unless somebody set the clock ahead under a running session.
"""

import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest import mock
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from sitthi.policy.model import Policy, SessionPolicy
from sitthi.session.clock import WRONG_FROM, Ticks
from sitthi.session.key import KeyFile
from sitthi.session.rules import clock_offset, expiry, inactivity, next_midnight_bangkok
from sitthi.session.store import SessionStore
from sitthi.session.token import Session
from sitthi.session.vault import Vault
from unit.session.conftest import CID, OTHER_CID

# With daylight saving forwards, backwards, by half an hour, at midnight; and one that once left a day out.
ZONES = [
    ZoneInfo(name)
    for name in (
        "Asia/Bangkok", "America/New_York", "Europe/London", "Australia/Lord_Howe", "America/Sao_Paulo", "Pacific/Apia",
        "Asia/Kathmandu",
    )
]  # fmt: skip
zones = st.sampled_from(ZONES)
walls = st.builds(
    lambda local, zone, second: local.replace(tzinfo=zone, fold=int(second)),
    st.datetimes(datetime(2010, 1, 1), datetime(2036, 1, 1)),
    zones,
    st.booleans(),
)
errors = st.timedeltas(timedelta(days=-20_000), timedelta(days=2000))
gaps = st.timedeltas(timedelta(0), timedelta(hours=5)) | st.timedeltas(timedelta(0), timedelta(hours=30))
NOISE = timedelta(seconds=5)


@settings(deadline=None)
@given(walls, zones)
def test_daylight_saving_and_zones_change_no_midnight(wall: datetime, zone: ZoneInfo) -> None:
    there = wall.astimezone(UTC).astimezone(zone)
    assert next_midnight_bangkok(there) == next_midnight_bangkok(wall.astimezone(UTC))
    assert timedelta(0) < next_midnight_bangkok(wall) - wall.astimezone(UTC) <= timedelta(hours=24)
    assert inactivity(there, there).removal_at == inactivity(wall.astimezone(UTC), wall.astimezone(UTC)).removal_at


class WorkstationDay(RuleBasedStateMachine):
    """`error` is what is wrong with its clock; `ahead`: it was set ahead while a session was on."""

    @initialize(start=walls, error=errors | st.just(timedelta(0)), zone=zones)
    def switch_on(self, start: datetime, error: timedelta, zone: ZoneInfo) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.no_sync = mock.patch("os.fsync")  # a disk's patience is not the matter here
        self.no_sync.start()
        self.truth, self.error, self.zone = start.astimezone(UTC), error, zone
        self.boot, self.booted = 0, self.truth
        self.dies: datetime | None = None
        self.ahead = False
        self.restart_the_host()

    def clock(self) -> datetime:
        return (self.truth + self.error).astimezone(self.zone)

    def ticks(self) -> Ticks:
        return Ticks(str(self.boot), self.truth - self.booted)

    @rule()
    def restart_the_host(self) -> None:
        vault = Vault(Path(self.folder.name, "vault.bin"), KeyFile(Path(self.folder.name, "vault.key")))
        policy = Policy(session=SessionPolicy(idle_minutes=0))
        self.store = SessionStore(vault, self.clock, policy, self.ticks)

    @rule(cid=st.sampled_from([CID, OTHER_CID]))
    def log_in_where_the_source_tells_the_time(self, cid: str) -> None:
        offset = clock_offset(self.truth, self.store.clock())
        now = self.store.clock() + offset
        session = Session(cid, "n", "n", "a" * 16, "uc", "issuer", now, expiry(now), now)
        self.store.begin(session, offset, self.truth)
        self.dies, self.ahead = next_midnight_bangkok(self.truth), False

    @precondition(lambda self: self.dies is not None)
    @rule()
    def a_service_tells_the_time(self) -> None:
        self.store.hear_time(self.truth)

    @precondition(lambda self: self.dies is not None)
    @rule(gap=gaps)
    def time_goes_by_awake_or_asleep(self, gap: timedelta) -> None:
        self.truth += gap

    @rule(error=errors)
    def somebody_sets_the_clock(self, error: timedelta) -> None:
        self.ahead = self.ahead or error > self.error
        self.error = error

    @rule(rest=st.timedeltas(timedelta(seconds=-90), timedelta(seconds=90)))
    def the_clock_is_put_right(self, rest: timedelta) -> None:
        self.error = rest

    @rule(zone=zones)
    def the_zone_is_changed(self, zone: ZoneInfo) -> None:
        self.zone = zone

    @rule()
    def log_out(self) -> None:
        self.store.end("logout")
        self.dies = None

    @precondition(lambda self: self.dies is not None)
    @rule()
    def reboot(self) -> None:
        """The runtime folder goes, and the vault's key with it."""
        Path(self.folder.name, "vault.key").unlink()
        self.boot, self.booted = self.boot + 1, self.truth
        self.dies = None

    @invariant()
    def a_session_lives_to_its_midnight_and_no_longer(self) -> None:
        alive = self.store.sweep().session is not None
        if self.dies is None or self.truth >= self.dies + NOISE:
            assert not alive
            self.dies = None
        elif not self.ahead and self.truth < self.dies - NOISE:
            assert alive
        elif not alive:
            self.dies = None

    @invariant()
    def a_last_use_is_never_in_the_future(self) -> None:
        found = self.store.inactivity()
        assert found is None or found.last_used_at <= max(self.store.now(), self.truth)

    @invariant()
    def a_clock_that_is_right_is_not_called_wrong_while_the_time_is_known(self) -> None:
        if self.dies is not None and abs(self.error) < NOISE and not self.ahead:
            assert abs(self.store.clock_health().offset) < WRONG_FROM

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            self.no_sync.stop()
            self.folder.cleanup()


TestWorkstationDay = WorkstationDay.TestCase
TestWorkstationDay.settings = settings(
    max_examples=120, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
)
