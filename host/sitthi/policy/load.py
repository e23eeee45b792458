"""Policy files to a Policy: check against the schema, put profiles under their sites, say where a mistake is.

A policy with a mistake is refused whole: half a policy could be a wider one than was meant.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sitthi.policy import schema
from sitthi.policy.authen import AuthenPolicy, check_default
from sitthi.policy.checks import Problem, unknown_key
from sitthi.policy.model import (
    AuditPolicy,
    BatchPolicy,
    CardPolicy,
    HostPolicy,
    IssuerPolicy,
    ManualPolicy,
    NhsoPolicy,
    PinPolicy,
    Policy,
    SessionPolicy,
    SitePolicy,
    SrmPolicy,
    UcauthPolicy,
)
from sitthi.policy.outlets import OutletPolicy, outlet_policy
from sitthi.policy.remote.settings import RemotePolicy
from sitthi.policy.toml_file import Place, TomlFile
from sitthi.policy.toml_lines import Path as KeyPath

if TYPE_CHECKING:
    from sitthi.policy.profile import Profile

MODELS: dict[str, Callable[..., Any]] = {
    "host": HostPolicy,
    "pin": PinPolicy,
    "session": SessionPolicy,
    "issuer": IssuerPolicy,
    "ucauth": UcauthPolicy,
    "srm": SrmPolicy,
    "manual": ManualPolicy,
    "nhso": NhsoPolicy,
    "batch": BatchPolicy,
    "card": CardPolicy,
    "audit": AuditPolicy,
    "authen": AuthenPolicy,
    "remote": RemotePolicy,
}

_OTHERS = ("outlet", "site")
"""What a file may hold besides the schema's sections."""


def load_policy(files: Sequence[Path]) -> Policy:
    """The policy of these files; without a file the defaults and no sites. As `merged`."""
    return merged(TomlFile.read(path) for path in files)


def merged(documents: Iterable[TomlFile]) -> Policy:
    """One policy of several: an earlier one decides each setting it names, and its sites come first.

    Raises PolicyInvalid(file, line, key, problem).
    """
    settings: dict[str, dict[str, object]] = {section: {} for section in MODELS}
    sites: list[SitePolicy] = []
    outlets: dict[str, Any] = {}
    for file in documents:
        for section, values in _settings(file).items():
            settings[section] = {**values, **settings[section]}
        outlets = {**outlet_policy(file), **outlets}
        sites.extend(_site(file, raw, at) for at, raw in file.tables("site"))
    sections = {name: MODELS[name](**values) for name, values in settings.items()}
    return Policy(**sections, outlet=OutletPolicy(**outlets), sites=tuple(sites))


def _settings(file: TomlFile) -> dict[str, dict[str, object]]:
    """Checked values of each section that the file has."""
    for name in file.content:
        if name not in schema.SECTIONS and name not in _OTHERS:
            raise file.invalid((name,), unknown_key((*schema.SECTIONS, *_OTHERS)))
    found: dict[str, dict[str, object]] = {}
    for section, checks in schema.SECTIONS.items():
        if section in file.content:
            found[section] = file.checked(file.content[section], checks, (section,))
    for section, key in (("issuer", "url"), ("srm", "refresh_url"), ("nhso", "srm_endpoint")):
        values: dict[str, Any] = found.get(section, {})
        if key in values:
            allowed = values.get("allow_http", False)
            file.guarded((section, key), schema.check_token_transport, values[key], allowed)
    authen: dict[str, Any] = found.get("authen", {})
    if "default_type" in authen and "claim_types" in authen:
        file.guarded(("authen", "default_type"), check_default, authen["default_type"], authen["claim_types"])
    return found


def _site(file: TomlFile, raw: object, at: KeyPath) -> SitePolicy:
    values: dict[str, Any] = file.checked(raw, schema.SITE, at)
    profile = _profile(file, values, at)
    if profile is not None:
        values = {**profile.offers(), **values}
    for key in schema.SITE_REQUIRED:
        if key not in values:
            unknown = f": the profile {profile.name!r} does not know your hosts" if profile and key == "match" else ""
            raise file.invalid((*at, key), Problem(f"is missing{unknown}"))
    fill, patterns = values["fill"], values.pop("match")
    rules: dict[str, Any] = {
        key: {
            name: file.guarded((*at, key, name), check, name, value, fill)
            for name, value in values.pop(key, {}).items()
        }
        for key, check in (("fields", schema.check_field), ("roles", schema.check_role))
    }
    match = tuple(each.text for each in patterns)
    site = SitePolicy(**values, **rules, match=match, patterns=patterns, place=Place(file, at))
    return site if profile is None else profile.under(site)


def _profile(file: TomlFile, values: dict[str, Any], at: KeyPath) -> Profile | None:
    if "profile" not in values:
        return None
    from sitthi.policy.profile_file import profile_named  # most policies name none: nothing is read for them

    return file.guarded((*at, "profile"), profile_named, values["profile"])
