"""Checks of single values, from which the schemas of a policy and of a profile are made.

A check takes the raw TOML value and returns the value for the model, or raises Problem with words for the
person who edits the file. Knows nothing of files, lines and keys.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import time
from pathlib import PurePosixPath, PureWindowsPath

from sitthi.policy.match_pattern import BadPattern, MatchPattern, parse_match_pattern
from sitthi.policy.origin import parse_page_url
from sitthi.policy.selector import BadSelector, canonical_selector
from sitthi.roles import ROLES

Check = Callable[[object], object]

_TIME = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")
_WORD = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_ADDRESS = re.compile(r"(https?)://([^/?#\\]+)(/.*)?")
_MAX_TEXT = 500
_MAX_LIST = 200
DIRECT = "direct"
"""What a proxy setting may say besides an address: none is used."""

LEAVE_ALONE = "none"
"""What a role may mean on a site besides another role: the field gets nothing."""


class Problem(Exception):
    """A value that the file may not have."""


def boolean(value: object) -> bool:
    if not isinstance(value, bool):
        raise Problem("must be true or false")
    return value


def text(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise Problem("must be a text that is not empty")
    if len(value) > _MAX_TEXT:
        raise Problem(f"longer than {_MAX_TEXT} characters")
    return value


def whole_number(low: int, high: int) -> Check:
    def check(value: object) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            raise Problem(f"must be a whole number from {low} to {high}")
        return value

    return check


def one_of(*choices: str) -> Check:
    def check(value: object) -> str:
        if not isinstance(value, str) or value not in choices:
            raise Problem(f"must be one of {listed(choices)}")
        return value

    return check


def word(value: object) -> str:
    if not isinstance(value, str) or not _WORD.fullmatch(value):
        raise Problem("must be a name of a-z, 0-9 and -")
    return value


def clock_time(value: object) -> time:
    found = _TIME.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise Problem('must be a time of day such as "12:30"')
    return time(int(found[1]), int(found[2]))


def web_address(value: object) -> str:
    """An address of a service: http or https, without credentials, query or fragment; in canonical
    spelling.
    """
    canonical = _canonical_address(value) if isinstance(value, str) else ""
    if parse_page_url(canonical) is None or "?" in canonical or "#" in canonical:
        raise Problem("must be an http or https address, host in small letters, without ? # or a password")
    return canonical


def proxy(value: object) -> str:
    """The address of a proxy, or "direct"."""
    return DIRECT if value == DIRECT else web_address(value)


def program(value: object) -> tuple[str, ...]:
    """A program with its arguments, as the operating system takes them: no shell reads it.

    The whole path, so that no folder of the search path can put another in its place; no batch file, because Windows
    gives those to a shell.
    """
    words = texts(value)
    absolute = PureWindowsPath(words[0]).is_absolute() or PurePosixPath(words[0]).is_absolute()
    if not absolute or words[0].lower().endswith((".bat", ".cmd")):
        raise Problem("must be a list: the whole path of a program (no .bat, no .cmd), then its arguments")
    return words


def choices_of(allowed: tuple[str, ...], what: str) -> Check:
    """A list, not empty and without repetition, of names from `allowed`."""

    def check(value: object) -> tuple[str, ...]:
        names = texts(value)
        for name in names:
            if name not in allowed:
                raise Problem(f"{name!r} is not a {what}: {listed(allowed)}")
        if len(set(names)) != len(names):
            raise Problem(f"names a {what} twice")
        return names

    return check


def match_patterns(value: object) -> tuple[MatchPattern, ...]:
    """A site names its hosts: a pattern for every host would hand the token to any page."""
    return tuple(match_pattern(each) for each in texts(value))


def match_pattern(value: object) -> MatchPattern:
    try:
        pattern = parse_match_pattern(text(value))
    except BadPattern as problem:
        raise Problem(f"{value!r} is not a match pattern: {problem}") from None
    if pattern.any_host:
        raise Problem(f"{value!r} names no host")
    return pattern


def selector(value: object) -> str:
    try:
        return canonical_selector(text(value))
    except BadSelector as problem:
        raise Problem(f"{value!r} is not a selector: {problem}") from None


def selectors(value: object) -> tuple[str, ...]:
    return tuple(selector(each) for each in texts(value))


def role(value: object) -> str:
    if not isinstance(value, str) or value not in ROLES:
        raise Problem(f"{value!r} is not a role: {listed(ROLES)}")
    return value


def role_or_none(value: object) -> str:
    if value == LEAVE_ALONE:
        return LEAVE_ALONE
    if not isinstance(value, str) or value not in ROLES:
        raise Problem(f"{value!r} is neither a role nor {LEAVE_ALONE!r}: {listed(ROLES)}")
    return value


def table_of(what: str) -> Check:
    """A table whose members are checked one by one later, each with its own line."""

    def check(value: object) -> dict[str, object]:
        if not isinstance(value, dict):
            raise Problem(f"must be a table of {what}")
        return dict(value)

    return check


def unknown_key(known: Iterable[str]) -> Problem:
    return Problem(f"unknown key; known here: {listed(known)}")


def listed(names: Iterable[str]) -> str:
    return ", ".join(names)


def _canonical_address(value: str) -> str:
    """The published endpoint is written with :80 (reference: nhso 1.1), and a base address often without a
    path.
    """
    found = _ADDRESS.fullmatch(value)
    if found is None:
        return ""
    default_port = {"http": ":80", "https": ":443"}[found[1]]
    return f"{found[1]}://{found[2].removesuffix(default_port)}{found[3] or '/'}"


def texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not value or not all(isinstance(each, str) for each in value):
        raise Problem("must be a list of texts that is not empty")
    if len(value) > _MAX_LIST:
        raise Problem(f"more than {_MAX_LIST} entries")
    return tuple(value)
