"""Why the policy gives a page what it gives it: the gate's own answers, with the sites that led to them.

Decides nothing: every yes and no comes from `may_release`. Pure.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from sitthi.errors import GestureRequired, SitthiError
from sitthi.policy.match_pattern import MatchPattern
from sitthi.policy.model import Policy, SitePolicy
from sitthi.policy.near_miss import NearMiss, near_misses
from sitthi.policy.origin import PageUrl
from sitthi.policy.overlap import overlap
from sitthi.policy.profile import Profile
from sitthi.policy.sites import NEVER_HOSTS, may_release
from sitthi.roles import ROLES


@dataclass(frozen=True)
class Match:
    """A listed site, and those of its patterns that cover the page or overlap the pattern asked about."""

    site: SitePolicy
    patterns: tuple[MatchPattern, ...]


@dataclass(frozen=True)
class RoleAnswer:
    """What the gate says to one role after a person's press; `by_itself`: also without one."""

    role: str
    site: SitePolicy | None
    refusal: SitthiError | None
    by_itself: bool = False


@dataclass(frozen=True)
class Explanation:
    url: str
    page: PageUrl
    never_host: bool
    matches: tuple[Match, ...]
    roles: tuple[RoleAnswer, ...]
    near: tuple[NearMiss, ...]
    profiles: tuple[Profile, ...]
    """Profiles of the product that are made for this very page."""

    @property
    def allowed(self) -> bool:
        return any(answer.site for answer in self.roles)

    @property
    def kept_empty(self) -> bool:
        """A page that nobody should list: the never list, or a profile that says so."""
        return self.never_host or any(not profile.fill for profile in self.profiles)

    @property
    def snippet(self) -> str:
        """The entry that would allow it, to be pasted into the policy.

        "" where it is listed, where it had better not be, and where the same page is listed for https.
        """
        listed_as_https = any(miss.differences == ("http_for_https",) for miss in self.near)
        if self.matches or self.kept_empty or listed_as_https:
            return ""
        return _snippet(self.page, self.profiles)


@dataclass(frozen=True)
class PatternExplanation:
    pattern: MatchPattern
    matches: tuple[Match, ...]
    never_host: bool
    released: bool
    """Whether a page of the pattern can get something."""


def explain(policy: Policy, url: str, page: PageUrl, profiles: Iterable[Profile] = ()) -> Explanation:
    answers = tuple(_answer(policy, url, page, role) for role in ROLES)
    allowed = any(answer.site for answer in answers)
    return Explanation(
        url=url,
        page=page,
        never_host=page.origin.host in NEVER_HOSTS,
        matches=_matches(policy, lambda pattern: pattern.matches(page)),
        roles=answers,
        near=() if allowed else tuple(near_misses(policy.sites, page)),
        profiles=tuple(each for each in profiles if any(pattern.matches(page) for pattern in each.match)),
    )


def explain_pattern(policy: Policy, asked: MatchPattern) -> PatternExplanation:
    never = asked.host in NEVER_HOSTS and not asked.subdomains
    matches = _matches(policy, lambda pattern: overlap(asked, pattern))
    secure = replace(asked, scheme="https")
    over_tls = asked.scheme != "http"
    released = any(
        match.site.allow_http or (over_tls and any(overlap(secure, pattern) for pattern in match.patterns))
        for match in matches
    )
    return PatternExplanation(asked, matches, never, released and not never)


def _matches(policy: Policy, covers: Callable[[MatchPattern], bool]) -> tuple[Match, ...]:
    found = (Match(site, tuple(filter(covers, site.patterns))) for site in policy.sites)
    return tuple(match for match in found if match.patterns)


def _answer(policy: Policy, url: str, page: PageUrl, role: str) -> RoleAnswer:
    def ask(gesture: bool) -> SitePolicy:
        return may_release(policy, origin=page.origin.text, url=url, top_frame=True, roles=[role], gesture=gesture)

    try:
        site = ask(gesture=True)
    except SitthiError as refusal:
        return RoleAnswer(role, None, refusal)
    try:
        ask(gesture=False)
    except GestureRequired:
        return RoleAnswer(role, site, None)
    return RoleAnswer(role, site, None, by_itself=True)


def _snippet(page: PageUrl, profiles: Iterable[Profile]) -> str:
    """Of a page with a profile of its own, the profile knows pages and roles."""
    own = next(iter(profiles), None)
    lines = ["[[site]]", f"name = {json.dumps(page.origin.host)}"]
    if own is not None:
        lines.append(f"profile = {json.dumps(own.name)}")
    else:
        lines += [f"match = [{json.dumps(page.origin.text + '/*')}]", 'fill = ["operator_cid", "token"]']
    if not page.origin.secure:
        lines.append("allow_http = true")
    return "\n".join(lines) + "\n"
