"""The policy: where it comes from, is it valid, which sites may be filled, did the server's arrive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitthi import paths
from sitthi.errors import PolicyInvalid
from sitthi.policy.sources import current_policy

if TYPE_CHECKING:
    from sitthi.diagnose.section import Section
    from sitthi.policy.model import Policy
    from sitthi.policy.remote.kept import RemoteStatus

_FINE = ("", "never")
"""Outcomes of the server's policy that are no trouble: fetched, or not asked yet."""

_MOST_SITES = 100
"""Listed one by one: a report's section is bounded by the protocol (256 findings)."""


def look(section: Section) -> None:
    try:
        policy, explanation = current_policy()
    except PolicyInvalid as problem:
        _tell_mistake(section, problem)
        return
    section.fact("sources", [f"{each.kind}: {each.place}" for each in explanation.sources])
    section.fact("revision", policy.revision)
    section.fact("token_sources", list(policy.session.sources))
    if explanation.remote is not None:
        _remote(section, explanation.remote)
    if not explanation.sources:
        section.finding("policy.none", file=paths.system_policy())
        return
    _sites(section, policy)


def _sites(section: Section, policy: Policy) -> None:
    section.fact("sites", len(policy.sites))
    for site in policy.sites[:_MOST_SITES]:
        matches = ", ".join(str(each) for each in site.match)
        section.finding("policy.site", site=site.name, pages=matches, roles=", ".join(sorted(site.fill)))
        if site.allow_http:
            section.finding("policy.site_http", site=site.name)
    if not policy.sites:
        section.finding("policy.no_sites")


def _tell_mistake(section: Section, problem: PolicyInvalid) -> None:
    data = problem.data
    section.finding(
        "policy.invalid",
        file=data.get("file"),
        line=data.get("line") or "-",
        key=data.get("key") or "-",
        problem=data.get("problem"),
    )


def _remote(section: Section, remote: RemoteStatus) -> None:
    section.fact("remote", remote.settings.url)
    section.fact("remote_outcome", remote.outcome or "fetched")
    if remote.checked_at is not None:
        section.fact("remote_checked_at", remote.checked_at.isoformat(timespec="seconds"))
    outcome = "expired" if remote.expired else remote.outcome or "fetched"
    if not remote.in_force and outcome != "never":
        section.finding("policy.remote_not_in_force", url=remote.settings.url, outcome=outcome)
    elif remote.outcome not in _FINE:
        section.finding("policy.remote_failed", url=remote.settings.url, outcome=outcome)
