"""Every setting of the policy schema with its kind, limits and default: what the templates are generated from."""

from __future__ import annotations

import inspect
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import time
from pathlib import Path
from typing import Any, Literal

from sitthi.policy import schema
from sitthi.policy.checks import Check, boolean
from sitthi.policy.model import Policy

Kind = Literal["boolean", "number", "choice", "list", "text"]
_TEXTS: dict[str, Any] = tomllib.loads((Path(__file__).parent / "texts.toml").read_text(encoding="utf-8"))
LANGUAGES = {"en-US": "en", "th-TH": "th"}


@dataclass(frozen=True)
class Setting:
    """One key. `low` and `high` count for numbers, `choices` for choices; `default` is the model's own value."""

    section: str
    key: str
    kind: Kind
    default: object
    low: int = 0
    high: int = 0
    choices: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        return f"{self.section}_{self.key}"

    def name(self, language: str) -> str:
        return str(_TEXTS[self.section][self.key][language][0])

    def explanation(self, language: str) -> str:
        """What it is, and what holds where it is not configured."""
        shown = self._default_text(language)
        return f"{_TEXTS[self.section][self.key][language][1]}\n\n{common('default', language).format(value=shown)}"

    def _default_text(self, language: str) -> str:
        if self.kind == "boolean":
            return common("enabled" if self.default else "disabled", language)
        return default_text(self.default, ", ") or common("nothing", language)


def default_text(default: object, between: str) -> str:
    if isinstance(default, tuple):
        return between.join(map(str, default))
    if default is None:
        return ""
    return default.strftime("%H:%M") if isinstance(default, time) else str(default)


def common(name: str, language: str) -> str:
    return str(_TEXTS["common"][name][language])


def policy_text(language: str) -> tuple[str, str]:
    """Name and explanation of the value that holds lines of a policy file."""
    name, explanation = _TEXTS["common"]["policy_text"][language]
    return name, explanation


def section_name(section: str, language: str) -> str:
    return str(_TEXTS["section"][section][language])


def settings() -> list[Setting]:
    """All settings of the schema, section by section."""
    return list(_settings())


def _settings() -> Iterator[Setting]:
    models = {each.name: getattr(Policy(), each.name) for each in fields(Policy)}
    for section, checks in schema.SECTIONS.items():
        for key, check in checks.items():
            default = getattr(models.get(section), key, None)
            limits = inspect.getclosurevars(check).nonlocals if inspect.isfunction(check) else {}
            yield Setting(
                section,
                key,
                _kind(check, limits, default),
                default,
                low=limits.get("low", 0),
                high=limits.get("high", 0),
                choices=tuple(limits.get("choices", ())),
            )


def _kind(check: Check, limits: Mapping[str, Any], default: object) -> Kind:
    """The checks that take limits are closures over them; a list is known by what it becomes."""
    if check is boolean:
        return "boolean"
    if "low" in limits:
        return "number"
    if "choices" in limits:
        return "choice"
    return "list" if isinstance(default, tuple) else "text"
