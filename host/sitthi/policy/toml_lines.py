"""Where each key of a valid TOML document stands: `tomllib` keeps no positions, and an error needs a line.

Works only on text that tomllib has accepted, so it needs no checks of its own. Keys inside inline tables
are given the line of the key that holds the table.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right

Path = tuple[str | int, ...]

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_BLANK = re.compile(r"[ \t]*")


class KeyLines:
    """Maps a path such as ("site", 0, "match") to its 1-based line."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._newlines = [found.start() for found in re.finditer("\n", text)]
        self._lines: dict[Path, int] = {}
        self._array_ends: dict[Path, int] = {}
        self._read()

    def line_of(self, path: Path) -> int | None:
        """The line of the key, or of the nearest table around it; None for an empty document or path."""
        while path:
            if path in self._lines:
                return self._lines[path]
            path = path[:-1]
        return None

    def _read(self) -> None:
        table: Path = ()
        while self._skip_to_statement():
            line = self._line()
            if self._text.startswith("[", self._at):
                table = self._read_header(line)
            else:
                self._read_key_value(table, line)

    def _read_header(self, line: int) -> Path:
        is_array = self._text.startswith("[[", self._at)
        self._at += 2 if is_array else 1
        parts = self._read_dotted_key()
        parent = self._resolve(parts[:-1])
        table = (*parent, parts[-1])
        if is_array:
            self._array_ends[table] = self._array_ends.get(table, -1) + 1
        if table in self._array_ends:
            table = (*table, self._array_ends[table])
        for length in range(1, len(table) + 1):  # [a.b] also makes a
            self._lines.setdefault(table[:length], line)
        self._skip_value()
        return table

    def _read_key_value(self, table: Path, line: int) -> None:
        parts = self._read_dotted_key()
        for length in range(1, len(parts) + 1):
            self._lines.setdefault((*table, *parts[:length]), line)
        self._at += 1  # the equals sign
        self._skip_value()

    def _resolve(self, parts: list[str]) -> Path:
        """The path of a table, where a name of an array of tables means its last table."""
        path: Path = ()
        for part in parts:
            path = (*path, part)
            if path in self._array_ends:
                path = (*path, self._array_ends[path])
        return path

    def _read_dotted_key(self) -> list[str]:
        """Reads `a . "b" . 'c'` and leaves the position on the character after it."""
        parts = []
        while True:
            self._skip_blank()
            start = self._at
            if self._text[start] in "\"'":
                self._skip_string()
                parts.append(str(tomllib.loads(f"k = {self._text[start : self._at]}")["k"]))
            else:
                found = _BARE.match(self._text, start)
                assert found is not None, "tomllib accepted this key"  # noqa: S101
                self._at = found.end()
                parts.append(found[0])
            self._skip_blank()
            if not self._text.startswith(".", self._at):
                return parts
            self._at += 1

    def _skip_value(self) -> None:
        """To the newline that ends the statement: one outside strings, brackets and braces."""
        depth = 0
        while self._at < len(self._text):
            letter = self._text[self._at]
            if letter == "\n" and depth <= 0:
                return
            if letter in "\"'":
                self._skip_string()
                continue
            if letter == "#":
                self._skip_comment()
                continue
            depth += (letter in "[{") - (letter in "]}")
            self._at += 1

    def _skip_string(self) -> None:
        quote = self._text[self._at]
        closing = quote * 3 if self._text.startswith(quote * 3, self._at) else quote
        self._at += len(closing)
        while self._at < len(self._text) and not self._text.startswith(closing, self._at):
            self._at += 2 if quote == '"' and self._text[self._at] == "\\" else 1
        self._at += len(closing)
        if len(closing) == 3:  # up to two quotes may stand right before the closing three
            while self._text.startswith(quote, self._at):
                self._at += 1

    def _skip_to_statement(self) -> bool:
        while self._at < len(self._text):
            if self._text[self._at] in " \t\r\n":
                self._at += 1
            elif self._text[self._at] == "#":
                self._skip_comment()
            else:
                return True
        return False

    def _skip_comment(self) -> None:
        end = self._text.find("\n", self._at)
        self._at = len(self._text) if end < 0 else end

    def _skip_blank(self) -> None:
        found = _BLANK.match(self._text, self._at)
        self._at = found.end() if found else self._at

    def _line(self) -> int:
        return bisect_right(self._newlines, self._at - 1) + 1
