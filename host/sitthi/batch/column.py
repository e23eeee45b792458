"""Which column has the citizen IDs, what stands between columns, and whether the first line is a header."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from sitthi.batch.cell import read_cid
from sitthi.batch.problem import BatchProblem
from sitthi.batch.records import Malformed, OpenQuote, split_record

DELIMITERS = ",;\t"
_KNOWN = (
    "cid", "citizenid", "idcard", "idcardno", "nationalid", "เลขบัตรประชาชน", "เลขที่บัตรประชาชน", "เลขประจำตัวประชาชน",
    "เลขประจำตัวประชาชน13หลัก", "บัตรประชาชน", "personid", "pid",
)  # fmt: skip
"""The first that a header has counts: `pid` is a citizen ID for NHSO, but a number of its own in JHCIS."""

_NUMBER = re.compile(r"\d{3}")


@dataclass(frozen=True)
class Column:
    """`index` from 0."""

    index: int
    header: bool


def find_delimiter(line: str) -> str:
    """By the file's first line: what makes a citizen ID or a known heading stand alone, else what is there most."""

    def fit(delimiter: str) -> tuple[bool, int]:
        try:
            fields = split_record(line, delimiter)
        except (OpenQuote, Malformed):
            return False, -1
        return any(read_cid(each)[0] or _plain(each) in _PLAIN for each in fields), len(fields)

    return max(DELIMITERS, key=fit)


def find_column(first: list[str], wanted: str | None) -> Column:
    """`wanted`: a heading, or a number from 1; None where the file should say it itself. Raises BatchProblem."""
    header = not any(_NUMBER.search(each) for each in first)
    if wanted is not None:
        return Column(_wanted(first, wanted, header), header)
    if header:
        headings = [_plain(each) for each in first]
        found = [headings.index(name) for name in _PLAIN if name in headings][:1]
    else:
        found = [index for index, each in enumerate(first) if read_cid(each)[0]]
    if len(first) == 1:
        found = [0]
    if len(found) != 1:
        raise BatchProblem("column_needed", usage=True)
    return Column(found[0], header)


def _wanted(first: list[str], wanted: str, header: bool) -> int:
    if wanted.isascii() and wanted.isdigit():
        if not 1 <= int(wanted) <= len(first):
            raise BatchProblem("column_number", usage=True, columns=len(first))
        return int(wanted) - 1
    headings = [_plain(each) for each in first] if header else []
    if headings.count(_plain(wanted)) != 1:
        raise BatchProblem("column_name", usage=True)
    return headings.index(_plain(wanted))


def _plain(heading: str) -> str:
    """`ID_Card No.` and `idcardno` are the same heading; so are the two spellings of sara am."""
    return re.sub(r"[\s_.\-]", "", unicodedata.normalize("NFKC", heading)).casefold()


_PLAIN = tuple(_plain(each) for each in _KNOWN)
