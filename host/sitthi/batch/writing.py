"""The rows as CSV, JSON or a sheet, one at a time: memory does not grow with the list."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TypeAlias

from sitthi.batch.record import COLUMNS, Cell

Rows: TypeAlias = Iterable[Mapping[str, Cell]]

MAX_SHEET_LINES = 1_048_576 - 1
"""What one sheet holds besides the headings."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_NO_DATE = datetime(1980, 1, 1)  # the same rows make the same file; sheets have no time zone


def write_csv(path: Path, rows: Rows) -> None:
    """UTF-8 with a byte-order mark, without which Excel reads Thai wrongly."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        sheet = csv.writer(file)
        sheet.writerow(COLUMNS)
        sheet.writerows([_csv_cell(row[name]) for name in COLUMNS] for row in rows)


def write_json(path: Path, rows: Rows) -> None:
    """One array with an object a line."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        before = "[\n"
        for row in rows:
            file.write(before + json.dumps(row, ensure_ascii=False))
            before = ",\n"
        file.write("[]\n" if before == "[\n" else "\n]\n")


def write_xlsx(path: Path, rows: Rows) -> None:
    """Its pieces lie in the folder of `path` meanwhile, and not in the machine's own for temporary files."""
    import xlsxwriter

    options = {"constant_memory": True, "tmpdir": str(path.parent)}
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"created": _NO_DATE})
        sheet = book.add_worksheet("rights")
        for column, name in enumerate(COLUMNS):
            sheet.write_string(0, column, name)
        for number, row in enumerate(rows, 1):
            for column, name in enumerate(COLUMNS):
                value = row[name]
                if isinstance(value, bool):
                    sheet.write_boolean(number, column, value)
                elif isinstance(value, int):
                    sheet.write_number(number, column, value)
                else:
                    sheet.write_string(number, column, harmless(value))


WRITERS: dict[str, Callable[[Path, Rows], None]] = {"csv": write_csv, "json": write_json, "xlsx": write_xlsx}


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula, also after it was saved again in another format."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _csv_cell(value: Cell) -> str | int:
    if isinstance(value, bool):
        return "true" if value else "false"
    return harmless(value) if isinstance(value, str) else value
