"""Last uses outlive vault, key and account's logout; removal is foretold to the minute; nobody's ID is on the disk."""

import json
import os
import stat
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitthi.policy.model import Policy, SessionPolicy
from sitthi.session.last_use import LastUse
from sitthi.session.lock import writer_lock
from sitthi.session.rules import BANGKOK
from sitthi.session.store import SessionStore
from sitthi.session.token import Session
from unit.session.conftest import CID, OTHER_CID, SetClock

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
MakeSession = Callable[..., Session]


def test_a_stamp_per_person(tmp_path: Path) -> None:
    uses = LastUse(tmp_path)
    assert uses.of(CID) is None and uses.newest() is None
    uses.stamp(CID, NOW)
    uses.stamp(OTHER_CID, NOW + timedelta(days=1))
    again = LastUse(tmp_path)
    assert (again.of(CID), again.of(OTHER_CID)) == (NOW, NOW + timedelta(days=1))
    assert again.newest() == NOW + timedelta(days=1)
    assert again.of("1101500000008") is None


def test_the_last_login_counts_even_if_a_wrong_clock_once_wrote_a_later_one(tmp_path: Path) -> None:
    uses = LastUse(tmp_path)
    uses.stamp(CID, NOW + timedelta(days=9000))
    uses.stamp(CID, NOW)
    assert uses.of(CID) == NOW


def test_only_times_under_keyed_names_are_on_the_disk_and_only_the_user_reads_them(tmp_path: Path) -> None:
    LastUse(tmp_path).stamp(CID, NOW)
    for file in tmp_path.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file
        assert CID.encode() not in file.read_bytes()
    ((person, moment),) = json.loads((tmp_path / "last_use.json").read_bytes()).items()
    assert (len(person), moment) == (32, "2026-03-02T02:00:00+00:00")
    other = tmp_path / "other"
    other.mkdir()
    LastUse(other).stamp(CID, NOW)
    assert person not in json.loads((other / "last_use.json").read_bytes())


def test_it_outlives_the_logout_of_the_account(
    open_store: Callable[[], SessionStore], make_session: MakeSession, clock: SetClock, tmp_path: Path
) -> None:
    """The runtime folder goes, and with it the vault's key: the session is over, the days still count."""
    open_store().begin(make_session())
    (tmp_path / "vault.key").unlink()
    clock.advance(days=100)
    store = open_store()
    assert store.peek() is None
    found = store.inactivity(CID)
    assert found is not None
    assert (found.days_left, found.warn, found.removed) == (80, False, False)


@pytest.mark.parametrize(("limit", "at"), [(180, time(12, 30)), (60, time(12, 30)), (60, time(6, 0))])
def test_the_removal_is_foretold_to_the_minute(
    store: SessionStore, make_session: MakeSession, clock: SetClock, limit: int, at: time
) -> None:
    store.policy = Policy(session=SessionPolicy(inactivity_days=limit, removal_time=at))
    store.begin(make_session())
    store.end("logout")
    day = (clock() + timedelta(days=limit)).astimezone(BANGKOK).date()
    removal = datetime.combine(day, at, BANGKOK)
    if at < time(9):  # the login was at 09:00: that day's removal comes before its 180 (60) days are over
        removal += timedelta(days=1)
    clock.time = removal - timedelta(days=31)
    before = store.inactivity(CID)
    clock.time = removal - timedelta(days=30)
    warned = store.inactivity(CID)
    clock.time = removal - timedelta(microseconds=1)
    last = store.inactivity(CID)
    clock.time = removal
    gone = store.inactivity(CID)
    assert before and warned and last and gone
    assert {each.removal_at for each in (before, warned, last, gone)} == {removal}
    assert [each.warn for each in (before, warned, last, gone)] == [False, True, True, True]
    assert [each.removed for each in (before, warned, last, gone)] == [False, False, False, True]
    store.begin(replace(make_session(), issued_at=clock()))  # after the regional office has given the right again
    assert not store.inactivity(CID).removed  # type: ignore[union-attr]


@given(st.binary(max_size=60) | st.sampled_from([b"[]", b"null", b'{"a": 1}', b'{"a": "2026-01-01"}', b"[" * 5000]))
def test_a_broken_file_is_no_stamp_and_the_next_login_mends_it(content: bytes) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as name:
        uses = LastUse(Path(name))
        uses.stamp(CID, NOW)
        (Path(name) / "last_use.json").write_bytes(content)
        assert uses.of(CID) is None
        assert uses.newest() is None
        uses.stamp(CID, NOW)
        assert uses.of(CID) == NOW


def test_a_file_that_others_can_read_or_a_key_that_is_gone_is_no_stamp(tmp_path: Path) -> None:
    uses = LastUse(tmp_path)
    uses.stamp(CID, NOW)
    (tmp_path / "last_use.key").unlink()
    assert uses.of(CID) is None
    uses.stamp(CID, NOW)
    (tmp_path / "last_use.json").chmod(0o644)
    assert uses.of(CID) is None


def test_nothing_here_stops_a_login(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    uses = LastUse(tmp_path)
    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        uses.stamp(CID, NOW)
    monkeypatch.setattr("sitthi.session.last_use._LOCK_SECONDS", 0.01)
    with writer_lock(tmp_path / "last_use.lock", 1):
        uses.stamp(CID, NOW)
    assert uses.of(CID) is None


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_logins_at_once_in_several_processes_lose_no_stamp(tmp_path: Path) -> None:
    cids = [f"{number:013}" for number in range(8)]
    pids = []
    for cid in cids:
        pid = os.fork()
        if pid == 0:
            try:
                LastUse(tmp_path).stamp(cid, NOW)
            finally:
                os._exit(0)
        pids.append(pid)
    for pid in pids:
        os.waitpid(pid, 0)
    assert all(LastUse(tmp_path).of(cid) == NOW for cid in cids)
