"""A list of patients as hospitals have them: what is read, what is a bad line, and that nobody is lost."""

from __future__ import annotations

import contextlib
import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitthi.batch.cell import read_cid
from sitthi.batch.column import Column, find_column, find_delimiter
from sitthi.batch.problem import BatchProblem
from sitthi.batch.reading import Line, read_lines
from sitthi.batch.records import MAX_LINE, records, split_record
from sitthi.batch.source import examine
from sitthi.card.cid import check_digit

A, B, C = "1100800447899", "3100101000018", "1101500000008"

twelve = st.text("0123456789", min_size=12, max_size=12)
cids = twelve.map(lambda digits: digits + str(check_digit(digits)))
cells = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20).filter(lambda text: "\ufeff" not in text)
DECORATED = (
    str,
    lambda cid: f" {cid} ",
    lambda cid: f"{cid[0]}-{cid[1:5]}-{cid[5:10]}-{cid[10:12]}-{cid[12]}",
    lambda cid: f"{cid[0]} {cid[1:5]} {cid[5:10]} {cid[10:12]} {cid[12]}",
    lambda cid: cid.translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")),
    lambda cid: f'="{cid}"',
)


def read(folder: Path, content: bytes | str, column: str | None = None) -> list[tuple[int, str | None, str]]:
    file = folder / "in.csv"
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return [(line.number, line.cid, line.problem) for line in read_lines(examine(file), column)]


def problem(folder: Path, content: bytes | str, column: str | None = None) -> str:
    with pytest.raises(BatchProblem) as raised:
        read(folder, content, column)
    return raised.value.key


# ---- encodings and line ends ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp874"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends(tmp_path: Path, encoding: str, end: str) -> None:
    text = end.join(["ชื่อ;เลขบัตรประชาชน", f"สมชาย;{A}", f"บุญมี;{B}"])
    assert read(tmp_path, text.encode(encoding)) == [(2, A, ""), (3, B, "")]


def test_tis620_is_found_also_far_behind_the_beginning(tmp_path: Path) -> None:
    content = b"cid,note\n" + f"{A},x\n".encode() * 20_000 + "1,ก\n".encode("cp874")
    (tmp_path / "in.csv").write_bytes(content)
    assert examine(tmp_path / "in.csv").encoding == "cp874"


def test_a_character_cut_by_the_end_of_the_file_is_not_utf8(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_bytes(b"cid\n" + "ก".encode()[:2])
    assert examine(tmp_path / "in.csv").encoding == "cp874"


def test_utf16_an_empty_file_and_no_file_are_told(tmp_path: Path) -> None:
    assert problem(tmp_path, A.encode("utf-16")) == "utf16"
    assert problem(tmp_path, b"") == "empty"
    assert problem(tmp_path, "\n , ,\n") == "empty"
    with pytest.raises(BatchProblem, match="input"):
        examine(tmp_path / "none.csv")


# ---- header, column, delimiter -------------------------------------------------------------------------------------


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_with_a_header_the_column_is_known_by_its_heading(tmp_path: Path, delimiter: str) -> None:
    assert read(tmp_path, f"HN{delimiter}ID_Card No.\n12{delimiter}{A}\n") == [(2, A, "")]


def test_both_spellings_of_sara_am_are_one_heading(tmp_path: Path) -> None:
    for sara_am in ("\u0e33", "\u0e4d\u0e32"):
        assert read(tmp_path, f"HN,เลขประจ{sara_am}ตัวประชาชน\n1,{A}\n") == [(2, A, "")]


def test_without_a_header_the_column_is_known_by_its_citizen_id(tmp_path: Path) -> None:
    assert read(tmp_path, f"HN0001,{A}\nHN0002,{B}\n") == [(1, A, ""), (2, B, "")]


def test_a_column_by_name_or_number(tmp_path: Path) -> None:
    content = f"แม่,ลูก\n{A},{B}\n"
    assert problem(tmp_path, content) == "column_needed"
    assert read(tmp_path, content, "ลูก") == [(2, B, "")]
    assert read(tmp_path, content, "1") == [(2, A, "")]
    assert read(tmp_path, f"{A},{B}\n", "2") == [(1, B, "")]
    assert problem(tmp_path, content, "0") == problem(tmp_path, content, "3") == "column_number"
    assert problem(tmp_path, content, "พ่อ") == "column_name"
    assert problem(tmp_path, f"{A},{B}\n", "cid") == "column_name"  # there is no header
    assert problem(tmp_path, f"{A},{B}\n") == "column_needed"


def test_a_first_line_with_a_wrong_citizen_id_is_no_header() -> None:
    assert find_column(["1100800447890"], None) == Column(0, False)
    assert find_column(["cid"], None) == Column(0, True)
    assert find_column(["pid", "cid"], None) == Column(1, True)  # pid is the number of a program's own in JHCIS


def test_the_delimiter_is_what_sets_the_citizen_id_apart() -> None:
    assert find_delimiter(f"{A};a,b,c,d,e") == ";"
    assert find_delimiter('"a;b;c;d",cid') == ","
    assert find_delimiter(A) == ","


# ---- bad lines -----------------------------------------------------------------------------------------------------


def test_bad_lines_are_told_by_number_and_the_others_are_read(tmp_path: Path) -> None:
    long = "x" * (MAX_LINE + 10)
    content = f'hn,cid\n1,{A}\n\n2,\n3,1100800447890\n4\n5,1.10080044789E+12\n"6"x,{B}\n{long}\n7,{B}\n,,\n8,{C}'
    assert read(tmp_path, content) == [
        (2, A, ""),
        (4, None, "empty"),
        (5, None, "invalid_cid"),
        (6, None, "column_missing"),
        (7, None, "rounded"),
        (8, None, "malformed"),
        (9, None, "too_long"),
        (10, B, ""),
        (12, C, ""),
    ]


def test_a_stray_quote_takes_nobody_with_it(tmp_path: Path) -> None:
    content = f'cid,note\n{A},"open\n{B},x\n{C},"closed"\n'
    assert read(tmp_path, content) == [(2, None, "malformed"), (3, B, ""), (4, C, "")]


def test_two_stray_quotes_that_look_like_one_field_take_nobody_with_them(tmp_path: Path) -> None:
    content = f'cid,note\n{A},"7\n{B},5"\n{C},x\n'
    assert read(tmp_path, content) == [(2, None, "malformed"), (3, B, ""), (4, C, "")]


def test_a_closed_quote_with_another_number_of_fields_is_no_record(tmp_path: Path) -> None:
    content = f'cid,note\n{A},"x\ny",z\n{B},x\n'
    assert read(tmp_path, content) == [(2, None, "malformed"), (3, None, "invalid_cid"), (4, B, "")]


def test_a_stray_quote_before_a_heading_less_list(tmp_path: Path) -> None:
    assert read(tmp_path, f'"\n{A}\n{B}\n') == [(1, None, "malformed"), (2, A, ""), (3, B, "")]


def test_a_field_over_several_lines_is_one_record(tmp_path: Path) -> None:
    content = f'note,cid\n"บ้าน 1\nถนน ""ใหญ่""\n",{A}\nx,{B}\n'
    assert read(tmp_path, content) == [(2, A, ""), (5, B, "")]


@given(st.sampled_from(DECORATED), cids)
def test_every_way_to_write_a_citizen_id_is_read(decorate: object, cid: str) -> None:
    assert read_cid(decorate(cid)) == (cid, "")  # type: ignore[operator]


@given(cids, st.integers(0, 12), st.integers(1, 9))
def test_one_wrong_digit_is_never_read_as_another_person(cid: str, place: int, more: int) -> None:
    wrong = cid[:place] + str((int(cid[place]) + more) % 10) + cid[place + 1 :]
    found, why = read_cid(wrong)
    assert (found, why) in {(None, "invalid_cid"), (wrong, "")}
    if place == 12:
        assert found is None


@given(st.lists(cells, min_size=1, max_size=6), st.sampled_from(",;\t"))
def test_what_the_csv_module_writes_is_read(fields: list[str], delimiter: str) -> None:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="").writerow(fields)
    assert split_record(text.getvalue(), delimiter) == fields


@given(st.lists(st.tuples(cells, cids, cells), min_size=1, max_size=30), st.sampled_from(",;\t"), st.booleans())
def test_a_written_list_gives_every_citizen_id_in_order(rows: list[tuple[str, str, str]], by: str, all_: bool) -> None:
    text = io.StringIO()
    quoting = csv.QUOTE_ALL if all_ else csv.QUOTE_MINIMAL
    csv.writer(text, delimiter=by, lineterminator="\n", quoting=quoting).writerows(rows)
    found = list(records(io.StringIO(text.getvalue()), by))
    assert [record.fields[1] for record in found] == [cid for _, cid, _ in rows]
    assert [record.number for record in found] == list(range(1, len(rows) + 1))


@given(st.text(st.sampled_from('",;\n x1é'), max_size=300))
def test_no_text_loses_a_line_without_a_word(text: str) -> None:
    """Each line with something in it is a record, a bad line, or inside a record that has quotes over lines."""
    found = list(records(io.StringIO(text), ","))
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        if line.replace(",", "").replace('"', "").strip() and '"' not in text:
            assert any(record.number == number for record in found)
    assert [record.number for record in found] == sorted({record.number for record in found})


@given(st.binary(max_size=2000))
def test_any_bytes_end_in_lines_or_a_problem(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    folder = tmp_path_factory.mktemp("any")
    with contextlib.suppress(BatchProblem):
        read(folder, content)


def test_a_line_never_shows_a_citizen_id_by_accident() -> None:
    assert A not in repr(Line(1, A))
