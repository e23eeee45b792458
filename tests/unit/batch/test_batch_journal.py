"""The journal: what was answered is never lost, never asked again, and nobody else's."""

from __future__ import annotations

import os
import signal
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sitthi.batch.journal import Journal
from sitthi.batch.problem import BatchProblem
from sitthi.batch.reading import Line

NOW = datetime(2026, 1, 5, 1, tzinfo=UTC)
A, B = "1100800447899", "3100101000018"
LINES = [Line(1, A), Line(2, None, "empty"), Line(3, B), Line(4, A)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "out.csv.sitthi-journal"


def begun(path: Path) -> Journal:
    journal = Journal.open(path)
    journal.begin("f", NOW, LINES)
    return journal


def test_a_new_journal_knows_nothing_and_is_private(path: Path) -> None:
    old = os.umask(0)
    try:
        journal = Journal.open(path)
        assert journal.begun() is None
        journal.begin("f", NOW, LINES)
        modes = {each.name: stat.S_IMODE(each.stat().st_mode) for each in path.parent.iterdir()}
    finally:
        os.umask(old)
    assert set(modes.values()) == {0o600}, modes
    assert journal.begun() == ("f", NOW)
    journal.close()


def test_the_same_person_is_asked_about_once_and_stands_in_every_line(path: Path) -> None:
    journal = begun(path)
    assert (journal.people(), list(journal.unanswered())) == (2, [A, B])
    journal.keep(A, "a")
    assert [tuple(row) for row in journal.rows()] == [
        (1, A, "", "a"),
        (2, None, "empty", None),
        (3, B, "", None),
        (4, A, "", "a"),
    ]
    journal.close()


def test_what_is_kept_is_there_after_closing(path: Path) -> None:
    journal = begun(path)
    journal.keep(A, "a")
    journal.close()
    again = Journal.open(path)
    assert (again.begun(), again.answered(), list(again.unanswered())) == (("f", NOW), 1, [B])
    again.close()


def test_more_than_one_page_of_people_and_keeping_meanwhile(path: Path) -> None:
    journal = Journal.open(path)
    journal.begin("f", NOW, (Line(number, f"{number:013}") for number in range(1, 1202)))
    asked = []
    for cid in journal.unanswered():
        asked.append(int(cid))
        if len(asked) % 2:
            journal.keep(cid, "x")
    assert asked == list(range(1, 1202))
    assert [int(cid) for cid in journal.unanswered()] == list(range(2, 1202, 2))
    journal.close()


def test_reading_that_fails_leaves_a_new_journal(path: Path) -> None:
    def broken() -> Iterator[Line]:
        yield Line(1, B)
        raise BatchProblem("input")

    journal = Journal.open(path)
    with pytest.raises(BatchProblem, match="input"):
        journal.begin("g", NOW, broken())
    assert journal.begun() is None
    journal.begin("f", NOW, LINES)
    assert (journal.begun(), journal.people()) == (("f", NOW), 2)
    journal.close()


def test_another_process_is_refused_and_let_in_when_the_first_is_gone(path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from sitthi.batch.journal import Journal;"
        "journal = Journal.open(Path(sys.argv[1])); print('held', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", code, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(BatchProblem, match="busy"):
            Journal.open(path)
        other.send_signal(signal.SIGKILL)
        other.wait(10)
    Journal.open(path).close()


def test_a_kill_after_an_answer_loses_nothing(path: Path) -> None:
    """Killed between any two statements: whole transactions are there, the one under way is not."""
    code = f"""
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from sitthi.batch.journal import Journal
from sitthi.batch.reading import Line
journal = Journal.open(Path(sys.argv[1]))
def lines():
    for number, cid in enumerate({[A, B]!r}, 1):
        yield Line(number, cid)
        if sys.argv[2] == "reading":
            os.kill(os.getpid(), signal.SIGKILL)
journal.begin("f", datetime.now(UTC), lines())
journal.keep({A!r}, "a")
os.kill(os.getpid(), signal.SIGKILL)
"""
    for moment, expected in (("reading", None), ("asking", 1)):
        killed = subprocess.run([sys.executable, "-c", code, str(path), moment], check=False)
        assert killed.returncode == -signal.SIGKILL
        journal = Journal.open(path)
        known = journal.begun()
        assert (known and journal.answered()) == expected
        journal.close()


def test_remove_leaves_nothing(path: Path) -> None:
    journal = begun(path)
    journal.keep(A, "a")
    journal.remove()
    assert list(path.parent.iterdir()) == []


def test_who_waited_for_a_removed_journal_makes_a_new_one(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun(path).close()
    connect = sqlite3.connect

    def slow(*arguments: object, **settings: object) -> sqlite3.Connection:
        db = connect(*arguments, **settings)  # type: ignore[call-overload]
        if path.stat().st_size:
            db.execute("SELECT * FROM sqlite_master").fetchall()
            path.unlink()  # the other process is done just now
        return db  # type: ignore[no-any-return]

    monkeypatch.setattr(sqlite3, "connect", slow)
    journal = Journal.open(path)
    assert journal.begun() is None
    assert path.exists()
    journal.close()


@pytest.mark.parametrize("content", [b"some text that is there already, longer than a header" * 40, "sqlite"])
def test_another_programs_file_is_left_alone(path: Path, content: bytes | str) -> None:
    if content == "sqlite":
        db = sqlite3.connect(path)
        db.execute("CREATE TABLE x (y)")
        db.close()
    else:
        path.write_bytes(content)  # type: ignore[arg-type]
    path.chmod(0o600)
    before = path.read_bytes()
    with pytest.raises(BatchProblem, match="journal_foreign"):
        Journal.open(path)
    assert path.read_bytes() == before


def test_a_journal_that_others_can_read_or_a_link_is_not_taken(path: Path) -> None:
    path.touch(mode=0o644)
    path.chmod(0o644)
    with pytest.raises(BatchProblem, match="private"):
        Journal.open(path)
    path.unlink()
    path.symlink_to(path.parent / "elsewhere")
    with pytest.raises(BatchProblem, match="output"):
        Journal.open(path)


def test_a_damaged_journal_is_told(path: Path) -> None:
    journal = begun(path)
    journal.close()
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))
    with pytest.raises(BatchProblem, match="journal_broken"):
        journal = Journal.open(path)
        journal.begun()
