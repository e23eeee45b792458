"""The memory of tries left: per card, private, robust against whatever lies in its folder."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from sitthi.pin.tries import TriesMemory

CID, OTHER = "1100800447899", "1234567890121"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "pin-tries"


def test_nothing_is_known_of_a_new_card(folder: Path) -> None:
    assert TriesMemory(folder).known(CID) is None


def test_the_next_process_knows_what_the_last_one_recorded(folder: Path) -> None:
    TriesMemory(folder).record(CID, 2)
    assert TriesMemory(folder).known(CID) == 2
    assert TriesMemory(folder).known(OTHER) is None


def test_success_forgets_that_card_only(folder: Path) -> None:
    memory = TriesMemory(folder)
    memory.record(CID, 2)
    memory.record(OTHER, 0)
    memory.forget(CID)
    memory.forget(CID)
    assert memory.known(CID) is None
    assert memory.known(OTHER) == 0


def test_the_folder_tells_nobody_whose_card_it_was(folder: Path) -> None:
    TriesMemory(folder).record(CID, 2)
    for path in folder.iterdir():
        assert CID not in path.name
        assert CID.encode() not in path.read_bytes()
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_another_user_cannot_find_the_card_by_its_number(tmp_path: Path) -> None:
    for user in ("a", "b"):
        TriesMemory(tmp_path / user).record(CID, 2)
    names = [{path.name for path in (tmp_path / user).iterdir()} - {"key"} for user in ("a", "b")]
    assert names[0] != names[1]


@pytest.mark.parametrize("content", [b"", b"-1", b"99", b"x", b"\xff\xfe", b"3 "])
def test_a_damaged_entry_means_unknown(folder: Path, content: bytes) -> None:
    memory = TriesMemory(folder)
    memory.record(CID, 2)
    (entry,) = [path for path in folder.iterdir() if path.name != "key"]
    entry.write_bytes(content)
    assert memory.known(CID) is None


def test_a_damaged_key_is_replaced(folder: Path) -> None:
    memory = TriesMemory(folder)
    memory.record(CID, 2)
    (folder / "key").write_bytes(b"short")
    assert memory.known(CID) is None
    memory.record(CID, 1)
    assert memory.known(CID) == 1


def test_an_impossible_number_is_a_fault(folder: Path) -> None:
    with pytest.raises(ValueError, match="out of range"):
        TriesMemory(folder).record(CID, 16)


def test_no_temporary_file_stays(folder: Path) -> None:
    memory = TriesMemory(folder)
    for left in (3, 2, 1):
        memory.record(CID, left)
    assert len(list(folder.iterdir())) == 2
