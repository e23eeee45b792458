"""A TOML file whose every mistake has a place: read once, checked value by value against tables of checks.

Knows neither the policy's keys nor a profile's; load.py and profile.py say which checks apply.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePath
from typing import Any, TypeVar

from sitthi.errors import PolicyInvalid
from sitthi.policy.checks import Check, Problem, unknown_key
from sitthi.policy.toml_lines import KeyLines
from sitthi.policy.toml_lines import Path as KeyPath

_MAX_BYTES = 1 << 20
_TOML_LINE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")
_T = TypeVar("_T")


@dataclass(frozen=True)
class TomlFile:
    path: PurePath | str
    text: str
    content: dict[str, Any]

    @classmethod
    def read(cls, path: Path) -> TomlFile:
        """Raises PolicyInvalid(file, line, key, problem), as do all methods here."""
        return cls.decoded(path, _read_bytes(path))

    @classmethod
    def decoded(cls, path: PurePath | str, content: bytes) -> TomlFile:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            raise PolicyInvalid(file=str(path), line=line, key="", problem="not UTF-8 text") from None
        return cls.parse(path, text)

    @classmethod
    def parse(cls, path: PurePath | str, text: str) -> TomlFile:
        """`path` names in errors where the text came from; it need not be a file."""
        try:
            return cls(path, text, tomllib.loads(text))
        except tomllib.TOMLDecodeError as error:
            found = _TOML_LINE.search(str(error))
            line = int(found[1]) if found and found[1] else len(text.splitlines()) or 1
            problem = _TOML_LINE.sub("", str(error))
            raise PolicyInvalid(file=str(path), line=line, key="", problem=f"not TOML: {problem}") from None
        except RecursionError:
            raise PolicyInvalid(file=str(path), line=None, key="", problem="not TOML: nested too deep") from None

    def checked(self, raw: object, checks: Mapping[str, Check], path: KeyPath) -> dict[str, object]:
        """The values of a table that may have these keys."""
        if not isinstance(raw, dict):
            raise self.invalid(path, Problem("must be a table"))
        for key in raw:
            if key not in checks:
                raise self.invalid((*path, key), unknown_key(checks))
        return {key: self.guarded((*path, key), checks[key], value) for key, value in raw.items()}

    def tables(self, name: str) -> list[tuple[KeyPath, object]]:
        """The tables of `[[name]]`, each with its path; none where the file has no such key."""
        raw = self.content.get(name, [])
        if not isinstance(raw, list):
            raise self.invalid((name,), Problem(f"write [[{name}]] with two brackets"))
        return [((name, number), each) for number, each in enumerate(raw)]

    def guarded(self, path: KeyPath, check: Callable[..., _T], *values: Any) -> _T:
        try:
            return check(*values)
        except Problem as problem:
            raise self.invalid(path, problem) from None

    def invalid(self, path: KeyPath, problem: Problem) -> PolicyInvalid:
        key = ".".join(part for part in path if isinstance(part, str))
        return PolicyInvalid(file=str(self.path), line=self.line_of(path), key=key, problem=str(problem))

    def line_of(self, path: KeyPath) -> int | None:
        return self._lines.line_of(path)

    @cached_property
    def _lines(self) -> KeyLines:
        return KeyLines(self.text)


@dataclass(frozen=True)
class Place:
    """Where a table stands. The line is looked up only when someone asks: no start of a host needs it."""

    source: TomlFile
    path: KeyPath

    @property
    def file(self) -> str:
        return str(self.source.path)

    @property
    def line(self) -> int | None:
        return self.source.line_of(self.path)


def _read_bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(_MAX_BYTES + 1)
    except OSError as error:
        problem = f"cannot be read: {error.strerror}"
        raise PolicyInvalid(file=str(path), line=None, key="", problem=problem) from None
    if len(content) > _MAX_BYTES:
        raise PolicyInvalid(file=str(path), line=None, key="", problem="larger than 1 MiB")
    return content
