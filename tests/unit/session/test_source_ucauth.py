"""UC Authentication's file as real writers leave it: never a wrong, an old or a half token, and soon the right one."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitthi.errors import SitthiError, SourceNotHere, SourceOtherPerson, SourceTimeout, SourceUnavailable
from sitthi.policy.model import UcauthPolicy
from sitthi.session.sources import CardHolder, IssuedToken, look, program
from sitthi.session.sources.look import look_at
from sitthi.session.sources.ucauth_file import FILE_NAME, UcauthFileSource, read_token
from unit.session.conftest import CID, OTHER_CID, TOKEN

OTHER_TOKEN = "z9y8x7w6v5u4t3s2"
GOOD, OTHERS = f"{CID}#{TOKEN}".encode(), f"{OTHER_CID}#{OTHER_TOKEN}".encode()
BOM = b"\xef\xbb\xbf"
NOON = datetime(2026, 3, 2, 5, 0, tzinfo=UTC)
"""12:00 in Bangkok; the files of these tests carry times around it."""


class Folder:
    """One watched folder, a clock that stands at noon, and a source that gives up after `wait` seconds."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.file = path / FILE_NAME
        self.wait = 30.0
        self.program: tuple[str, ...] = ()
        self.clock = NOON

    def write(self, content: bytes, at: datetime = NOON) -> None:
        """The whole file in one step."""
        new = self.path / "new"
        new.write_bytes(content)
        os.utime(new, (at.timestamp(), at.timestamp()))
        os.replace(new, self.file)

    def source(self) -> UcauthFileSource:
        policy = UcauthPolicy(folders=(str(self.path),), wait_seconds=self.wait, program=self.program)  # type: ignore[arg-type]
        return UcauthFileSource(policy, clock=lambda: self.clock, rest_seconds=0.15)

    def obtain(self, holder: CardHolder, now: datetime = NOON) -> IssuedToken:
        return self.source().obtain(holder, now)

    def failure(self, holder: CardHolder, now: datetime = NOON) -> SitthiError:
        with pytest.raises(SitthiError) as failure:
            self.obtain(holder, now)
        return failure.value


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    (tmp_path / "UCAuthenticationMX").mkdir()
    return Folder(tmp_path / "UCAuthenticationMX")


@contextmanager
def meanwhile(action: Callable[[], None], delay: float = 0.3) -> Iterator[None]:
    """`action` in another thread, a moment after the block has begun."""
    thread = threading.Timer(delay, action)
    thread.start()
    yield
    thread.join()


# ---- the text ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content", [GOOD, BOM + GOOD, GOOD + b"\n", GOOD + b"\r\n", BOM + GOOD + b"\r\n", GOOD.upper()]
)
def test_the_known_forms_are_read(content: bytes) -> None:
    read = read_token(content)
    assert read is not None
    assert (read[0], read[1].lower()) == (CID, TOKEN)


@given(st.sampled_from([b"", BOM]), st.integers(0, len(GOOD) - 1))
def test_no_part_of_a_file_is_a_token(before: bytes, length: int) -> None:
    assert read_token((before + GOOD)[: len(before) + length]) is None
    assert read_token(GOOD[len(GOOD) - length :]) is None


@given(st.binary(max_size=60))
def test_what_is_read_is_what_stands_there(content: bytes) -> None:
    read = read_token(content)
    assert read is None or f"{read[0]}#{read[1]}".encode() in content


@pytest.mark.parametrize(
    "content",
    [b"", GOOD + b"0", b"0" + GOOD, GOOD + b" x", GOOD + b"\n" + GOOD, GOOD.replace(b"#", b"\n"), GOOD + b"\x00",
     GOOD.decode().encode("utf-16"), GOOD[:-1] + b"\xe0", b"\n" + GOOD, BOM + BOM + GOOD],
)  # fmt: skip
def test_any_other_form_is_no_token(content: bytes) -> None:
    assert read_token(content) is None


# ---- whose and of when -------------------------------------------------------------------------------------------


def test_todays_file_of_this_person_is_taken_at_once(folder: Folder, holder: CardHolder) -> None:
    folder.write(BOM + GOOD + b"\r\n", NOON - timedelta(hours=3))
    started = time.monotonic()
    issued = folder.obtain(holder)
    assert time.monotonic() - started < folder.wait / 2
    assert issued == IssuedToken(TOKEN, CID, "uc", NOON - timedelta(hours=3))


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        (NOON - timedelta(hours=12, seconds=1), "not_of_today"),
        (NOON - timedelta(days=1), "not_of_today"),
        (NOON + timedelta(minutes=6), "from_the_future"),
        (NOON + timedelta(days=400), "from_the_future"),
    ],
)
def test_a_file_of_another_day_is_no_token(folder: Folder, holder: CardHolder, written: datetime, reason: str) -> None:
    folder.wait = 1.0
    folder.write(GOOD, written)
    failure = folder.failure(holder)
    assert isinstance(failure, SourceTimeout)
    assert failure.data == {"source": "ucauth_file", "reason": reason}


def test_a_file_of_the_first_second_of_today_is_one(folder: Folder, holder: CardHolder) -> None:
    folder.write(GOOD, NOON - timedelta(hours=12))
    assert folder.obtain(holder).token == TOKEN


def test_the_file_is_judged_by_the_corrected_clock(folder: Folder, holder: CardHolder) -> None:
    """The machine says 23:00 of the day before; the file got that time too, and it is 12:00 in truth."""
    folder.clock = NOON - timedelta(hours=13)
    folder.write(GOOD, folder.clock - timedelta(hours=1))
    assert folder.obtain(holder).issued_at == NOON - timedelta(hours=1)
    folder.wait = 1.0
    folder.write(GOOD, folder.clock - timedelta(hours=12, minutes=1))
    assert folder.failure(holder).data["reason"] == "not_of_today"


def test_midnight_while_waiting_ends_the_files_of_the_day_before(folder: Folder, holder: CardHolder) -> None:
    folder.wait = 3.0
    midnight = datetime(2026, 3, 2, 17, 0, tzinfo=UTC)
    now = folder.clock = midnight - timedelta(seconds=1)
    folder.write(OTHERS, now)
    with meanwhile(lambda: folder.write(GOOD, midnight - timedelta(milliseconds=200)), delay=1.2):
        failure = folder.failure(holder, now)
    assert failure.data["reason"] == "not_of_today"


def test_a_token_that_was_found_dead_is_not_taken_again(folder: Folder, holder: CardHolder) -> None:
    folder.write(GOOD, NOON - timedelta(hours=2))
    told = replace(holder, revoked_at=NOON - timedelta(hours=1))
    new = f"{CID}#{OTHER_TOKEN}".encode()
    with meanwhile(lambda: folder.write(new)):
        assert folder.obtain(told).token == OTHER_TOKEN
    folder.wait = 1.0
    folder.write(GOOD, NOON - timedelta(hours=2))
    assert folder.failure(told).data["reason"] == "revoked"


def test_another_persons_file_is_waited_out_but_a_login_with_another_card_is_told(
    folder: Folder, holder: CardHolder
) -> None:
    folder.write(OTHERS)
    with meanwhile(lambda: folder.write(GOOD)):
        assert folder.obtain(holder).token == TOKEN
    folder.write(OTHERS)
    with meanwhile(lambda: folder.write(OTHERS, NOON + timedelta(seconds=1))):
        started = time.monotonic()
        assert isinstance(folder.failure(holder), SourceOtherPerson)
        assert time.monotonic() - started < folder.wait
    folder.wait = 1.0
    assert isinstance(folder.failure(holder), SourceOtherPerson)


def test_nothing_that_is_said_names_anybody(folder: Folder, holder: CardHolder) -> None:
    folder.wait = 1.0
    folder.write(OTHERS)
    failure = folder.failure(holder)
    said = f"{failure!r} {failure} {failure.__cause__} {failure.__context__}"
    assert not any(secret in said for secret in (CID, OTHER_CID, TOKEN, OTHER_TOKEN, str(folder.path)))


# ---- how it is written -------------------------------------------------------------------------------------------

WRITER = """
import os, sys, time
path, how, pause = sys.argv[1], sys.argv[2], float(sys.argv[3])
content = sys.stdin.buffer.read()
time.sleep(0.3)
if how == "over":          # in place of the old one, byte for byte, the file open all the time
    file = open(path, "r+b", buffering=0)
    for byte in content:
        file.write(bytes([byte])); time.sleep(pause)
elif how == "stalls":      # the same, and the writer sleeps in the middle
    file = open(path, "r+b", buffering=0)
    file.write(content[:20]); time.sleep(pause); file.write(content[20:])
elif how == "new":         # cut to nothing first
    file = open(path, "wb", buffering=0)
    for byte in content:
        file.write(bytes([byte])); time.sleep(pause)
elif how == "reopen":      # opened and closed for every byte
    open(path, "wb").close()
    for byte in content:
        with open(path, "ab") as file: file.write(bytes([byte]))
        time.sleep(pause)
elif how == "delete":
    os.unlink(path); time.sleep(0.2)
    with open(path, "wb") as file: file.write(content)
"""


@contextmanager
def writer(folder: Folder, content: bytes, how: str, pause: float = 0.02) -> Iterator[None]:
    process = subprocess.Popen([sys.executable, "-c", WRITER, str(folder.file), how, str(pause)], stdin=subprocess.PIPE)
    assert process.stdin
    process.stdin.write(content)
    process.stdin.close()
    yield
    assert process.wait(30) == 0


@pytest.mark.parametrize("content", [GOOD, BOM + GOOD, GOOD + b"\r\n"])
@pytest.mark.parametrize("how", ["over", "new", "reopen", "delete"])
def test_a_file_written_in_steps_of_a_byte_is_read_when_it_is_whole(
    folder: Folder, holder: CardHolder, how: str, content: bytes
) -> None:
    """Over an old file of the same person, each step of `over` looks like a whole token that never was."""
    folder.wait = 60
    folder.clock = now = datetime.now(UTC)
    folder.write((BOM if content.startswith(BOM) else b"") + f"{CID}#{OTHER_TOKEN}".encode(), now - timedelta(days=2))
    with writer(folder, content, how):
        assert folder.obtain(holder, now).token == TOKEN


@pytest.mark.skipif(sys.platform != "linux", reason="needs leases; Windows keeps out by share modes")
def test_a_writer_that_stalls_in_the_middle_is_waited_for(folder: Folder, holder: CardHolder) -> None:
    """Longer than the time of rest: only the system knows that somebody is still writing."""
    folder.wait = 60
    folder.clock = now = datetime.now(UTC)
    folder.write(f"{CID}#{OTHER_TOKEN}".encode(), now - timedelta(days=2))
    with writer(folder, GOOD, "stalls", pause=1.0):
        assert folder.obtain(holder, now).token == TOKEN


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps writers out by itself")
def test_where_the_system_cannot_tell_of_writers_the_time_of_rest_does(
    folder: Folder, holder: CardHolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(look, "_has_writer", lambda descriptor: False)
    folder.wait = 60
    folder.clock = now = datetime.now(UTC)
    folder.write(f"{CID}#{OTHER_TOKEN}".encode(), now - timedelta(days=2))
    with writer(folder, GOOD, "over"):
        assert folder.obtain(holder, now).token == TOKEN


def test_a_file_that_somebody_keeps_locked_is_retried_until_it_is_free(
    folder: Folder, holder: CardHolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As Windows refuses it (a share violation); another system's file stands in for it."""
    held, real = threading.Event(), look._open
    held.set()

    def keeps_out(path: Path) -> int:
        if held.is_set():
            raise look._Locked
        return real(path)

    monkeypatch.setattr(look, "_open", keeps_out)
    folder.write(GOOD)
    assert look_at(folder.file, 99) == look.Look(folder.file, problem="busy")
    with meanwhile(held.clear, 0.6):
        assert folder.obtain(holder).token == TOKEN
    held.set()
    folder.wait = 1.0
    assert isinstance(folder.failure(holder), SourceTimeout)


def test_a_file_that_others_can_write_is_not_taken(folder: Folder, holder: CardHolder) -> None:
    folder.wait = 1.0
    folder.write(GOOD)
    folder.file.chmod(0o666)
    assert folder.failure(holder).data["reason"] == "unsafe"


def test_a_file_that_never_becomes_one_times_out_with_its_reason(folder: Folder, holder: CardHolder) -> None:
    folder.wait = 1.0
    assert folder.failure(holder).data["reason"] == "no_file"
    folder.write(GOOD[:-1])
    assert folder.failure(holder).data["reason"] == "format"


# ---- where, and who writes it ------------------------------------------------------------------------------------


def test_without_folder_and_program_the_source_is_not_here(tmp_path: Path, holder: CardHolder) -> None:
    for folders in ((str(tmp_path / "missing"),), UcauthPolicy().folders, ("relative",)):
        with pytest.raises(SourceNotHere):
            UcauthFileSource(UcauthPolicy(folders=folders)).obtain(holder, NOON)


def test_a_folder_may_be_named_by_a_pattern(folder: Folder, holder: CardHolder) -> None:
    folder.write(GOOD)
    policy = UcauthPolicy(folders=(str(folder.path.parent / "UCAuth*"),), wait_seconds=5)
    source = UcauthFileSource(policy, clock=lambda: NOON, rest_seconds=0.1)
    assert source.obtain(holder, NOON).token == TOKEN


def a_program(folder: Folder, content: bytes) -> tuple[str, ...]:
    """Stands for UC Authentication: writes its file into the folder it runs in, and goes on running."""
    script = folder.path / "uc.py"
    script.write_text(
        "import sys, time, pathlib\n"
        "pathlib.Path('arguments').write_text(repr(sys.argv[1:]))\n"
        f"pathlib.Path('nhso_token.txt').write_bytes({content!r})\ntime.sleep(60)\n"
    )
    start = folder.path / "UCAuthentication"
    start.write_text(f'#!/bin/sh\nexec "{sys.executable}" uc.py "$@"\n')
    start.chmod(0o700)
    return (str(start), "/card; touch injected", "$(touch injected)")


@pytest.fixture(autouse=True)
def _programs_end() -> Iterator[None]:
    yield
    for process in program._running.values():
        process.kill()
        process.wait()
    program._running.clear()


def test_the_program_is_started_in_its_folder_without_a_shell(folder: Folder, holder: CardHolder) -> None:
    folder.wait = 60
    folder.clock = now = datetime.now(UTC)
    folder.program = a_program(folder, GOOD)
    assert folder.obtain(holder, now).token == TOKEN
    assert (folder.path / "arguments").read_text() == repr(list(folder.program[1:]))
    assert not (folder.path / "injected").exists()


def test_the_program_is_not_started_for_a_token_that_is_there_nor_twice(folder: Folder, holder: CardHolder) -> None:
    folder.program = a_program(folder, b"")
    folder.write(GOOD)
    folder.obtain(holder)
    assert not program._running
    folder.file.unlink()
    folder.wait = 1.5
    folder.failure(holder)
    (first,) = program._running.values()
    folder.failure(holder)
    assert list(program._running.values()) == [first]


def test_a_program_that_cannot_start_is_told(folder: Folder, holder: CardHolder) -> None:
    folder.program = (str(folder.path / "missing.exe"),)
    failure = folder.failure(holder)
    assert isinstance(failure, SourceUnavailable)
    assert failure.data == {"source": "ucauth_file", "reason": "not_started"}
