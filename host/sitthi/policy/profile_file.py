"""The profile files of the product: their schema, and reading them. docs/his.md describes the format for people.

Raises the same errors as a policy file, with file, line and key: a hospital may be the one that finds the mistake.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from sitthi.policy.checks import (
    Check,
    Problem,
    boolean,
    choices_of,
    listed,
    match_pattern,
    one_of,
    role,
    role_or_none,
    selector,
    text,
    word,
)
from sitthi.policy.match_pattern import MatchPattern
from sitthi.policy.profile import CONFIDENCES, Evidence, FieldRule, NeverRule, PageRule, Profile, RoleRule
from sitthi.policy.toml_file import TomlFile
from sitthi.policy.toml_lines import Path as KeyPath
from sitthi.profiles import names, path_of
from sitthi.roles import ROLES

_PUBLIC = ".nhso.go.th"
_SOURCE = re.compile(r"[a-z][a-z-]* [0-9]+(\.[0-9]+)*( \[[ABC?]\])?(; [a-z][a-z-]* [0-9]+(\.[0-9]+)*( \[[ABC?]\])?)*")
_MAX_PROSE = 2000


def profile_named(name: str) -> Profile:
    """Raises Problem where there is no such profile, or where it marks pages that are never filled."""
    if name not in names():
        raise Problem(f"there is no profile {name!r}: {listed(names())}")
    profile = load_profile(path_of(name))
    if not profile.fill:
        raise Problem(f"the profile {name!r} marks pages that are not to be filled: take this site out")
    return profile


def all_profiles() -> list[Profile]:
    return [load_profile(path_of(name)) for name in names()]


@cache
def load_profile(path: Path) -> Profile:
    """Raises PolicyInvalid(file, line, key, problem)."""
    file = TomlFile.read(path)
    head: dict[str, Any] = file.checked(file.content, HEAD, ())
    for key in REQUIRED:
        if key not in head:
            raise file.invalid((key,), Problem("is missing"))
    if head["name"] != path.stem:
        raise file.invalid(("name",), Problem(f"must be the name of the file: {path.stem!r}"))
    rules: dict[str, Any] = {
        member: tuple(make(*_rule(file, raw, at, key)) for at, raw in file.tables(key))
        for key, (member, make) in _RULES.items()
    }
    profile = Profile(**{key: value for key, value in head.items() if key not in RULES}, **rules)
    _check_whole(file, profile)
    return profile


def _prose(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise Problem("must be a text that is not empty")
    if len(value) > _MAX_PROSE:
        raise Problem(f"longer than {_MAX_PROSE} characters")
    return " ".join(value.split())


def _roles(value: object) -> tuple[str, ...]:
    return () if value == [] else choices_of(ROLES, "role")(value)  # type: ignore[return-value]


def _public_pattern(value: object) -> MatchPattern:
    """A profile is the same in every hospital, so it may name only hosts that are: NHSO's own, by https."""
    pattern = match_pattern(value)
    if pattern.scheme != "https" or pattern.subdomains or not pattern.host.endswith(_PUBLIC):
        raise Problem(f"{value!r} is no public page of NHSO (https, *{_PUBLIC}, one host)")
    return pattern


def _source(value: object) -> str:
    if not isinstance(value, str) or not _SOURCE.fullmatch(value):
        raise Problem('must be page, section and grade of docs/reference, such as "nhso 4.5 [A]"')
    return value


def _any(value: object) -> object:
    return value


EVIDENCE: dict[str, Check] = {"confidence": one_of(*CONFIDENCES), "source": _source, "note": _prose}
RULES: dict[str, dict[str, Check]] = {
    "page": {"match": _public_pattern},
    "field": {"role": role, "selector": selector, "detect": boolean},
    "never": {"selector": selector},
    "role": {"detected": role, "means": role_or_none},
}
HEAD: dict[str, Check] = {
    "name": word,
    "title_th": text,
    "title_en": text,
    "what_th": _prose,
    "what_en": _prose,
    "notes": _prose,
    "fill": _roles,
    **dict.fromkeys(RULES, _any),
}
REQUIRED = ("name", "title_th", "title_en", "what_th", "what_en", "notes", "fill")
_RULES: dict[str, tuple[str, Callable[..., object]]] = {
    "page": ("pages", PageRule),
    "field": ("fields", FieldRule),
    "never": ("never", NeverRule),
    "role": ("roles", RoleRule),
}


def _rule(file: TomlFile, raw: object, at: KeyPath, kind: str) -> list[object]:
    """The rule's own values in the order of its class, then its evidence."""
    checks: Mapping[str, Check] = {**RULES[kind], **EVIDENCE}
    values: dict[str, Any] = file.checked(raw, checks, at)
    if kind == "field":
        if values.pop("detect", False) == ("selector" in values):
            raise file.invalid(at, Problem("needs either a selector or detect = true"))
        values.setdefault("selector", "")
    for key in checks:
        if key not in values and key not in ("note", "detect"):
            raise file.invalid((*at, key), Problem("is missing"))
    if "[C]" in values["source"] and values["confidence"] != "inferred":
        raise file.invalid((*at, "confidence"), Problem("a source of grade [C] is inferred"))
    evidence = Evidence(**{key: values[key] for key in EVIDENCE if key in values})
    return [*(values[key] for key in RULES[kind] if key != "detect"), evidence]


def _check_whole(file: TomlFile, profile: Profile) -> None:
    """Every role that the profile fills has one rule of its own, which says how it is found and how sure that is."""
    ruled = [each.role for each in profile.fields]
    if len(set(ruled)) != len(ruled):
        raise file.invalid(("field",), Problem("two rules for one role"))
    if set(ruled) != set(profile.fill):
        raise file.invalid(("field",), Problem("needs one [[field]] for each role of fill, and no other"))
    for at, rule in enumerate(profile.roles):
        if rule.means not in ("none", *profile.fill):
            raise file.invalid(("role", at, "means"), Problem(f"{rule.means} is not in the profile's fill list"))
