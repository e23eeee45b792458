"""A page's address as a person types or copies it, in the spelling in which a browser would hand it over.

Only for explaining: what comes from a browser is never repaired (origin.py). Pure, no I/O.
"""

from __future__ import annotations

import re
from urllib.parse import quote

from sitthi.policy.match_pattern import BadPattern, parse_match_pattern
from sitthi.policy.origin import PageUrl, parse_page_url

_ADDRESS = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://([^/?#\\]*)([^#]*)(?:#.*)?", re.DOTALL)
_PRINTABLE = "".join(map(chr, range(ord("!"), ord("~") + 1)))
_DEFAULT_PORTS = {"http": 80, "https": 443}


class BadAddress(ValueError):
    """`code`: no_scheme, other_scheme, credentials or not_an_address."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def canonical_address(typed: str) -> tuple[str, PageUrl]:
    """The address without its fragment, as text and parsed. Raises BadAddress."""
    found = _ADDRESS.fullmatch(typed.strip())
    if found is None:
        raise BadAddress("no_scheme")
    scheme, authority, rest = found[1].lower(), found[2], found[3]
    if scheme not in _DEFAULT_PORTS:
        raise BadAddress("other_scheme")
    if "@" in authority:
        raise BadAddress("credentials")
    url = f"{scheme}://{_canonical_authority(scheme, authority)}{_canonical_rest(rest)}"
    page = parse_page_url(url)
    if page is None:
        raise BadAddress("not_an_address")
    return url, page


def _canonical_authority(scheme: str, authority: str) -> str:
    try:
        pattern = parse_match_pattern(f"{scheme}://{authority}/")
    except BadPattern:
        raise BadAddress("not_an_address") from None
    port = "" if pattern.port in (None, _DEFAULT_PORTS[scheme]) else f":{pattern.port}"
    return pattern.host + port


def _canonical_rest(rest: str) -> str:
    return quote(rest if rest.startswith("/") else f"/{rest}", safe=_PRINTABLE)
