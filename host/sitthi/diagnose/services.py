"""NHSO's endpoints, the token issuer and NHSO's agent: do they answer, and if not, at which step does it fail?"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sitthi.diagnose.probe import Probe, probe
from sitthi.errors import PolicyInvalid
from sitthi.policy.sources import current_policy

if TYPE_CHECKING:
    from sitthi.diagnose.section import Section
    from sitthi.policy.model import Policy

_WITHIN = 5.0  # seconds for each step
_AGENT = "authen_agent"


def forget() -> None:
    """A new report asks again."""
    _answers.cache_clear()


def look(section: Section) -> None:
    for name, url, found in _answers():
        section.fact(name, url)
        _tell(section, name, url, found)


def seconds_ahead() -> float | None:
    """How far this clock is before that of the first service that told its time."""
    return next((found.ahead for name, _, found in _answers() if found.ahead is not None and name != _AGENT), None)


def endpoints(policy: Policy) -> list[tuple[str, str, str]]:
    """Name, address and proxy setting of every service that this policy uses."""
    nhso = policy.nhso
    uses_srm = nhso.rights == "srm" or (nhso.rights == "auto" and "srm_file" in policy.session.sources)
    found = [("nhso", nhso.endpoint, nhso.proxy)] if nhso.rights != "srm" else []
    if uses_srm:
        found.append(("srm", nhso.srm_endpoint, nhso.proxy))
    if "issuer" in policy.session.sources and policy.issuer.url:
        found.append(("issuer", policy.issuer.url, policy.issuer.proxy))
    if policy.authen.on:
        found.append((_AGENT, policy.authen.address, "direct"))
    return found


@cache
def _answers() -> tuple[tuple[str, str, Probe], ...]:
    try:
        policy, _ = current_policy()
    except PolicyInvalid:
        return ()
    asked = endpoints(policy)
    with ThreadPoolExecutor(max_workers=4) as pool:
        found = pool.map(lambda each: probe(each[1], each[2], _WITHIN), asked)
        return tuple((name, url, answer) for (name, url, _), answer in zip(asked, found, strict=True))


def _tell(section: Section, name: str, url: str, found: Probe) -> None:
    parts = urlsplit(url)
    where = {"service": name, "url": url, "host": parts.hostname or ""}
    if parts.scheme == "http" and parts.hostname not in ("127.0.0.1", "::1", "localhost"):
        section.finding("service.unencrypted", **where)
    if found.proxy:
        section.finding("service.proxy", proxy=found.proxy, **where)
    if name == _AGENT and found.outcome != "answered":
        section.finding("service.agent_missing", outcome=found.outcome, **where)
    elif found.outcome == "answered" and found.status < 500:
        section.finding("service.ok", status=found.status, **where)
    elif found.outcome == "answered":
        section.finding("service.server_error", status=found.status, **where)
    elif found.outcome == "proxy":
        section.finding("service.proxy_failed", proxy=found.proxy, **where)
    else:
        section.finding(f"service.{found.outcome}", issuer=found.issuer or "?", **where)
    if found.inspected:
        section.finding("service.tls_inspected", issuer=found.issuer or "?", **where)
