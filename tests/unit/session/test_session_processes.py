"""Several processes on one vault: killed writers, writers at once, and a watcher that sees another's write."""

import os
import random
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sitthi.session.key import KeyFile
from sitthi.session.state import Ended, VaultState
from sitthi.session.vault import Vault
from sitthi.session.watcher import VaultWatcher

KILLS = 200
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
WRITERS, WRITES = 4, 25
pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")


def vault_in(folder: Path) -> Vault:
    return Vault(folder / "vault.bin", KeyFile(folder / "vault.key"), lock_timeout=30)


def count_up(state: VaultState) -> VaultState:
    """Two values that only a whole state has in step."""
    step = state.clock_offset + timedelta(seconds=1)
    return replace(state, clock_offset=step, ended=Ended("logout", EPOCH + step, ""))


def is_whole(state: VaultState) -> bool:
    seconds = timedelta(seconds=state.generation)
    return state.clock_offset == seconds and (state.ended.at if state.ended else EPOCH) == EPOCH + seconds


def fork(run: Callable[[], None]) -> int:
    pid = os.fork()
    if pid == 0:
        try:
            run()
        finally:
            os._exit(0)
    return pid


def save_for_ever(folder: Path, started: int) -> None:
    vault = vault_in(folder)
    vault.update(count_up)
    os.write(started, b"x")
    while True:
        vault.update(count_up)


def test_a_writer_killed_at_any_point_leaves_the_old_or_the_new_state(tmp_path: Path) -> None:
    vault, chance = vault_in(tmp_path), random.Random(20260302)
    vault.update(count_up)
    before = vault.load().generation
    for _ in range(KILLS):
        reading, writing = os.pipe()
        pid = fork(lambda end=writing: save_for_ever(tmp_path, end))  # type: ignore[misc]
        os.close(writing)
        assert os.read(reading, 1) == b"x"
        time.sleep(chance.uniform(0, 0.006))  # the random point, not a wait
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        os.close(reading)
        state = vault.load()
        assert state.generation > before
        assert is_whole(state)
        before = state.generation
    assert not list(tmp_path.glob("vault.corrupt-*"))
    vault.update(count_up)
    assert not list(tmp_path.glob("*.tmp-*"))


def test_writers_at_once_lose_nothing(tmp_path: Path) -> None:
    def write() -> None:
        vault = vault_in(tmp_path)
        for _ in range(WRITES):
            vault.update(count_up)

    for pid in [fork(write) for _ in range(WRITERS)]:
        os.waitpid(pid, 0)
    state = vault_in(tmp_path).load()
    assert state.generation == WRITERS * WRITES
    assert is_whole(state)


def test_readers_never_meet_a_part_of_a_write(tmp_path: Path) -> None:
    vault = vault_in(tmp_path)
    vault.update(count_up)
    pid = fork(lambda: [vault_in(tmp_path).update(count_up) for _ in range(150)] and None)
    seen = set()
    while os.waitpid(pid, os.WNOHANG) == (0, 0):
        state = vault.load()
        assert is_whole(state)
        seen.add(state.generation)
    assert len(seen) > 5
    assert not list(tmp_path.glob("vault.corrupt-*"))


def test_processes_that_start_at_once_agree_on_the_key(tmp_path: Path) -> None:
    def start(go: int) -> None:
        os.read(go, 1)
        vault_in(tmp_path).update(count_up)

    reading, writing = os.pipe()
    pids = [fork(lambda: start(reading)) for _ in range(6)]
    os.write(writing, b"x" * 6)
    for pid in pids:
        os.waitpid(pid, 0)
    assert vault_in(tmp_path).load().generation == 6
    assert not list(tmp_path.glob("vault.corrupt-*"))


def test_another_process_s_write_is_noticed_by_its_event(tmp_path: Path) -> None:
    vault = vault_in(tmp_path)
    vault.update(count_up)
    noticed = threading.Event()
    watcher = VaultWatcher(vault, noticed.set, interval=60)  # only an event can be in time
    watcher.start()
    try:
        for change in (
            lambda: vault_in(tmp_path).update(count_up) and None,
            lambda: (tmp_path / "vault.key").unlink(),
            lambda: (tmp_path / "vault.bin").unlink(),
        ):
            os.waitpid(fork(change), 0)
            assert noticed.wait(30)
            noticed.clear()
        assert not noticed.wait(0.6)  # no change, no call
    finally:
        watcher.stop()


def test_a_watcher_stops_at_once_and_outlives_a_failing_listener(tmp_path: Path) -> None:
    vault = vault_in(tmp_path)
    calls = threading.Semaphore(0)

    def failing() -> None:
        calls.release()
        raise RuntimeError

    watcher = VaultWatcher(vault, failing, interval=0.01)
    watcher.start()
    for _ in range(2):
        vault.update(count_up)
        assert calls.acquire(timeout=30)
    started = time.monotonic()
    watcher.stop()
    assert time.monotonic() - started < 20
    assert watcher._thread.is_alive() is False


@pytest.mark.parametrize("watchable", [True, False])
def test_a_sleeping_watcher_stops_at_once(tmp_path: Path, watchable: bool) -> None:
    vault = vault_in(tmp_path if watchable else tmp_path / "missing")
    watcher = VaultWatcher(vault, lambda: None, interval=60)
    watcher.start()
    watcher._thread.join(1.5)  # until it sleeps as long as it ever does
    started = time.monotonic()
    watcher.stop()
    assert time.monotonic() - started < 20


def test_looking_costs_almost_nothing(tmp_path: Path) -> None:
    vault = vault_in(tmp_path)
    vault.update(count_up)
    started = time.process_time()
    for _ in range(1000):
        vault.stamp()
    assert time.process_time() - started < 0.5  # 4 looks a second: at most 0.2 % of one core
