"""Origins and page addresses as browsers serialise them, parsed strictly.

A browser hands over canonical text (lower case, punycode, default port left out), so anything else did not
come from one and is refused instead of repaired: a repaired address can be another address than the one the
user sees. Pure functions, no I/O, no knowledge of any policy.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_DEFAULT_PORTS = {"http": 80, "https": 443}
_MAX_URL = 32_768
_MAX_HOST = 253
_ORIGIN = re.compile(r"(https?)://(\[[0-9a-f:]+\]|[a-z0-9._-]+)(?::([1-9][0-9]{0,4}))?")
_IPV4 = re.compile(r"(?:[0-9]{1,3}\.){3}[0-9]{1,3}")
_PRINTABLE = re.compile(r"[!-~]*")


@dataclass(frozen=True)
class Origin:
    scheme: str
    host: str
    port: int
    text: str

    @property
    def secure(self) -> bool:
        return self.scheme == "https"


@dataclass(frozen=True)
class PageUrl:
    """`path` is path plus query, as match patterns see it: a fragment is no part of it."""

    origin: Origin
    path: str


def parse_origin(text: str) -> Origin | None:
    """`scheme://host[:port]` and nothing more, http or https; None for everything else."""
    found = _ORIGIN.fullmatch(text) if len(text) <= _MAX_HOST + 16 else None
    if found is None or not is_canonical_host(found[2]):
        return None
    port = int(found[3]) if found[3] else _DEFAULT_PORTS[found[1]]
    if port > 65535 or (found[3] and port == _DEFAULT_PORTS[found[1]]):
        return None
    return Origin(found[1], found[2], port, text)


def parse_page_url(text: str) -> PageUrl | None:
    """A page's address; None where it is not a browser's canonical text or carries credentials."""
    if len(text) > _MAX_URL or not _PRINTABLE.fullmatch(text):
        return None
    scheme_end = text.find("://")
    if scheme_end < 0:
        return None
    end = min((at for at in (text.find(mark, scheme_end + 3) for mark in "/?#\\") if at >= 0), default=len(text))
    origin = parse_origin(text[:end])
    rest = text[end:].partition("#")[0]
    if origin is None or not rest.startswith("/"):
        return None
    return PageUrl(origin, rest)


def is_canonical_host(host: str) -> bool:
    """A host in the one spelling that browsers use; a trailing dot is another host and is not accepted."""
    if host.startswith("["):
        return canonical_ipv6(host[1:-1]) == host[1:-1]
    if len(host) > _MAX_HOST or not all(0 < len(label) <= 63 for label in host.split(".")):
        return False
    return not host.rpartition(".")[2].isdigit() or _is_ipv4(host)


def is_loopback(host: str) -> bool:
    return host in ("localhost", "[::1]") or (_is_ipv4(host) and host.startswith("127."))


def canonical_ipv6(text: str) -> str:
    """The address as the URL standard writes it (longest zero run shortened, no dotted part); "" when
    invalid.
    """
    import ipaddress

    try:
        packed = ipaddress.IPv6Address(text).packed
    except ValueError:
        return ""
    if "%" in text:  # a zone is no part of an address in a URL
        return ""
    words = [f"{int.from_bytes(packed[at : at + 2], 'big'):x}" for at in range(0, 16, 2)]
    runs = [found for found in re.finditer(r"(?:(?<=:)|^)0(?::0)+(?=:|$)", ":".join(words))]
    if not runs:
        return ":".join(words)
    longest = max(runs, key=lambda found: len(found[0]))
    joined = ":".join(words)
    return joined[: longest.start()].rstrip(":") + "::" + joined[longest.end() :].lstrip(":")


def _is_ipv4(host: str) -> bool:
    return bool(_IPV4.fullmatch(host)) and all(str(int(part)) == part and int(part) < 256 for part in host.split("."))
