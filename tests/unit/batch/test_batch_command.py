"""The command around the parts: what is told, what is refused, what is left behind. NHSO and service are doubles."""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from sitthi.batch import command
from sitthi.batch.journal import Journal
from sitthi.batch.place import journal_path
from sitthi.batch.problem import BatchProblem
from sitthi.cli.main import build_parser
from sitthi.cli.texts import texts
from sitthi.errors import NhsoUnreachable, TokenRevoked
from sitthi.policy.model import BatchPolicy

from .doubles import Nhso, people

CIDS = list(people(5))
BATCH = Path(command.__file__).parent


@pytest.fixture
def nhso(monkeypatch: pytest.MonkeyPatch) -> Nhso:
    nhso = Nhso()

    def call(method: str, params: dict[str, str]) -> dict[str, object]:
        assert method == "rights.check"
        return {"rights": nhso.look_up(params["cid"])}

    @contextmanager
    def service() -> Iterator[SimpleNamespace]:
        yield SimpleNamespace(call=call, policy=SimpleNamespace(batch=BatchPolicy(0)))

    monkeypatch.setattr(command, "service", service)
    monkeypatch.setenv("LANG", "C.UTF-8")
    return nhso


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "in.csv"
    file.write_text("\n".join(["cid", *CIDS]))
    return file


def run(file: Path, *more: str, out: str = "out.json") -> int:
    args = build_parser().parse_args(["rights", "--file", str(file), "--out", str(file.parent / out), *more])
    assert isinstance(args, argparse.Namespace)
    return int(args.run(args))


def left(file: Path) -> list[str]:
    return sorted(each.name for each in file.parent.iterdir() if each != file)


def test_done(file: Path, nhso: Nhso, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(file, "--json") == 0
    said = capsys.readouterr()
    assert json.loads(said.out) == {"lines": 5, "outcomes": {"ok": 5}}
    assert [row["cid"] for row in json.loads((file.parent / "out.json").read_text())] == CIDS
    assert left(file) == ["out.json"]


def test_only_the_first_bad_lines_are_told_one_by_one(
    file: Path, nhso: Nhso, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text("cid\n" + "1100800447890\n" * 30 + CIDS[0])
    assert run(file) == command.SOME_WITHOUT
    said = capsys.readouterr()
    told = re.findall(r"line (\d+): not a citizen ID", said.err)
    assert told == [str(number) for number in range(2, 22)]
    assert "1 lines with a citizen ID, 30 bad lines" in said.err
    assert "bad_line: 30" in said.out
    assert not re.search(r"\d{13}", said.err + said.out)


def test_a_service_that_does_not_answer_is_exit_code_7(
    file: Path, nhso: Nhso, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sitthi.batch.pace.PATIENCE", 0.0)
    nhso.next = [None, NhsoUnreachable(reason="connect")]
    assert run(file) == command.NO_ANSWER
    assert "1 of 5" in capsys.readouterr().err
    assert run(file) == 0
    assert sum(nhso.asked.values()) == 6


def test_answers_of_yesterday_are_not_mixed_with_todays(
    file: Path, nhso: Nhso, capsys: pytest.CaptureFixture[str]
) -> None:
    nhso.next = [None, TokenRevoked()]
    assert run(file) == command.TOKEN_DEAD
    journal = Journal.open(journal_path(file.parent / "out.json"))
    journal._db.execute("UPDATE about SET begun = ?", [(datetime.now(UTC) - timedelta(hours=25)).isoformat()])
    journal.close()
    assert run(file, "--json") == 1
    assert json.loads(capsys.readouterr().out.splitlines()[-1]) == {"error": "batch_old", "data": {"hours": 24}}
    assert run(file, "--restart") == 0
    assert nhso.asked[CIDS[0]] == 2


def test_another_column_of_the_same_list_is_another_question(file: Path, nhso: Nhso) -> None:
    nhso.next = [None, TokenRevoked()]
    run(file)
    assert run(file, "--column", "1") == 1
    assert nhso.asked.total() == 2


def test_a_broken_journal_is_begun_anew_only_with_restart(file: Path, nhso: Nhso) -> None:
    nhso.next = [TokenRevoked()]
    run(file)
    path = journal_path(file.parent / "out.json")
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))
    assert run(file) == 1
    assert run(file, "--restart") == 0


def test_a_list_that_is_too_long_for_a_sheet_is_told_before_anybody_is_asked(
    file: Path, nhso: Nhso, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "MAX_SHEET_LINES", 4)
    assert run(file, out="out.xlsx") == 2
    assert (left(file), nhso.asked.total()) == ([], 0)
    monkeypatch.setattr(command, "MAX_SHEET_LINES", 5)
    assert run(file, out="out.xlsx") == 0


def test_out_alone_is_wrong_usage(nhso: Nhso, tmp_path: Path) -> None:
    args = build_parser().parse_args(["rights", "--out", str(tmp_path / "o.csv")])
    assert args.run(args) == 2


def test_every_problem_has_its_text_in_both_languages() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in BATCH.glob("*.py"))
    keys = set(re.findall(r'BatchProblem\("(\w+)"', source))
    assert len(keys) > 10
    for language in ("th", "en"):
        known = {key for key in texts(f"commands.{language}") if key.startswith("batch_problem_")}
        assert known == {f"batch_problem_{key}" for key in keys}
    english, thai = texts("commands.en"), texts("commands.th")
    for key in (key for key in english if key.startswith("batch_")):
        assert set(re.findall(r"{\w+}", english[key])) == set(re.findall(r"{\w+}", thai[key])), key
    assert str(BatchProblem("x")) == "x"
