"""What a policy file may contain: one table of keys with the check of each value.

A check takes the raw TOML value and returns the value for model.py, or raises Problem with words for the
person who edits the file. Knows nothing of files and lines.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import time

from sitthi.policy.match_pattern import BadPattern, MatchPattern, parse_match_pattern
from sitthi.policy.model import SOURCE_NAMES
from sitthi.policy.origin import is_loopback, parse_page_url
from sitthi.roles import ROLES

Check = Callable[[object], object]

_TIME = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")
_WORD = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_ADDRESS = re.compile(r"(https?)://([^/?#\\]+)(/.*)?")
_MAX_TEXT = 500


class Problem(Exception):
    """A value that the policy may not have."""


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
            raise Problem(f"must be one of {_listed(choices)}")
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


def choices_of(allowed: tuple[str, ...], what: str) -> Check:
    """A list, not empty and without repetition, of names from `allowed`."""

    def check(value: object) -> tuple[str, ...]:
        names = _texts(value)
        for name in names:
            if name not in allowed:
                raise Problem(f"{name!r} is not a {what}: {_listed(allowed)}")
        if len(set(names)) != len(names):
            raise Problem(f"names a {what} twice")
        return names

    return check


def match_patterns(value: object) -> tuple[MatchPattern, ...]:
    """A site names its hosts: a pattern for every host would hand the token to any page."""
    return tuple(_match_pattern(each) for each in _texts(value))


def role_selectors(value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise Problem("must be a table of role = selector")
    return dict(value)


SECTIONS: dict[str, dict[str, Check]] = {
    "host": {"language": one_of("th", "en"), "allow_reveal": boolean, "warn_days": whole_number(0, 3650)},
    "pin": {"allow_last_try": boolean, "timeout_seconds": whole_number(10, 600), "profile": word},
    "session": {
        "sources": choices_of(SOURCE_NAMES, "token source"),
        "lock_on_removal": boolean,
        "idle_minutes": whole_number(0, 1440),
        "inactivity_days": whole_number(1, 3650),
        "removal_time": clock_time,
    },
    "issuer": {
        "url": web_address,
        "timeout_seconds": whole_number(1, 120),
        "allow_http": boolean,
        "key_file": text,
    },
    "nhso": {"endpoint": web_address, "timeout_seconds": whole_number(1, 120)},
    "card": {"photo": boolean, "laser_id": boolean},
}

SITE: dict[str, Check] = {
    "name": text,
    "match": match_patterns,
    "fill": choices_of(ROLES, "role"),
    "auto": boolean,
    "allow_http": boolean,
    "fields": role_selectors,
}
SITE_REQUIRED = ("name", "match", "fill")


def check_issuer_transport(url: str, allow_http: bool) -> None:
    """A token never crosses a network in clear unless the administrator wrote so."""
    page = parse_page_url(url)
    if page and not page.origin.secure and not is_loopback(page.origin.host) and not allow_http:
        raise Problem("http outside this machine needs allow_http = true")


def check_selector(role: str, selector: object, fill: tuple[str, ...]) -> str:
    if role not in ROLES:
        raise Problem(f"{role!r} is not a role: {_listed(ROLES)}")
    if role not in fill:
        raise Problem("this role is not in the site's fill list")
    return text(selector)


def unknown_key(known: dict[str, Check] | tuple[str, ...]) -> Problem:
    return Problem(f"unknown key; known here: {_listed(tuple(known))}")


def _canonical_address(value: str) -> str:
    """The published endpoint is written with :80 (reference: nhso 1.1), and a base address often without a
    path.
    """
    found = _ADDRESS.fullmatch(value)
    if found is None:
        return ""
    default_port = {"http": ":80", "https": ":443"}[found[1]]
    return f"{found[1]}://{found[2].removesuffix(default_port)}{found[3] or '/'}"


def _match_pattern(value: str) -> MatchPattern:
    try:
        pattern = parse_match_pattern(value)
    except BadPattern as problem:
        raise Problem(f"{value!r} is not a match pattern: {problem}") from None
    if pattern.any_host:
        raise Problem(f"{value!r} names no host")
    return pattern


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not value or not all(isinstance(each, str) for each in value):
        raise Problem("must be a list of texts that is not empty")
    return tuple(value)


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(names)
