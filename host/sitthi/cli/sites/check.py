"""`sitthi sites check URL-or-pattern`: what the policy gives a page and why, or which sites a pattern touches.

Exit codes: 0 something may be filled, 1 nothing is, 2 what was typed is no address or pattern.
"""

from __future__ import annotations

import argparse
import json
import sys
from typing import TYPE_CHECKING

from sitthi.cli.sites import page_report, pattern_report
from sitthi.cli.sites.view import policy_of_now
from sitthi.cli.texts import command_text

if TYPE_CHECKING:
    from sitthi.policy.explain import Explanation, PatternExplanation
    from sitthi.policy.model import Policy

HELP = "what may be filled on a page, why, and what to write to change it"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("target", metavar="URL-or-pattern", help="a page's address, or a pattern with a * in it")


def run(args: argparse.Namespace) -> int:
    from sitthi.policy.match_pattern import ALL_URLS

    target = args.target.strip()
    asks_pattern = "*" in target or target == ALL_URLS
    try:
        return (_pattern if asks_pattern else _page)(policy_of_now(), target, as_json=args.json)
    except _BadTarget as bad:
        _tell(bad, as_json=args.json)
        return 2


class _BadTarget(Exception):
    """`code`: what is wrong with it; there is a text sites_bad_CODE."""

    def __init__(self, code: str, **data: object) -> None:
        super().__init__(code)
        self.code, self.data = code, data


def _page(policy: Policy, target: str, *, as_json: bool) -> int:
    from sitthi.policy.explain import explain
    from sitthi.policy.profile_file import all_profiles
    from sitthi.policy.typed_address import BadAddress, canonical_address

    try:
        url, page = canonical_address(target)
    except BadAddress as bad:
        shown = "" if bad.code == "credentials" else target
        raise _BadTarget(bad.code, value=shown) from None
    found: Explanation = explain(policy, url, page, all_profiles())
    _print(page_report.as_json(found) if as_json else "\n".join(page_report.lines(found)))
    return 0 if found.allowed else 1


def _pattern(policy: Policy, target: str, *, as_json: bool) -> int:
    from sitthi.policy.explain import explain_pattern
    from sitthi.policy.match_pattern import BadPattern, parse_match_pattern

    try:
        asked = parse_match_pattern(target)
    except BadPattern as problem:
        raise _BadTarget("pattern", value=target, problem=problem) from None
    found: PatternExplanation = explain_pattern(policy, asked)
    _print(pattern_report.as_json(found) if as_json else "\n".join(pattern_report.lines(found)))
    return 0 if found.released else 1


def _print(report: str | dict[str, object]) -> None:
    print(report if isinstance(report, str) else json.dumps(report, ensure_ascii=False, indent=2))


def _tell(bad: _BadTarget, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps({"error": f"bad_{bad.code}", "data": {key: str(value) for key, value in bad.data.items()}}))
    else:
        print(f"sitthi: {command_text(f'sites_bad_{bad.code}', **bad.data)}", file=sys.stderr)
