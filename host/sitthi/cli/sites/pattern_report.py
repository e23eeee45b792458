"""Which sites of the policy have pages in common with a pattern, as lines for a person and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitthi.cli.sites.view import api_warnings, site_json, site_lines
from sitthi.cli.texts import command_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitthi.policy.explain import PatternExplanation


def as_json(found: PatternExplanation) -> dict[str, object]:
    return {
        "kind": "pattern",
        "pattern": found.pattern.text,
        "allowed": found.released,
        "never_host": found.never_host,
        "sites": [
            {**site_json(match.site), "matching": [each.text for each in match.patterns]} for match in found.matches
        ],
        "warnings": api_warnings(match.site for match in found.matches),
    }


def lines(found: PatternExplanation) -> Iterator[str]:
    yield command_text("sites_check_pattern", value=found.pattern.text)
    if not found.matches:
        yield command_text("sites_check_no_overlap")
        return
    yield command_text("sites_check_overlap_allowed" if found.released else "sites_check_overlap_refused")
    if found.never_host:
        yield command_text("sites_check_never_host")
    elif not found.released:
        yield command_text("sites_check_overlap_http")
    yield command_text("sites_check_overlap")
    for match in found.matches:
        yield from (f"  {line}" for line in site_lines(match.site, (each.text for each in match.patterns)))
    yield from api_warnings(match.site for match in found.matches)
