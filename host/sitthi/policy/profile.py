"""Profiles: what is publicly known of the pages of one product, as rules that a policy may take over by name.

A profile permits nothing. A site of the policy takes it by `profile = "name"`, and what the site writes itself wins:
  match, fill    the site's, where it has them; else the profile's
  fields, roles  role by role, the site's before the profile's; the profile's only as far as the site's `fill` goes
  never          both lists together: nothing takes a never away but leaving the profile out
  auto, allow_http, submit   only ever the site's
Pure; profile_file.py reads them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from sitthi.policy.checks import LEAVE_ALONE
from sitthi.policy.match_pattern import MatchPattern
from sitthi.policy.model import SitePolicy

CONFIDENCES = ("documented", "seen in public code", "inferred")
"""An official document says so; published programs do so; or it follows from what these say."""


@dataclass(frozen=True)
class Evidence:
    """`source` names page, section and grade in docs/reference, such as "nhso 4.5 [A]"."""

    confidence: str
    source: str
    note: str = ""


@dataclass(frozen=True)
class PageRule:
    pattern: MatchPattern
    evidence: Evidence


@dataclass(frozen=True)
class FieldRule:
    """`selector` "" = the facts name none: the finder looks for the role by itself."""

    role: str
    selector: str
    evidence: Evidence


@dataclass(frozen=True)
class NeverRule:
    selector: str
    evidence: Evidence


@dataclass(frozen=True)
class RoleRule:
    detected: str
    means: str
    evidence: Evidence


@dataclass(frozen=True)
class Profile:
    name: str
    title_th: str
    title_en: str
    what_th: str
    what_en: str
    notes: str
    fill: tuple[str, ...] = ()
    pages: tuple[PageRule, ...] = ()
    fields: tuple[FieldRule, ...] = ()
    never: tuple[NeverRule, ...] = ()
    roles: tuple[RoleRule, ...] = ()

    @property
    def match(self) -> tuple[MatchPattern, ...]:
        return tuple(each.pattern for each in self.pages)

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        rules: tuple[PageRule | FieldRule | NeverRule | RoleRule, ...]
        rules = (*self.pages, *self.fields, *self.never, *self.roles)
        return tuple(each.evidence for each in rules)

    def offers(self) -> dict[str, object]:
        """The site's keys that need not be written when this profile is used."""
        return {key: value for key, value in (("match", self.match), ("fill", self.fill)) if value}

    def under(self, site: SitePolicy) -> SitePolicy:
        """The site with this profile's rules where it has none of its own; never with a role that it does not fill."""
        fields = {each.role: each.selector for each in self.fields if each.selector and site.allows(each.role)}
        roles = {each.detected: _within(each.means, site) for each in self.roles}
        never = dict.fromkeys((*site.never, *(each.selector for each in self.never)))
        return replace(site, fields={**fields, **site.fields}, roles={**roles, **site.roles}, never=tuple(never))


def _within(means: str, site: SitePolicy) -> str:
    """A field that means what the site may not be given is left alone; it never falls back to what was detected."""
    return means if means == LEAVE_ALONE or site.allows(means) else LEAVE_ALONE
