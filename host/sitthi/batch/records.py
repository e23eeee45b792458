"""Lines to records of fields, one bad line at a time: no mistake in one line takes others with it.

Not the csv module: there an opening quote without an end swallows the rest of the file without a word.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TextIO

from sitthi.batch.cell import read_cid

MAX_LINE = 64 * 1024
"""Characters; what is longer is no line of a list of patients."""

_MAX_JOINED = 20
"""Lines that one record may go over."""


class OpenQuote(Exception):
    """The text ends inside a quoted field."""


class Malformed(Exception):
    """Something stands between the end of a quoted field and the next delimiter."""


@dataclass(frozen=True, repr=False)
class Record:
    """`number`: of its first line, from 1. `problem`: "", or malformed, too_long (then there are no fields)."""

    number: int
    fields: list[str]
    problem: str = ""


def split_record(text: str, delimiter: str) -> list[str]:
    """RFC 4180, but a quote inside an unquoted field is a letter like others. Raises OpenQuote, Malformed."""
    fields, at = [], 0
    while True:
        if text.startswith('"', at):
            value, at = _quoted(text, at + 1)
        else:
            end = text.find(delimiter, at)
            end = len(text) if end < 0 else end
            value, at = text[at:end], end
        fields.append(value)
        if at == len(text):
            return fields
        if text[at] != delimiter:
            raise Malformed()
        at += 1


def records(file: TextIO, delimiter: str) -> Iterator[Record]:
    """Every record; lines with nothing in them are passed over."""
    lines, waiting = _lines(file), deque[tuple[int, str | None]]()
    width: int | None = None
    while True:
        number, text = waiting.popleft() if waiting else next(lines, (0, ""))
        if number == 0:
            return
        if text is None:
            yield Record(number, [], "too_long")
            continue
        try:
            fields = split_record(text, delimiter)
        except OpenQuote:
            joined = _joined(text, delimiter, width, lines, waiting)
            if joined is None:
                yield Record(number, [], "malformed")
                continue
            fields = joined
        except Malformed:
            yield Record(number, [], "malformed")
            continue
        if any(map(str.strip, fields)):
            width = width or len(fields)
            yield Record(number, fields)


def _quoted(text: str, at: int) -> tuple[str, int]:
    """The value of the field whose opening quote is just before `at`, and where it ends."""
    pieces = []
    while True:
        end = text.find('"', at)
        if end < 0:
            raise OpenQuote()
        pieces.append(text[at:end])
        if not text.startswith('"', end + 1):
            return "".join(pieces), end + 1
        pieces.append('"')
        at = end + 2


def _joined(
    text: str,
    delimiter: str,
    width: int | None,
    lines: Iterator[tuple[int, str | None]],
    waiting: deque[tuple[int, str | None]],
) -> list[str] | None:
    """The fields of a record that goes over several lines; None, and the lines wait again, where it is none.

    It is one if the quote is closed soon, there are as many fields as in the first record, and nothing inside
    the quotes looks like the next person: a stray quote must not take people with it.
    """
    taken: list[tuple[int, str | None]] = []
    for _ in range(_MAX_JOINED if width else 0):
        number, more = waiting.popleft() if waiting else next(lines, (0, ""))
        if number == 0:
            break
        taken.append((number, more))
        if more is None or any(read_cid(each)[0] for each in more.split('"')[0].split(delimiter)):
            break
        text = f"{text}\n{more}"
        try:
            fields = split_record(text, delimiter)
        except OpenQuote:
            continue
        except Malformed:
            break
        if len(fields) == width:
            return fields
        break
    waiting.extendleft(reversed(taken))
    return None


def _lines(file: TextIO) -> Iterator[tuple[int, str | None]]:
    """Number and text of each line without its end; None for one that is too long, which is read in pieces."""
    number = 0
    while line := file.readline(MAX_LINE + 1):
        number += 1
        if len(line) > MAX_LINE and not line.endswith("\n"):
            while line and not line.endswith("\n"):
                line = file.readline(MAX_LINE)
            yield number, None
        else:
            yield number, line.removesuffix("\n")
