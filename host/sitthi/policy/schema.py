"""What a policy file may contain: one table of keys with the check of each value.

Knows nothing of files and lines; the checks themselves are in checks.py.
"""

from __future__ import annotations

from sitthi.api_methods import API_METHODS
from sitthi.policy.authen import AUTHEN
from sitthi.policy.checks import (
    LEAVE_ALONE,
    Check,
    Problem,
    boolean,
    choices_of,
    clock_time,
    match_patterns,
    one_of,
    program,
    proxy,
    role,
    role_or_none,
    selector,
    selectors,
    table_of,
    text,
    texts,
    web_address,
    whole_number,
    word,
)
from sitthi.policy.model import SOURCE_NAMES
from sitthi.policy.origin import is_loopback, parse_page_url
from sitthi.policy.remote.settings import REMOTE
from sitthi.roles import ROLES

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
        "proxy": proxy,
    },
    "ucauth": {
        "program": program,
        "folders": texts,
        "wait_seconds": whole_number(5, 600),
        "any_owner": boolean,
    },
    "srm": {
        "file": text,
        "person_claim": text,
        "refresh": boolean,
        "refresh_url": web_address,
        "refresh_field": one_of("refresh_token", "refresh-token"),
        "timeout_seconds": whole_number(1, 120),
        "allow_http": boolean,
        "proxy": proxy,
    },
    "manual": {"timeout_seconds": whole_number(30, 600), "test_query": boolean},
    "nhso": {
        "endpoint": web_address,
        "srm_endpoint": web_address,
        "rights": one_of("auto", "ucws", "srm"),
        "without_card": boolean,
        "timeout_seconds": whole_number(1, 120),
        "allow_http": boolean,
        "proxy": proxy,
    },
    "batch": {"per_second": whole_number(0, 100)},
    "card": {"photo": boolean, "laser_id": boolean},
    "audit": {"retention_days": whole_number(1, 3650), "forward": one_of("off", "syslog", "eventlog")},
    "authen": AUTHEN,
    "remote": REMOTE,
}

SITE: dict[str, Check] = {
    "name": text,
    "match": match_patterns,
    "fill": choices_of(ROLES, "role"),
    "auto": boolean,
    "allow_http": boolean,
    "fields": table_of("role = selector"),
    "never": selectors,
    "roles": table_of('detected role = role or "none"'),
    "submit": boolean,
    "profile": word,
    "api": choices_of(API_METHODS, "method of the API"),
}
SITE_REQUIRED = ("name", "match", "fill")
"""`match` and `fill` may come from the site's profile."""


def check_token_transport(url: str, allow_http: bool) -> None:
    """A token never crosses a network in clear unless the administrator wrote so."""
    page = parse_page_url(url)
    if page and not page.origin.secure and not is_loopback(page.origin.host) and not allow_http:
        raise Problem("http outside this machine needs allow_http = true")


def check_field(name: str, value: object, fill: tuple[str, ...]) -> str:
    _check_filled(role(name), fill)
    return selector(value)


def check_role(detected: str, value: object, fill: tuple[str, ...]) -> str:
    """What a detected role means on the site; it can mean nothing that the site may not be given."""
    role(detected)
    meant = role_or_none(value)
    if meant != LEAVE_ALONE:
        _check_filled(meant, fill)
    return meant


def _check_filled(name: str, fill: tuple[str, ...]) -> None:
    if name not in fill:
        raise Problem(f"{name} is not in the site's fill list")
