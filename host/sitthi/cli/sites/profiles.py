"""`sitthi sites profiles`: the product's profiles, with how sure each fact in them is."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from sitthi.cli.sites.view import meaning, policy_of_now
from sitthi.cli.texts import command_text, language
from sitthi.errors import PolicyInvalid

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitthi.policy.profile import Evidence, Profile

HELP = "list the ready-made rules for known pages, and how sure the facts are"


def arguments(parser: argparse.ArgumentParser) -> None:
    return None


def run(args: argparse.Namespace) -> int:
    from sitthi.policy.profile_file import all_profiles

    profiles, used = all_profiles(), _users()
    if args.json:
        found = [{**_json(profile), "used_by": used.get(profile.name, [])} for profile in profiles]
        print(json.dumps(found, ensure_ascii=False, indent=2))
        return 0
    for profile in profiles:
        print("\n".join(_lines(profile, used.get(profile.name, []))))
    return 0


def title(profile: Profile) -> str:
    return profile.title_th if language() == "th" else profile.title_en


def what(profile: Profile) -> str:
    return profile.what_th if language() == "th" else profile.what_en


def _users() -> dict[str, list[str]]:
    """Which sites use a profile; a broken policy is no reason not to show the profiles."""
    used: dict[str, list[str]] = {}
    try:
        sites = policy_of_now().sites
    except PolicyInvalid:
        return {}
    for site in sites:
        if site.profile:
            used.setdefault(site.profile, []).append(site.name)
    return used


def _json(profile: Profile) -> dict[str, object]:
    """As in the profile's file, with its rules under the file's names."""

    def ruled(value: dict[str, object], evidence: Evidence) -> dict[str, object]:
        return {**value, **asdict(evidence)}

    return {
        "name": profile.name,
        "title_th": profile.title_th,
        "title_en": profile.title_en,
        "what_th": profile.what_th,
        "what_en": profile.what_en,
        "notes": profile.notes,
        "fill": list(profile.fill),
        "page": [ruled({"match": each.pattern.text}, each.evidence) for each in profile.pages],
        "field": [
            ruled({"role": each.role, "selector": each.selector, "detect": not each.selector}, each.evidence)
            for each in profile.fields
        ],
        "never": [ruled({"selector": each.selector}, each.evidence) for each in profile.never],
        "role": [ruled({"detected": each.detected, "means": each.means}, each.evidence) for each in profile.roles],
    }


def _lines(profile: Profile, used: list[str]) -> Iterator[str]:
    yield f"{profile.name}: {title(profile)}"
    yield f"  {what(profile)}"
    fills = ", ".join(profile.fill)
    yield "  " + (_text("profile_fills", value=fills) if fills else _text("profile_fills_nothing"))
    if profile.fill and not profile.pages:
        yield "  " + _text("profile_own_host")
    for page in profile.pages:
        yield _rule(_text("profile_pages", value=page.pattern.text), page.evidence)
    for field in profile.fields:
        yield _rule(f"{field.role}: {field.selector or _text('profile_detect')}", field.evidence)
    for never in profile.never:
        yield _rule(f"{_text('profile_never')}: {never.selector}", never.evidence)
    for role in profile.roles:
        yield _rule(_text("profile_means", detected=role.detected, means=meaning(role.means)), role.evidence)
    if used:
        yield "  " + _text("profile_used", value=", ".join(used))


def _rule(text: str, evidence: Evidence) -> str:
    sure = _text("confidence_" + evidence.confidence.replace(" ", "_"))
    return f"  {text}  [{sure}: {evidence.source}]"


def _text(key: str, **data: object) -> str:
    return command_text(f"sites_{key}", **data)
