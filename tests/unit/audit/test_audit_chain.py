"""What is done to an audit behind its back shows, wherever it was done."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sitthi.audit import Audit
from sitthi.audit.check import Fault
from sitthi.policy.model import AuditPolicy

CID = "1100800447899"
ENTRIES = 6
COLUMNS = "at, action, who, who_masked, origin, outlet, outcome, link"


def write(audit: Audit, count: int = ENTRIES) -> None:
    for number in range(count):
        audit.record("fill", cid=CID, origin="https://his.example", outcome=f"released {number}")


def tamper(folder: Path, *statements: str) -> None:
    with closing(sqlite3.connect(folder / "audit.db")) as database, database:
        for statement in statements:
            database.execute(statement)


def faults(folder: Path) -> list[Fault]:
    return list(Audit(folder).verify().faults)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(Audit(tmp_path))
    return tmp_path


def test_an_audit_that_nobody_touched_has_no_fault(folder: Path) -> None:
    found = Audit(folder).verify()
    assert (found.ok, found.entries, found.first, found.last) == (True, ENTRIES, 1, ENTRIES)


@pytest.mark.parametrize(
    ("statements", "fault"),
    [
        (["UPDATE entry SET outcome = 'refused' WHERE seq = 3"], Fault("changed", 3, 3)),
        (["UPDATE entry SET at = at + 1 WHERE seq = 6"], Fault("changed", 6, 6)),
        (["UPDATE entry SET who = NULL WHERE seq = 1"], Fault("changed", 1, 1)),
        (["DELETE FROM entry WHERE seq = 1"], Fault("missing", 1, 1)),
        (["DELETE FROM entry WHERE seq IN (3, 4)"], Fault("missing", 3, 4)),
        (["DELETE FROM entry WHERE seq > 4"], Fault("cut_off", 5, 6)),
        (["DELETE FROM entry"], Fault("cut_off", 1, 6)),
        ([f"INSERT INTO entry SELECT 7, {COLUMNS} FROM entry WHERE seq = 6"], Fault("changed", 7, 7)),
    ],
)
def test_one_hidden_act_is_one_finding(folder: Path, statements: list[str], fault: Fault) -> None:
    tamper(folder, *statements)
    assert faults(folder) == [fault]


def test_entries_that_changed_places(folder: Path) -> None:
    tamper(
        folder,
        "UPDATE entry SET seq = 99 WHERE seq = 2",
        "UPDATE entry SET seq = 2 WHERE seq = 5",
        "UPDATE entry SET seq = 5 WHERE seq = 99",
    )
    assert {fault.kind for fault in faults(folder)} == {"changed"}


def test_a_deletion_with_the_rest_moved_up(folder: Path) -> None:
    tamper(folder, "DELETE FROM entry WHERE seq = 2", "UPDATE entry SET seq = seq - 1 WHERE seq > 2")
    assert Fault("changed", 2, 2) in faults(folder)
    assert faults(folder)[-1] == Fault("cut_off", 6, 6)


@pytest.mark.parametrize("seal", ["seal", "zeroblob(32)", "(SELECT link FROM entry LIMIT 1)"])
def test_a_checkpoint_that_we_did_not_set(tmp_path: Path, seal: str) -> None:
    """Entries that are taken away and declared as having had their time."""
    clock = [datetime(2026, 3, 2, tzinfo=UTC)]
    audit = Audit(tmp_path, lambda: AuditPolicy(retention_days=10), lambda: clock[0])
    write(audit, 3)
    clock[0] += timedelta(days=11)
    write(audit, 5)
    assert faults(tmp_path) == []
    tamper(
        tmp_path,
        f"UPDATE checkpoint SET seq = 5, link = (SELECT link FROM entry WHERE seq = 5), seal = {seal}",
        "DELETE FROM entry WHERE seq <= 5",
    )
    assert faults(tmp_path) == [Fault("checkpoint_changed")]
    tamper(tmp_path, "DELETE FROM checkpoint")
    assert faults(tmp_path) == [Fault("missing", 1, 5)]


def test_a_cut_off_end_still_shows_after_more_entries(folder: Path) -> None:
    tamper(folder, "DELETE FROM entry WHERE seq > 4")
    write(Audit(folder), 2)
    assert faults(folder) == [Fault("missing", 5, 6)]


@pytest.mark.parametrize(
    "change", [Path.unlink, lambda head: head.write_bytes(bytes(72)), lambda head: head.chmod(0o644)]
)
def test_the_end_cut_off_and_the_head_with_it(folder: Path, change: Callable[[Path], object]) -> None:
    tamper(folder, "DELETE FROM entry WHERE seq > 4")
    change(folder / "audit.head")
    assert [fault.kind for fault in faults(folder)] in (["head_missing"], ["head_changed"])
    write(Audit(folder), 2)
    assert faults(folder) == [Fault("missing", 5, 5)]  # the number that was left out for it


def test_a_database_that_was_taken_away_or_replaced(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    for file in folder.glob("audit.db*"):
        file.unlink()
    assert faults(folder) == [Fault("cut_off", 1, ENTRIES)]
    write(Audit(folder), 1)
    assert faults(folder) == [Fault("missing", 1, ENTRIES)]
    other = tmp_path_factory.mktemp("other")
    write(Audit(other))
    shutil.copy(other / "audit.db", folder / "audit.db")
    assert Fault("changed", 1, 1) in faults(folder)


def test_without_the_key_nothing_is_believed(folder: Path) -> None:
    (folder / "audit.key").unlink()
    assert Fault("changed", 1, 1) in faults(folder)
    write(Audit(folder), 1)
    assert Fault("changed", 1, 1) in faults(folder)


def test_a_process_that_died_before_the_head_was_written_is_no_tampering(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(*_: object) -> None:
        raise OSError("died")

    with monkeypatch.context() as patched:
        patched.setattr("sitthi.audit.log.write_head", dies)
        with pytest.raises(OSError, match="died"):
            write(Audit(folder), 1)
    assert faults(folder) == []
    write(Audit(folder), 1)
    assert faults(folder) == []


def test_a_gap_is_forgotten_with_the_entries_around_it(tmp_path: Path) -> None:
    clock = [datetime(2026, 3, 2, tzinfo=UTC)]
    audit = Audit(tmp_path, lambda: AuditPolicy(retention_days=10), lambda: clock[0])
    write(audit)
    tamper(tmp_path, "DELETE FROM entry WHERE seq = 3")
    clock[0] += timedelta(days=11)
    write(audit, 1)
    assert faults(tmp_path) == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(
    st.integers(1, ENTRIES), st.sampled_from([*COLUMNS.split(", "), "seq"]), st.text("ab\x00é0", min_size=1, max_size=5)
)
def test_any_value_in_any_place(folder: Path, seq: int, column: str, value: str) -> None:
    copy = folder / "copy"
    shutil.rmtree(copy, ignore_errors=True)
    copy.mkdir()
    for file in folder.glob("audit.*"):
        shutil.copy2(file, copy)
    put: object = {"at": 5, "seq": 50 + len(value), "link": value.encode()}.get(column, value + "!")
    with closing(sqlite3.connect(copy / "audit.db")) as database, database:
        database.execute(f"UPDATE entry SET {column} = ? WHERE seq = ?", (put, seq))
    assert faults(copy)
