"""Looking at files that other programs write: whose they are, who is writing, and when they have come to rest."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from sitthi.session.sources import changes as changes_module
from sitthi.session.sources.changes import LONGEST_WAIT, Polling, changes_in
from sitthi.session.sources.look import BUSY, UNREADABLE, UNSAFE, Look, look_at
from sitthi.session.sources.settled import Settled

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="POSIX owners, modes and links")


def problem(path: Path, **options: bool) -> str | None:
    found = look_at(path, 100, **options)
    return found and found.problem


def test_a_plain_file_of_ours_is_read_whole(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"content")
    os.utime(file, (1_700_000_000, 1_700_000_000))
    found = look_at(file, 100)
    assert found is not None
    assert (found.content, found.problem, found.modified_at.timestamp()) == (b"content", "", 1_700_000_000)
    assert "content" not in repr(found)


def test_no_file_is_none_and_a_long_one_is_cut_just_beyond_the_limit(tmp_path: Path) -> None:
    assert look_at(tmp_path / "missing", 100) is None
    assert look_at(tmp_path / "missing" / "below", 100) is None
    (tmp_path / "long").write_bytes(b"x" * 500)
    found = look_at(tmp_path / "long", 100)
    assert found is not None and len(found.content) == 101


def test_links_pipes_and_folders_are_no_token_files(tmp_path: Path) -> None:
    (tmp_path / "target").write_bytes(b"content")
    (tmp_path / "link").symlink_to(tmp_path / "target")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    assert [problem(tmp_path / name) for name in ("link", "pipe", "folder")] == [UNSAFE] * 3


@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666, 0o777])
def test_a_file_that_others_can_write_could_hold_anybodys_token(tmp_path: Path, mode: int) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"content")
    file.chmod(mode)
    assert problem(file) == UNSAFE
    assert problem(file, any_owner=True) == ""


def test_a_file_that_others_can_read_is_the_writers_choice(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"content")
    file.chmod(0o644)
    assert problem(file) == ""


@pytest.mark.skipif(sys.platform == "win32" or os.getuid() != 0, reason="gives a file away")
def test_another_users_file_is_refused_unless_the_policy_takes_any(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"content")
    os.chown(file, 12345, 12345)
    assert problem(file) == UNSAFE
    assert problem(file, any_owner=True) == ""


@pytest.mark.skipif(sys.platform == "win32" or os.getuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"content")
    file.chmod(0)
    assert problem(file) == UNREADABLE


@pytest.mark.skipif(sys.platform != "linux", reason="leases are Linux's")
def test_while_anybody_has_it_open_for_writing_it_is_busy(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"content")
    with file.open("r+b"):
        assert problem(file) == BUSY
    with file.open("rb"):
        assert problem(file) == ""


WRITER_COMES = """
import os, sys, threading, time
from pathlib import Path
from sitthi.session.sources.look import look_at
path = Path(sys.argv[1])
reading, read, waited = threading.Event(), os.read, []

def slow(*arguments):
    reading.set()
    time.sleep(0.3)
    return read(*arguments)

def write():
    reading.wait()
    began = time.monotonic()
    path.write_bytes(b"new")
    waited.append(time.monotonic() - began)

os.read = slow
writer = threading.Thread(target=write)
writer.start()
print(look_at(path, 100).content)
writer.join()
print(path.read_bytes(), waited[0] > 0.1)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="leases are Linux's")
def test_a_writer_that_comes_while_we_read_waits_and_does_not_kill_us(tmp_path: Path) -> None:
    """A read lease announces writers by a signal, whose usual meaning is the end of the process."""
    file = tmp_path / "file"
    file.write_bytes(b"content")
    done = subprocess.run(
        [sys.executable, "-c", WRITER_COMES, str(file)], capture_output=True, text=True, timeout=30, check=False
    )
    assert (done.returncode, done.stdout) == (0, "b'content'\nb'new' True\n")


# ---- coming to rest ----------------------------------------------------------------------------------------------


class Seconds:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


FILE = Path("/file")


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


def test_a_file_counts_after_it_was_the_same_for_a_while(seconds: Seconds) -> None:
    shown: dict[Path, Look] = {FILE: Look(FILE, b"old")}
    files = Settled(shown.get, seconds, rest_seconds=1)
    assert (files.look([FILE]), files.moving) == ([], True)
    seconds.now = 0.9
    assert files.look([FILE]) == []
    shown[FILE] = Look(FILE, b"new")
    seconds.now = 1.5
    assert files.look([FILE]) == []  # it changed: the time starts over
    seconds.now = 2.5
    assert (files.look([FILE]), files.moving) == ([shown[FILE]], False)


def test_the_same_bytes_written_anew_start_over(seconds: Seconds) -> None:
    shown: dict[Path, Look] = {FILE: Look(FILE, b"same", (1,))}
    files = Settled(shown.get, seconds, rest_seconds=1)
    files.look([FILE])
    shown[FILE] = Look(FILE, b"same", (2,))
    seconds.now = 1
    assert files.look([FILE]) == []


def test_a_busy_file_never_rests_and_a_deleted_one_is_forgotten(seconds: Seconds) -> None:
    shown: dict[Path, Look] = {FILE: Look(FILE, problem=BUSY)}
    files = Settled(shown.get, seconds, rest_seconds=1)
    files.look([FILE])
    seconds.now = 60
    assert (files.look([FILE]), files.moving) == ([], True)
    shown[FILE] = Look(FILE, b"a")
    files.look([FILE])
    del shown[FILE]
    assert (files.look([FILE]), files.moving) == ([], False)
    shown[FILE] = Look(FILE, b"a")
    seconds.now = 61
    assert files.look([FILE]) == []


# ---- hearing of changes ------------------------------------------------------------------------------------------


@contextmanager
def soon(action: Callable[[], object]) -> Iterator[None]:
    timer = threading.Timer(0.1, action)
    timer.start()
    yield
    timer.join()


@pytest.mark.skipif(sys.platform not in ("linux", "win32"), reason="no events here")
@pytest.mark.parametrize("change", ["create", "write", "replace", "delete"])
def test_every_change_ends_the_wait(tmp_path: Path, change: str) -> None:
    file, other = tmp_path / "file", tmp_path.with_name("elsewhere")
    file.write_bytes(b"a")
    other.write_bytes(b"b")
    actions: dict[str, Callable[[], object]] = {
        "create": lambda: (tmp_path / "new").touch(),
        "write": lambda: file.write_bytes(b"b"),
        "replace": lambda: os.replace(other, file),
        "delete": file.unlink,
    }
    with changes_in([tmp_path]) as changes:
        started = time.monotonic()
        with soon(actions[change]):
            changes.wait(20)
        assert time.monotonic() - started < 10


def test_folders_that_cannot_be_watched_are_polled_with_longer_and_longer_pauses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with changes_in([tmp_path / "missing"]) as changes:
        assert isinstance(changes, Polling)
        asked: list[float] = []
        monkeypatch.setattr(changes._woken, "wait", asked.append)
        for _ in range(20):
            changes.wait(LONGEST_WAIT)
        assert 0 < asked[0] < asked[1] < asked[2] < asked[-1] == changes_module._LONGEST_PAUSE


def test_a_wait_ends_without_any_change(tmp_path: Path) -> None:
    with changes_in([tmp_path]) as changes:
        changes.wait(0.05)
