"""The input's lines as citizen IDs and bad lines, one after the other in constant memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from sitthi.batch.cell import read_cid
from sitthi.batch.column import Column, find_column, find_delimiter
from sitthi.batch.problem import BatchProblem
from sitthi.batch.records import MAX_LINE, records
from sitthi.batch.source import Source


@dataclass(frozen=True, repr=False)
class Line:
    """`number` from 1. `cid` is None where `problem` says why: empty, invalid_cid, rounded, column_missing,
    malformed, too_long.
    """

    number: int
    cid: str | None
    problem: str = ""


def read_lines(source: Source, wanted: str | None) -> Iterator[Line]:
    """All lines but empty ones and the header. Raises BatchProblem, all of it before the first line is given."""
    with source.open() as file:
        sample = next((line for line in iter(lambda: file.readline(MAX_LINE), "") if line.strip()), "")
        file.seek(0)
        rest = records(file, find_delimiter(sample.removesuffix("\n")))
        bad = []
        for first in rest:
            if not first.problem:
                break
            bad.append(Line(first.number, None, first.problem))
        else:
            raise BatchProblem("empty")
        column = find_column(first.fields, wanted)
        yield from bad
        for record in chain([] if column.header else [first], rest):
            yield _line(record.number, record.fields, record.problem, column)


def _line(number: int, fields: list[str], problem: str, column: Column) -> Line:
    if problem:
        return Line(number, None, problem)
    if column.index >= len(fields):
        return Line(number, None, "column_missing")
    return Line(number, *read_cid(fields[column.index]))
