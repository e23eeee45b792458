"""The true time from three witnesses: a clock that may be wrong or be set, a counter, and what services told."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitthi.errors import TokenExpired
from sitthi.policy.model import Policy, SessionPolicy
from sitthi.session import clock as clocks
from sitthi.session.clock import Anchor, LastGoodTime, Ticks, boot_ticks, true_time
from sitthi.session.rules import BANGKOK, expiry
from sitthi.session.store import SessionStore
from sitthi.session.token import Session
from sitthi.session.vault import Vault
from unit.session.conftest import CID

OpenVault = Callable[[], Vault]
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)  # 09:00 in Bangkok
spans = st.timedeltas(timedelta(0), timedelta(days=2))
errors = st.timedeltas(timedelta(days=-4000), timedelta(days=4000))


class Workstation:
    """A clock that is wrong by `error`, a counter that also counts in sleep, and the truth that neither knows."""

    def __init__(self, open_vault: OpenVault, error: timedelta = timedelta(0), *, counts: bool = True) -> None:
        self.truth, self.error, self._counts = NOW, error, counts
        self.boot, self.booted = "boot 1", NOW - HOUR
        policy = Policy(session=SessionPolicy(idle_minutes=0))
        self.store = SessionStore(open_vault(), self.clock, policy, self.ticks)

    def clock(self) -> datetime:
        return self.truth + self.error

    def ticks(self) -> Ticks | None:
        return Ticks(self.boot, self.truth - self.booted) if self._counts else None

    def boots(self) -> None:
        self.boot, self.booted = self.boot + "+", self.truth

    def log_in(self, *, heard: bool = True) -> Session:
        offset = -self.error if heard else self.store.clock_offset()
        now = self.clock() + offset
        session = Session(CID, "n", "n", "a" * 16, "uc", "issuer", now, expiry(now), now)
        return self.store.begin(session, offset, self.truth if heard else None)

    @property
    def alive(self) -> bool:
        return self.store.peek() is not None


def midnight(day: int = 3) -> datetime:
    return datetime(2026, 3, day, tzinfo=BANGKOK)


@given(errors, spans)
def test_without_a_counter_the_clock_and_what_was_missing_on_it(error: timedelta, later: timedelta) -> None:
    wall = NOW + error + later
    assert true_time(wall, None, -error, None) == NOW + later
    assert true_time(wall, None, -error, Anchor(Ticks("boot", HOUR), NOW)) == NOW + later


@given(errors, errors, spans)
def test_a_clock_that_is_set_never_sets_the_time_back(error: timedelta, jump: timedelta, later: timedelta) -> None:
    anchor = Anchor(Ticks("boot", HOUR), NOW)
    found = true_time(NOW + later + error + jump, Ticks("boot", HOUR + later), -error, anchor)
    assert found >= NOW + later
    if jump <= timedelta(0):
        assert found == NOW + later


@given(errors, st.timedeltas(-MINUTE, MINUTE), spans)
def test_a_clock_that_is_put_right_is_believed(error: timedelta, rest: timedelta, later: timedelta) -> None:
    anchor = Anchor(Ticks("boot", HOUR), NOW)
    assert true_time(NOW + later + rest, Ticks("boot", HOUR + later), -error, anchor) == NOW + later


@pytest.mark.parametrize("ticks", [Ticks("another boot", 9 * HOUR), Ticks("boot", timedelta(0))])
def test_a_counter_of_another_boot_says_nothing(ticks: Ticks) -> None:
    assert true_time(NOW - HOUR, ticks, timedelta(0), Anchor(Ticks("boot", HOUR), NOW)) == NOW - HOUR


def test_the_counter_of_this_machine_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = boot_ticks(), boot_ticks()
    assert first and second
    assert first.boot == second.boot
    assert first.elapsed <= second.elapsed
    monkeypatch.setattr(clocks, "_boot", lambda: "")
    assert boot_ticks() is None


# ---- a session on such a workstation ---------------------------------------------------------------------------------


def test_a_workstation_asleep_over_midnight_wakes_up_logged_out(open_vault: OpenVault) -> None:
    """The clock went on in sleep; where the counter stopped, the clock alone must be enough."""
    pc = Workstation(open_vault)
    pc.log_in()
    pc.truth = midnight() + HOUR
    pc.booted += 16 * HOUR  # it slept, and the counter did not count
    assert not pc.alive
    with pytest.raises(TokenExpired):
        pc.store.current()


def test_a_workstation_that_sleeps_while_its_clock_stands_still(open_vault: OpenVault) -> None:
    pc = Workstation(open_vault)
    pc.log_in()
    pc.truth = midnight() + HOUR
    pc.error = NOW + MINUTE - pc.truth
    assert not pc.alive


def test_set_back_by_its_user_it_lives_to_midnight_and_no_longer(open_vault: OpenVault) -> None:
    pc = Workstation(open_vault)
    pc.log_in()
    pc.error = -20 * HOUR
    assert pc.alive
    pc.truth = midnight() - timedelta(seconds=1)
    assert pc.alive
    pc.truth = midnight()
    assert not pc.alive


def test_a_wrong_clock_that_is_put_right_drops_nobody(open_vault: OpenVault) -> None:
    pc = Workstation(open_vault, error=-7 * HOUR)
    pc.log_in()
    assert (pc.store.clock_health().offset, pc.store.clock_health().wrong) == (7 * HOUR, True)
    pc.truth += 9 * HOUR
    pc.error = timedelta(0)
    assert pc.alive
    assert (pc.store.clock_health().offset, pc.store.clock_health().wrong) == (timedelta(0), False)
    pc.truth = midnight()
    assert not pc.alive


@pytest.mark.parametrize("counts", [True, False])
@pytest.mark.parametrize("error", [-30 * HOUR, -7 * HOUR, 7 * HOUR, 30 * HOUR])
def test_a_session_that_began_by_a_wrong_clock_is_moved_when_a_service_tells_the_time(
    open_vault: OpenVault, error: timedelta, counts: bool
) -> None:
    pc = Workstation(open_vault, error, counts=counts)
    pc.log_in(heard=False)
    assert pc.store.peek().expires_at == expiry(NOW + error)  # type: ignore[union-attr]
    pc.truth += HOUR
    pc.store.hear_time(pc.truth)
    session = pc.store.peek()
    assert session is not None
    assert (session.issued_at, session.expires_at, session.touched_at) == (NOW, midnight(), NOW)
    assert pc.store.now() == pc.truth
    assert pc.store.inactivity().last_used_at == NOW  # type: ignore[union-attr]
    pc.store.hear_time(pc.truth)
    assert pc.store.peek() == session
    pc.truth = midnight() - timedelta(seconds=1)
    assert pc.alive
    pc.truth = midnight()
    assert not pc.alive


def test_a_claimed_end_is_not_moved_with_the_clock(open_vault: OpenVault) -> None:
    pc = Workstation(open_vault, HOUR)
    session = pc.log_in(heard=False)
    pc.store.begin(replace(session, expires_at=NOW + 3 * HOUR))
    pc.store.hear_time(pc.truth)
    assert pc.store.peek().expires_at == NOW + 3 * HOUR  # type: ignore[union-attr]


def test_a_session_whose_time_was_heard_is_not_moved(open_vault: OpenVault) -> None:
    pc = Workstation(open_vault, counts=False)
    session = pc.log_in()
    pc.error = -3 * MINUTE
    pc.store.hear_time(pc.truth)
    assert pc.store.peek() == session
    assert pc.store.now() == pc.truth


def test_what_was_heard_holds_for_a_source_that_tells_no_time(open_vault: OpenVault) -> None:
    pc = Workstation(open_vault, error=2 * HOUR)
    pc.store.hear_time(pc.truth)
    assert pc.log_in(heard=False).expires_at == midnight()
    pc.store.hear_time(pc.truth + timedelta(days=99_999))  # nonsense
    assert pc.store.now() == pc.truth


def test_small_differences_write_nothing(open_vault: OpenVault) -> None:
    pc = Workstation(open_vault)
    pc.log_in()
    vault = open_vault()
    stamp = vault.stamp()
    for seconds in (-4, 0, 4):
        pc.store.hear_time(pc.truth + timedelta(seconds=seconds))
    assert not vault.changed_since(stamp)


# ---- the last good time ----------------------------------------------------------------------------------------------


def test_a_clock_before_the_last_good_time_is_wrong_without_any_service(open_vault: OpenVault, tmp_path: Path) -> None:
    """The battery is empty: after a new start, and with it a new vault key, the clock says 1970."""
    Workstation(open_vault).log_in()
    (tmp_path / "vault.key").unlink()
    pc = Workstation(open_vault, error=datetime(1970, 1, 1, tzinfo=UTC) - NOW)
    pc.boots()
    health = pc.store.clock_health()
    assert health.wrong
    assert health.offset == NOW - pc.clock()
    pc.error = timedelta(0)
    assert not pc.store.clock_health().wrong


def test_a_service_that_was_wrong_once_is_outlived(tmp_path: Path) -> None:
    good = LastGoodTime(tmp_path / "clock.good")
    assert good.read() is None
    good.keep(NOW + timedelta(days=900))
    good.keep(NOW)
    assert good.read() == NOW
    written = (tmp_path / "clock.good").stat().st_ino
    good.keep(NOW + MINUTE)
    assert (tmp_path / "clock.good").stat().st_ino == written  # every ten minutes is enough


@pytest.mark.parametrize("content", [b"", b"yesterday", b"2026-03-02T09:00:00", b"\xff", b"9" * 100])
def test_any_other_content_is_no_time(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "clock.good").write_bytes(content)
    (tmp_path / "clock.good").chmod(0o600)
    assert LastGoodTime(tmp_path / "clock.good").read() is None
