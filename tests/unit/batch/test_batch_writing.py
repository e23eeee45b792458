"""The output: valid, harmless, the same bytes for the same answers, whole or not there, for this account alone."""

from __future__ import annotations

import csv
import json
import stat
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from sitthi.batch import place, record
from sitthi.batch.journal import Row
from sitthi.batch.place import check_place, put_in_place
from sitthi.batch.problem import BatchProblem
from sitthi.batch.record import COLUMNS, Cell
from sitthi.batch.writing import WRITERS, harmless
from sitthi.errors import NhsoBadAnswer, NhsoRejected

from .doubles import rights

A, B = "1100800447899", "3100101000018"
EVIL = '=HYPERLINK("x")'
ROWS = [
    Row(1, A, "", record.of_rights(rights(A))),
    Row(2, None, "empty", None),
    Row(3, B, "", record.of_rights(rights(B, name=EVIL, no_expiry=False, valid_to="2027-01-01"))),
    Row(4, B, "", record.of_rejection(NhsoRejected(ws_status="-1", ws_status_desc="ไม่พบ"))),
    Row(5, B, "", record.of_failure(NhsoBadAnswer(reason="no_result"))),
]


def cells() -> Iterator[dict[str, Cell]]:
    return map(record.cells, ROWS)


def written(folder: Path, kind: str, rows: Iterator[dict[str, Cell]] | None = None) -> Path:
    target = folder / f"out.{kind}"
    with put_in_place(target) as inside:
        WRITERS[kind](inside / target.name, cells() if rows is None else rows)
    return target


def sheet(file: Path) -> list[list[str]]:
    """What a spreadsheet shows, and that nothing in it is a formula."""
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    with zipfile.ZipFile(file) as book:
        root = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    assert root.find(f".//{space}f") is None
    return [["".join(cell.itertext()) for cell in row.iter(f"{space}c")] for row in root.iter(f"{space}row")]


def test_csv_is_read_by_others(tmp_path: Path) -> None:
    file = written(tmp_path, "csv")
    assert file.read_bytes().startswith(b"\xef\xbb\xbfline,cid,outcome,")
    with file.open(encoding="utf-8-sig", newline="") as text:
        rows = list(csv.DictReader(text))
    assert [(row["line"], row["cid"], row["outcome"], row["problem"]) for row in rows] == [
        ("1", A, "ok", ""),
        ("2", "", "bad_line", "empty"),
        ("3", B, "ok", ""),
        ("4", B, "rejected", "'-1 ไม่พบ"),
        ("5", B, "failed", "nhso_bad_answer no_result"),
    ]
    assert (rows[0]["no_expiry"], rows[2]["no_expiry"], rows[2]["valid_to"]) == ("true", "false", "2027-01-01")
    assert rows[0]["hospital_main"] == A[-3:]
    assert rows[2]["name"] == "'" + EVIL


def test_json_has_the_words_as_they_are(tmp_path: Path) -> None:
    rows = json.loads(written(tmp_path, "json").read_text(encoding="utf-8"))
    assert [list(row) for row in rows] == [list(COLUMNS)] * 5
    assert (rows[2]["name"], rows[0]["line"], rows[0]["no_expiry"], rows[1]["no_expiry"]) == (EVIL, 1, True, "")
    assert json.loads(written(tmp_path, "json", iter(())).read_text()) == []


def test_a_sheet_has_texts_and_no_formula_and_no_moment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "none"))  # its pieces never lie in the machine's folder
    file = written(tmp_path, "xlsx")
    rows = sheet(file)
    with zipfile.ZipFile(file) as book:
        assert b"1980-01-01T00:00:00Z</dcterms:created>" in book.read("docProps/core.xml")
    assert rows[0] == list(COLUMNS)
    assert (rows[1][1], rows[3][3]) == (A, "'" + EVIL)


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\t=1", "\r=1", "\n=1"])
def test_what_begins_like_a_formula_is_made_harmless(text: str) -> None:
    assert harmless(text) == "'" + text
    assert harmless("ก" + text) == "ก" + text


@pytest.mark.parametrize("kind", WRITERS)
def test_the_same_answers_are_the_same_bytes_and_private(tmp_path: Path, kind: str) -> None:
    first = written(tmp_path, kind)
    content = first.read_bytes()
    first.chmod(0o644)
    again = written(tmp_path, kind)
    assert again.read_bytes() == content
    assert stat.S_IMODE(again.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [again]


@pytest.mark.parametrize("kind", WRITERS)
def test_writing_that_fails_leaves_the_old_output_and_nothing_else(tmp_path: Path, kind: str) -> None:
    def broken() -> Iterator[dict[str, Cell]]:
        yield from cells()
        raise RuntimeError

    target = tmp_path / f"out.{kind}"
    target.write_text("old")
    with pytest.raises(RuntimeError):
        written(tmp_path, kind, broken())
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_pieces_are_private_and_those_of_a_killed_writer_are_removed(tmp_path: Path) -> None:
    target = tmp_path / "out[1].csv"
    left = tmp_path / "out[1].csv.tmp-1-00"
    left.mkdir()
    (left / "out[1].csv").write_text(A)
    with put_in_place(target) as inside:
        assert not left.exists()
        assert stat.S_IMODE(inside.stat().st_mode) == 0o700
        (inside / target.name).write_text("x")
    assert list(tmp_path.iterdir()) == [target]


def test_a_place_that_cannot_work_is_told_before_anything_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "in.csv"
    source.touch()
    assert [check_place(tmp_path / f"o.{kind}", source) for kind in ("csv", "JSON", "xlsx")] == ["csv", "json", "xlsx"]
    monkeypatch.setattr(place, "find_spec", lambda name: None)
    for target, key in (
        (tmp_path / "o.txt", "format"),
        (tmp_path / "o.xlsx", "extra"),
        (tmp_path / "none" / "o.csv", "output"),
        (source, "same_file"),
    ):
        with pytest.raises(BatchProblem, match=key):
            check_place(target, source)
