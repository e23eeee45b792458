"""`nhso_token.txt`: exact bytes, whole or not there, and never another program's file."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from sitthi.errors_outlets import OutletFileFailed, OutletFileForeign, OutletTokenKind
from sitthi.outlets import Trace
from sitthi.outlets.token_file import TokenFile, token_line
from sitthi.policy.outlets import FileTarget
from unit.outlets.conftest import CID, LATER, OTHER, TOKEN, session


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "nhso_token.txt"


def deliver(path: Path, **values: object) -> Trace | None:
    noted: list[Trace] = []
    TokenFile(FileTarget(str(path), **values)).deliver(session(), noted.append)  # type: ignore[arg-type]
    return noted[0] if noted else None


def withdraw(path: Path, trace: Trace | None) -> None:
    assert trace is not None
    TokenFile(FileTarget(str(path))).withdraw(trace)


def test_thirty_bytes_and_thirty_three_with_the_mark(path: Path) -> None:
    deliver(path)
    assert path.read_bytes() == b"1100800447899#a1b2c3d4e5f6g7h8"
    assert path.stat().st_size == 30
    path.unlink()
    deliver(path, bom=True)
    assert path.read_bytes() == b"\xef\xbb\xbf1100800447899#a1b2c3d4e5f6g7h8"
    assert path.read_bytes()[17:33] == TOKEN.encode()  # what a reader with fixed offsets takes


@pytest.mark.parametrize("mode", ["0600", "0640", "0644"])
def test_owner_and_mode_are_those_of_the_policy_whatever_the_umask(path: Path, mode: str) -> None:
    before = os.umask(0o077)
    try:
        deliver(path, mode=mode)
    finally:
        os.umask(before)
    info = path.stat()
    assert (oct(info.st_mode & 0o777), info.st_uid) == (oct(int(mode, 8)), os.getuid())


def test_the_group_of_the_policy(path: Path) -> None:
    import grp

    group = grp.getgrgid(os.getgroups()[0] if os.getgroups() else os.getgid())
    deliver(path, group=group.gr_name, mode="0640")
    assert path.stat().st_gid == group.gr_gid
    with pytest.raises(OutletFileFailed) as caught:
        deliver(path.with_name("b.txt"), group="no-such-group-here")
    assert caught.value.data == {"reason": "unknown_group"}
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_what_was_written_is_removed(path: Path) -> None:
    withdraw(path, deliver(path))
    assert not path.exists()
    assert list(path.parent.iterdir()) == []


def test_removing_twice_or_what_is_gone_is_no_failure(path: Path) -> None:
    trace = deliver(path)
    withdraw(path, trace)
    withdraw(path, trace)
    path.parent.rmdir()
    withdraw(path, trace)


@pytest.mark.parametrize(
    "content",
    [f"{OTHER}#{LATER}", f"{CID}#{LATER}", f"{CID}#{TOKEN}\r\n", "", "a shopping list"],
    ids=["another person", "another token", "with a newline", "empty", "another file"],
)
def test_a_file_that_is_not_ours_any_more_is_never_removed(
    path: Path, content: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    trace = deliver(path)
    path.write_bytes(content.encode())
    monkeypatch.delattr(os, "rename")  # nor moved, not for a moment
    withdraw(path, trace)
    assert path.read_bytes() == content.encode()


def test_what_another_program_writes_while_we_remove_is_not_lost(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It replaces the file between our look and our removal."""
    trace = deliver(path)
    theirs, rename = f"{OTHER}#{LATER}".encode(), os.rename

    def late(source: Path, target: Path) -> None:
        monkeypatch.undo()
        path.write_bytes(theirs)
        rename(source, target)

    monkeypatch.setattr(os, "rename", late)
    withdraw(path, trace)
    assert path.read_bytes() == theirs
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize(
    "content", [f"{OTHER}#{LATER}\r\n", f"\ufeff{CID}#old", ""], ids=["yesterday's", "bom", "empty"]
)
def test_a_token_file_of_uc_authentication_is_replaced(path: Path, content: str) -> None:
    path.write_text(content)
    assert deliver(path) is not None
    assert path.read_bytes() == f"{CID}#{TOKEN}".encode()


@pytest.mark.parametrize("content", ["a shopping list", f"{CID}#{TOKEN}#{LATER}", "x" * 5000])
def test_any_other_file_is_left_alone(path: Path, content: str) -> None:
    path.write_text(content)
    with pytest.raises(OutletFileForeign):
        deliver(path)
    with pytest.raises(OutletFileForeign):
        TokenFile(FileTarget(str(path))).check()
    assert path.read_text() == content


def test_a_link_is_left_alone(path: Path) -> None:
    elsewhere = path.with_name("elsewhere.txt")
    elsewhere.write_text(f"{OTHER}#{LATER}")
    path.symlink_to(elsewhere)
    with pytest.raises(OutletFileForeign):
        deliver(path)
    assert elsewhere.read_text() == f"{OTHER}#{LATER}"


@pytest.mark.skipif(os.getuid() != 0, reason="only root can make another user's file")
def test_another_users_file_is_left_alone(path: Path) -> None:
    path.write_text(f"{OTHER}#{LATER}")
    os.chown(path, 65534, -1)
    with pytest.raises(OutletFileForeign):
        deliver(path)


def test_what_uc_authentication_wrote_for_this_session_stays_its_own(path: Path) -> None:
    path.write_bytes(token_line(session(), bom=False))
    inode = path.stat().st_ino
    assert deliver(path) is None
    assert path.stat().st_ino == inode


def test_no_folder_no_file(path: Path) -> None:
    with pytest.raises(OutletFileFailed) as caught:
        deliver(path.parent / "missing" / "nhso_token.txt")
    assert caught.value.data == {"reason": "FileNotFoundError"}
    assert str(path) not in str(caught.value)
    with pytest.raises(OutletFileFailed):
        TokenFile(FileTarget(str(path.parent / "missing" / "nhso_token.txt"))).check()


def test_a_check_leaves_nothing(path: Path) -> None:
    TokenFile(FileTarget(str(path))).check()
    assert list(path.parent.iterdir()) == []


def test_a_token_of_another_kind_is_not_written(path: Path) -> None:
    with pytest.raises(OutletTokenKind):
        TokenFile(FileTarget(str(path))).deliver(session(token="eyJ.a.b"), lambda trace: None)
    assert not path.exists()


def test_a_reader_never_meets_a_part(path: Path) -> None:
    whole, seen, stop = f"{CID}#{TOKEN}".encode(), set(), threading.Event()

    def watch() -> None:
        while not stop.is_set():
            try:
                seen.add(path.read_bytes())
            except FileNotFoundError:
                seen.add(None)

    reader = threading.Thread(target=watch)
    reader.start()
    try:
        for _ in range(150):
            withdraw(path, deliver(path))
    finally:
        stop.set()
        reader.join()
    assert seen <= {None, whole}


def test_what_a_dead_process_left_half_written_goes(path: Path) -> None:
    leftover = path.with_name(f".{path.name}.sitthi-new-1-abcd")
    leftover.write_bytes(f"{CID}#{TOKEN}".encode())
    withdraw(path, Trace({"content": {}}))
    assert not leftover.exists()
