"""NHSO's endpoint and the token issuer: do they answer at all? Nothing about a person is sent."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sitthi import paths
from sitthi.errors import PolicyInvalid
from sitthi.policy.load import load_policy

if TYPE_CHECKING:
    from sitthi.diagnose.section import Section

_WITHIN = 5.0  # seconds


def look(section: Section) -> None:
    for name, url in _endpoints():
        section.fact(name, url)
        if urlsplit(url).scheme == "http" and not _is_loopback(url):
            section.finding(
                "warning",
                f"{name}: {url} is not encrypted.",
                "Reach it through a VPN or a TLS gateway, if there is one.",
            )
        answered, detail = _ask(url)
        if answered:
            section.finding("ok", f"{name}: answers ({detail}).")
        else:
            section.finding("error", f"{name}: no answer ({detail}).", "Check network, proxy and firewall.")


def server_time() -> datetime | None:
    """The first service's own time (UTC), or None when none answered with one."""
    import requests

    for _name, url in _endpoints():
        try:
            answer = requests.head(url, timeout=_WITHIN, allow_redirects=False)
            return parsedate_to_datetime(answer.headers["Date"]).astimezone(UTC)
        except (requests.RequestException, KeyError, ValueError):
            continue
    return None


def _endpoints() -> list[tuple[str, str]]:
    try:
        policy = load_policy(paths.policy_files())
    except PolicyInvalid:
        return []
    found = [("nhso", policy.nhso.endpoint)]
    if "issuer" in policy.session.sources and policy.issuer.url:
        found.append(("issuer", policy.issuer.url))
    return found


def _ask(url: str) -> tuple[bool, str]:
    import requests

    try:
        answer = requests.get(url, params={"wsdl": ""}, timeout=_WITHIN, allow_redirects=False, stream=True)
    except requests.RequestException as problem:
        return False, type(problem).__name__
    with answer:
        return answer.status_code < 500, f"HTTP {answer.status_code}"


def _is_loopback(url: str) -> bool:
    return urlsplit(url).hostname in ("127.0.0.1", "::1", "localhost")
