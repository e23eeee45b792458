"""The policy as frozen values, with the safe defaults of a machine without a policy file.

Holds no rules of its own: schema.py says what a file may contain, sites.py what a page may get.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field, fields
from datetime import time
from functools import cached_property

from sitthi.policy.authen import AuthenPolicy
from sitthi.policy.match_pattern import MatchPattern
from sitthi.policy.outlets import OutletPolicy
from sitthi.policy.remote.settings import RemotePolicy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from sitthi.policy.toml_file import Place

SOURCE_NAMES = ("issuer", "ucauth_file", "srm_file", "manual")
"""Token sources that a policy may name: the modules of `sitthi.session.sources` with these names."""


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
    """`url` "" = none configured; `key_file` names the file with this workstation's key, "" = none.

    `proxy` "" = what the operating system says, "direct" = none, else its address.
    """

    url: str = ""
    timeout_seconds: int = 10
    allow_http: bool = False
    key_file: str = ""
    proxy: str = ""


@dataclass(frozen=True)
class UcauthPolicy:
    """`program`: what starts UC Authentication, program and arguments, () = nobody starts it.

    `folders` hold `nhso_token.txt` (reference: nhso 2 [A]); `*` stands for any part of a last name. `any_owner`: also
    files that others own or can write, as on a mounted share.
    """

    program: tuple[str, ...] = ()
    folders: tuple[str, ...] = (
        "D:\\UCAuthentication4.*",
        "D:\\UCAuthenticationMX",
        "D:\\Authen",
        "E:\\Authen",
        "C:\\NHSOAuthen4.2018",
    )
    wait_seconds: int = 120
    any_owner: bool = False


@dataclass(frozen=True)
class SrmPolicy:
    """SRM's file and its refresh (reference: nhso 2 and 3 [A]). `person_claim` "" = any member of the JWT that is a
    citizen ID.
    """

    file: str = "~/SRM Smart Card Single Sign-On/token.txt"
    person_claim: str = ""
    refresh: bool = True
    refresh_url: str = "https://srmportal.nhso.go.th/api/scard/access-token"
    refresh_field: str = "refresh_token"
    timeout_seconds: int = 10
    allow_http: bool = False
    proxy: str = ""


@dataclass(frozen=True)
class ManualPolicy:
    """`test_query`: ask NHSO about the operator once before a typed token is taken."""

    timeout_seconds: int = 180
    test_query: bool = False


@dataclass(frozen=True)
class NhsoPolicy:
    """`rights`: which service tells rights: auto (by the token's kind), ucws or srm (reference: nhso 1.1, 4.2 [A]).

    `endpoint` is published as plain HTTP; `diagnose` warns about it. `allow_http` is about `srm_endpoint` only.
    `without_card`: may somebody be looked up whose card is in no reader?
    """

    endpoint: str = "http://ucws.nhso.go.th/ucwstokenp1/UCWSTokenP1"
    srm_endpoint: str = "https://srm.nhso.go.th/api/ucws/v1/right-search"
    rights: str = "auto"
    without_card: bool = True
    timeout_seconds: int = 15
    allow_http: bool = False
    proxy: str = ""


@dataclass(frozen=True)
class BatchPolicy:
    """`per_second`: questions of `sitthi rights --file` to NHSO at most, 0 = as fast as answers come."""

    per_second: int = 5


@dataclass(frozen=True)
class CardPolicy:
    photo: bool = True
    laser_id: bool = False


@dataclass(frozen=True)
class AuditPolicy:
    """`forward`: where copies of the audit's entries go besides this account's own file."""

    retention_days: int = 90
    forward: str = "off"


@dataclass(frozen=True)
class SitePolicy:
    """One listed site: which pages, which roles, and under which conditions; its profile's rules are in it already.

    `fields` say which element a role is, `roles` what a detected role means here ("none": leave it alone), `never`
    which elements stay as they are. `submit`: press the form's button after a complete fill that a person asked for.
    `api`: the methods of `window.sitthi` that the page's own programs may call.
    """

    name: str
    match: tuple[str, ...]
    fill: tuple[str, ...]
    patterns: tuple[MatchPattern, ...]
    auto: bool = False
    allow_http: bool = False
    fields: dict[str, str] = field(default_factory=dict)
    never: tuple[str, ...] = ()
    roles: dict[str, str] = field(default_factory=dict)
    submit: bool = False
    profile: str = ""
    api: tuple[str, ...] = ()
    place: Place | None = field(default=None, compare=False, repr=False)

    def allows(self, role: str) -> bool:
        return role in self.fill

    def answers(self, method: str) -> bool:
        return method in self.api

    def to_message(self) -> dict[str, object]:
        """The shape of one site in `sites.list`."""
        return {
            "name": self.name,
            "match": list(self.match),
            "fill": list(self.fill),
            "auto": self.auto,
            "allow_http": self.allow_http,
            "fields": dict(self.fields),
            "never": list(self.never),
            "roles": dict(self.roles),
            "submit": self.submit,
            "api": list(self.api),
        }


@dataclass(frozen=True)
class Policy:
    host: HostPolicy = HostPolicy()
    pin: PinPolicy = PinPolicy()
    session: SessionPolicy = SessionPolicy()
    issuer: IssuerPolicy = IssuerPolicy()
    ucauth: UcauthPolicy = UcauthPolicy()
    srm: SrmPolicy = SrmPolicy()
    manual: ManualPolicy = ManualPolicy()
    nhso: NhsoPolicy = NhsoPolicy()
    batch: BatchPolicy = BatchPolicy()
    card: CardPolicy = CardPolicy()
    audit: AuditPolicy = AuditPolicy()
    authen: AuthenPolicy = field(default_factory=AuthenPolicy)
    remote: RemotePolicy = field(default_factory=RemotePolicy)
    outlet: OutletPolicy = field(default_factory=OutletPolicy)
    sites: tuple[SitePolicy, ...] = ()

    @cached_property
    def revision(self) -> str:
        """16 hex digits that change with the meaning of the policy, not with its comments or key order."""
        sections = [each.name for each in fields(self) if each.name != "sites"]
        parts: dict[str, object] = {name: asdict(getattr(self, name)) for name in sections}
        parts["sites"] = [site.to_message() for site in self.sites]
        text = json.dumps(parts, sort_keys=True, ensure_ascii=True, default=time.isoformat)
        return hashlib.sha256(text.encode()).hexdigest()[:16]
