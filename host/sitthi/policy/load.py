"""Policy files to a Policy: read, check against the schema, say exactly where a mistake is.

The only module of the package that reads files. A policy with a mistake is refused whole: half a policy
could be a wider one than was meant.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from sitthi.errors import PolicyInvalid
from sitthi.policy import schema
from sitthi.policy.model import (
    CardPolicy,
    HostPolicy,
    IssuerPolicy,
    NhsoPolicy,
    PinPolicy,
    Policy,
    SessionPolicy,
    SitePolicy,
)
from sitthi.policy.schema import Check, Problem
from sitthi.policy.toml_lines import KeyLines
from sitthi.policy.toml_lines import Path as KeyPath

_MAX_BYTES = 1 << 20
_T = TypeVar("_T")
_TOML_LINE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")
_MODELS: dict[str, Callable[..., Any]] = {
    "host": HostPolicy,
    "pin": PinPolicy,
    "session": SessionPolicy,
    "issuer": IssuerPolicy,
    "nhso": NhsoPolicy,
    "card": CardPolicy,
}


def load_policy(files: Sequence[Path]) -> Policy:
    """The policy of these files; without a file the defaults and no sites.

    With several files an earlier one decides each setting it names, and its sites come first.
    Raises PolicyInvalid(file, line, key, problem).
    """
    settings: dict[str, dict[str, object]] = {section: {} for section in _MODELS}
    sites: list[SitePolicy] = []
    for file in files:
        parsed = _File.read(file)
        for section, values in parsed.settings().items():
            settings[section] = {**values, **settings[section]}
        sites.extend(parsed.sites())
    return Policy(**{name: _MODELS[name](**values) for name, values in settings.items()}, sites=tuple(sites))


@dataclass(frozen=True)
class _File:
    path: Path
    text: str
    content: dict[str, Any]

    @classmethod
    def read(cls, path: Path) -> _File:
        text = _read_text(path)
        try:
            return cls(path, text, tomllib.loads(text))
        except tomllib.TOMLDecodeError as error:
            found = _TOML_LINE.search(str(error))
            line = int(found[1]) if found and found[1] else len(text.splitlines()) or 1
            problem = _TOML_LINE.sub("", str(error))
            raise PolicyInvalid(file=str(path), line=line, key="", problem=f"not TOML: {problem}") from None
        except RecursionError:
            raise PolicyInvalid(file=str(path), line=None, key="", problem="not TOML: nested too deep") from None

    def settings(self) -> dict[str, dict[str, object]]:
        """Checked values of each section that the file has."""
        for name in self.content:
            if name not in schema.SECTIONS and name != "site":
                raise self._invalid((name,), schema.unknown_key((*schema.SECTIONS, "site")))
        found: dict[str, dict[str, object]] = {}
        for section, checks in schema.SECTIONS.items():
            if section in self.content:
                found[section] = self._checked(self.content[section], checks, (section,))
        self._check_issuer(found.get("issuer", {}))
        return found

    def sites(self) -> list[SitePolicy]:
        raw = self.content.get("site", [])
        if not isinstance(raw, list):
            raise self._invalid(("site",), Problem("write [[site]] with two brackets"))
        return [self._site(each, ("site", number)) for number, each in enumerate(raw)]

    def _site(self, raw: object, path: KeyPath) -> SitePolicy:
        values = self._checked(raw, schema.SITE, path)
        for key in schema.SITE_REQUIRED:
            if key not in values:
                raise self._invalid((*path, key), Problem("is missing"))
        patterns: Any = values.pop("match")
        fill: Any = values["fill"]
        selectors: Any = values.pop("fields", {})
        fields = {
            role: self._guarded((*path, "fields", role), schema.check_selector, role, selector, fill)
            for role, selector in selectors.items()
        }
        made: Any = values
        return SitePolicy(**made, match=tuple(each.text for each in patterns), patterns=patterns, fields=fields)

    def _checked(self, raw: object, checks: dict[str, Check], path: KeyPath) -> dict[str, object]:
        if not isinstance(raw, dict):
            raise self._invalid(path, Problem("must be a table"))
        for key in raw:
            if key not in checks:
                raise self._invalid((*path, key), schema.unknown_key(checks))
        return {key: self._guarded((*path, key), checks[key], value) for key, value in raw.items()}

    def _check_issuer(self, values: dict[str, Any]) -> None:
        if "url" in values:
            allowed = values.get("allow_http", False)
            self._guarded(("issuer", "url"), schema.check_issuer_transport, values["url"], allowed)

    def _guarded(self, path: KeyPath, check: Callable[..., _T], *values: Any) -> _T:
        try:
            return check(*values)
        except Problem as problem:
            raise self._invalid(path, problem) from None

    def _invalid(self, path: KeyPath, problem: Problem) -> PolicyInvalid:
        key = ".".join(part for part in path if isinstance(part, str))
        line = KeyLines(self.text).line_of(path)
        return PolicyInvalid(file=str(self.path), line=line, key=key, problem=str(problem))


def _read_text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(_MAX_BYTES + 1)
    except OSError as error:
        problem = f"cannot be read: {error.strerror}"
        raise PolicyInvalid(file=str(path), line=None, key="", problem=problem) from None
    if len(content) > _MAX_BYTES:
        raise PolicyInvalid(file=str(path), line=None, key="", problem="larger than 1 MiB")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise PolicyInvalid(file=str(path), line=line, key="", problem="not UTF-8 text") from None
