"""The policy as frozen values, with the safe defaults of a machine without a policy file.

Holds no rules of its own: schema.py says what a file may contain, sites.py what a page may get.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from datetime import time
from functools import cached_property

from sitthi.policy.match_pattern import MatchPattern

SOURCE_NAMES = ("issuer",)
"""Token sources that a policy may name; `sitthi.session.sources.registry` builds exactly these (a test
compares).
"""


@dataclass(frozen=True)
class HostPolicy:
    language: str = "th"
    allow_reveal: bool = True
    warn_days: int = 30


@dataclass(frozen=True)
class PinPolicy:
    allow_last_try: bool = False
    timeout_seconds: int = 60
    profile: str = "thai-adm"


@dataclass(frozen=True)
class SessionPolicy:
    """`idle_minutes` 0 = never locked for idleness; `removal_time` is Bangkok time (reference: seed 4)."""

    sources: tuple[str, ...] = ("issuer",)
    lock_on_removal: bool = True
    idle_minutes: int = 15
    inactivity_days: int = 180
    removal_time: time = time(12, 30)


@dataclass(frozen=True)
class IssuerPolicy:
    """`url` "" = none configured; `key_file` names the file with this workstation's key, "" = none."""

    url: str = ""
    timeout_seconds: int = 10
    allow_http: bool = False
    key_file: str = ""


@dataclass(frozen=True)
class NhsoPolicy:
    """The published endpoint is plain HTTP (reference: nhso 1.1 [A]); `diagnose` warns about it."""

    endpoint: str = "http://ucws.nhso.go.th/ucwstokenp1/UCWSTokenP1"
    timeout_seconds: int = 15


@dataclass(frozen=True)
class CardPolicy:
    photo: bool = True
    laser_id: bool = False


@dataclass(frozen=True)
class SitePolicy:
    """One listed site: which pages, which roles, and under which conditions."""

    name: str
    match: tuple[str, ...]
    fill: tuple[str, ...]
    patterns: tuple[MatchPattern, ...]
    auto: bool = False
    allow_http: bool = False
    fields: dict[str, str] = field(default_factory=dict)

    def allows(self, role: str) -> bool:
        return role in self.fill

    def to_message(self) -> dict[str, object]:
        """The shape of one site in `sites.list`."""
        return {
            "name": self.name,
            "match": list(self.match),
            "fill": list(self.fill),
            "auto": self.auto,
            "allow_http": self.allow_http,
            "fields": dict(self.fields),
        }


@dataclass(frozen=True)
class Policy:
    host: HostPolicy = HostPolicy()
    pin: PinPolicy = PinPolicy()
    session: SessionPolicy = SessionPolicy()
    issuer: IssuerPolicy = IssuerPolicy()
    nhso: NhsoPolicy = NhsoPolicy()
    card: CardPolicy = CardPolicy()
    sites: tuple[SitePolicy, ...] = ()

    @cached_property
    def revision(self) -> str:
        """16 hex digits that change with the meaning of the policy, not with its comments or key order."""
        parts: dict[str, object] = {
            name: asdict(getattr(self, name)) for name in ("host", "pin", "session", "issuer", "nhso", "card")
        }
        parts["sites"] = [site.to_message() for site in self.sites]
        text = json.dumps(parts, sort_keys=True, ensure_ascii=True, default=time.isoformat)
        return hashlib.sha256(text.encode()).hexdigest()[:16]
