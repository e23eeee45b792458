"""WebExtension match patterns: `<scheme>://<host>[:<port>]<path>` and `<all_urls>`.

Semantics are those of MDN's "Match patterns" page, plus the optional port of Chrome's page of that name.
Where the two browsers differ, the narrower reading counts, because a match releases a token: `/a/*` does
not match `/a` (Chrome's only), and `host.` is not `host`. Web pages only: http and https. Matching never
backtracks. Pure, no I/O; what a match permits is decided elsewhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from sitthi.policy.origin import PageUrl, canonical_ipv6, is_canonical_host

ALL_URLS = "<all_urls>"
_SCHEMES = ("*", "http", "https")
_MAX_PATTERN = 2048
_HOST = re.compile(r"[a-z0-9._-]+")
_PATH = re.compile(r"/[!-~]*")
_PORT = re.compile(r"0|[1-9][0-9]{0,4}")
_DEVIATIONS = "ßς\u200c\u200d"
"""Characters that IDNA 2003 (Python's codec) and browsers turn into different hosts."""


class BadPattern(ValueError):
    """The text is not a match pattern for web pages; the message says why, for the person who wrote the
    policy.
    """


@dataclass(frozen=True)
class MatchPattern:
    """`host` "" = any host; `subdomains` = the host and everything under it; `port` None = any port."""

    text: str
    scheme: str
    host: str
    subdomains: bool
    port: int | None
    path: str

    @property
    def any_host(self) -> bool:
        return not self.host

    def matches(self, page: PageUrl) -> bool:
        return (
            self.scheme in ("*", page.origin.scheme)
            and self.port in (None, page.origin.port)
            and self._matches_host(page.origin.host)
            and glob_matches(self.path, page.path)
        )

    def _matches_host(self, host: str) -> bool:
        """An address has no subdomains, and `*.0.0.1` is no pattern: a host that ends in a number is an address."""
        return self.any_host or host == self.host or (self.subdomains and host.endswith("." + self.host))


def parse_match_pattern(text: str) -> MatchPattern:
    """Raises BadPattern."""
    if text == ALL_URLS:
        return MatchPattern(text, "*", "", False, None, "/*")
    if len(text) > _MAX_PATTERN:
        raise BadPattern(f"longer than {_MAX_PATTERN} characters")
    scheme, separator, rest = text.partition("://")
    if not separator:
        raise BadPattern("no ://")
    if scheme not in _SCHEMES:
        raise BadPattern(f"scheme {scheme!r} is not *, http or https")
    slash = rest.find("/")
    if slash < 0:
        raise BadPattern("no path: end it with /*")
    host, subdomains, port = _parse_authority(rest[:slash])
    return MatchPattern(text, scheme, host, subdomains, port, _parse_path(rest[slash:]))


def glob_matches(glob: str, text: str) -> bool:
    """`*` stands for any run of characters. Linear: each part is searched for once."""
    first, *rest = glob.split("*")
    if not rest:
        return text == glob
    *middle, last = rest
    if not text.startswith(first):
        return False
    at = len(first)
    for part in middle:
        found = text.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    return len(text) - at >= len(last) and text.endswith(last)


def _parse_authority(authority: str) -> tuple[str, bool, int | None]:
    if "@" in authority:
        raise BadPattern("a user name or password in it")
    host, port = _split_port(authority)
    if not host:
        raise BadPattern("no host")
    if host == "*":
        return "", False, port
    subdomains = host.startswith("*.")
    if subdomains:
        host = host[2:]
    if "*" in host:
        raise BadPattern("* is allowed only as the whole host or as *. before it")
    return _canonical_host(host), subdomains, port


def _split_port(authority: str) -> tuple[str, int | None]:
    closing = authority.rfind("]")
    colon = authority.find(":", closing + 1)
    if colon < 0:
        return authority, None
    port = authority[colon + 1 :]
    if port == "*":
        return authority[:colon], None
    if not _PORT.fullmatch(port) or int(port) > 65535:
        raise BadPattern(f"port {port!r} is not a number up to 65535 or *")
    return authority[:colon], int(port)


def _canonical_host(host: str) -> str:
    if host.startswith("["):
        address = canonical_ipv6(host[1:-1]) if host.endswith("]") else ""
        if not address:
            raise BadPattern("not an IPv6 address")
        return f"[{address}]"
    if not host.isascii():
        host = _punycode(host)
    host = host.lower()
    if host.endswith("."):
        raise BadPattern("a dot at the end of the host")
    if not _HOST.fullmatch(host) or not is_canonical_host(host):
        raise BadPattern(f"host {host!r} is not a host name")
    return host


def _punycode(host: str) -> str:
    if any(letter in _DEVIATIONS for letter in host):
        raise BadPattern("write this host in its xn-- form")
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        raise BadPattern("the host cannot be written in the xn-- form") from None


def _parse_path(path: str) -> str:
    if "#" in path:
        raise BadPattern("a # part is never matched: leave it out and end with *")
    if not _PATH.fullmatch(path):
        raise BadPattern("the path has characters that an address writes as %XX")
    return path
