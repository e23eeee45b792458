"""How one site of the policy looks in a terminal and in JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitthi import paths
from sitthi.cli.texts import command_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sitthi.policy.model import Policy, SitePolicy


def policy_of_now() -> Policy:
    """Raises PolicyInvalid."""
    from sitthi.policy.sources import current_policy

    return current_policy()[0]


def policy_file() -> str:
    """The file to edit: the one in force, or the one to write."""
    return next((str(file) for file in paths.policy_files()), paths.SYSTEM_POLICY)


def no_sites() -> str:
    if not paths.policy_files():
        return command_text("sites_no_policy", file=paths.SYSTEM_POLICY)
    return command_text("sites_no_sites")


def place(site: SitePolicy) -> str:
    return command_text("sites_place", file=site.place.file, line=site.place.line) if site.place else ""


def site_json(site: SitePolicy) -> dict[str, object]:
    """The site as in `sites.list`, with where it stands and what it was made from."""
    at = site.place
    return {
        **site.to_message(),
        "profile": site.profile,
        "file": at.file if at else "",
        "line": at.line if at else None,
    }


def site_lines(site: SitePolicy, patterns: Iterable[str]) -> list[str]:
    switches = {key: switch(getattr(site, key)) for key in ("auto", "allow_http", "submit")}
    optional = (
        ("profile", site.profile),
        ("fields", pairs(site.fields)),
        ("roles", pairs({detected: meaning(means) for detected, means in site.roles.items()})),
        ("never", "  ".join(site.never)),
        ("api", ", ".join(site.api)),
    )
    return [
        f"{site.name}  ({place(site)})",
        *(
            f"  {line}"
            for line in (
                command_text("sites_site_match", value="  ".join(patterns)),
                command_text("sites_site_fill", value=", ".join(site.fill)),
                command_text("sites_site_switches", **switches),
                *(command_text(f"sites_site_{key}", value=value) for key, value in optional if value),
            )
        ),
    ]


def api_warnings(sites: Iterable[SitePolicy]) -> list[str]:
    """What an administrator should know of sites whose own programs may have the token."""
    return [command_text("sites_warn_api_token", site=site.name) for site in sites if "token" in site.api]


def switch(on: bool) -> str:
    return command_text("sites_on" if on else "sites_off")


def meaning(role: str) -> str:
    return command_text("sites_leave_alone") if role == "none" else role


def pairs(values: Mapping[str, str]) -> str:
    return "  ".join(f"{key} = {value}" for key, value in values.items())
