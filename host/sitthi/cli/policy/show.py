"""`sitthi policy show`: every setting as it holds now, by --origin with who set it and whom it overrules."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from datetime import time
from typing import TYPE_CHECKING, Any

from sitthi.cli.policy.remote_view import remote_json, remote_lines
from sitthi.cli.texts import command_text

if TYPE_CHECKING:
    from sitthi.policy.model import Policy
    from sitthi.policy.sources import Explanation, Origin

HELP = "show the policy in force on this computer, with the source of every value"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--origin", action="store_true", help="who sets each value, and what that overrules")
    parser.add_argument("--json", action="store_true", help="machine-readable; always with origins")


def run(args: argparse.Namespace) -> int:
    from sitthi.policy.sources import current_policy

    policy, explanation = current_policy()
    if args.json:
        print(json.dumps(_json(policy, explanation), ensure_ascii=False, indent=2))
        return 0
    _print_sources(explanation)
    _print_settings(policy, explanation, origin=args.origin)
    return 0


def _print_sources(explanation: Explanation) -> None:
    print(f"# {command_text('policy_sources' if explanation.sources else 'policy_no_sources')}")
    for number, source in enumerate(explanation.sources, 1):
        print(f"#  {number}. {command_text(f'policy_kind_{source.kind}')}: {source.place}")
    if explanation.remote is not None:
        print("\n".join(f"# {line}" for line in remote_lines(explanation.remote)))
    print()


def _print_settings(policy: Policy, explanation: Explanation, *, origin: bool) -> None:
    from sitthi.policy.toml_write import joined, toml_text

    whole: dict[str, Any] = {name: _shown(values) for name, values in _sections(policy).items()}
    raw = joined(source.document for source in explanation.sources)
    for name in ("outlet", "site"):
        if name in raw:
            whole[name] = raw[name]

    def comment(path: tuple[str, ...]) -> str:
        return _origin_text(explanation.origins(*path)) if origin and path[0] in _sections(policy) else ""

    print(toml_text(whole, comment), end="")
    for site in policy.sites if origin else ():
        if site.place:
            print(f"# {command_text('policy_site_from', site=site.name, file=site.place.file, line=site.place.line)}")


def _origin_text(origins: list[Origin]) -> str:
    if not origins:
        return command_text("policy_default")
    first, *others = map(_place, origins)
    return first + "".join(f"; {command_text('policy_overrules', place=other)}" for other in others)


def _place(origin: Origin) -> str:
    kind = command_text(f"policy_kind_{origin.kind}")
    where = f"{origin.place}:{origin.line}" if origin.line else origin.place
    return f"{kind} {where}"


def _sections(policy: Policy) -> dict[str, dict[str, object]]:
    from sitthi.policy.schema import SECTIONS

    return {name: vars(getattr(policy, name)) for name in SECTIONS}


def _shown(values: dict[str, object]) -> dict[str, object]:
    """As a file has them. A setting that has no value cannot be written, and an empty text stands for it."""
    return {key: f"{value:%H:%M}" if isinstance(value, time) else value for key, value in values.items()}


def _json(policy: Policy, explanation: Explanation) -> dict[str, object]:
    settings = {
        section: {
            key: {"value": value, "origins": [vars(each) for each in explanation.origins(section, key)]}
            for key, value in _shown(values).items()
        }
        for section, values in _sections(policy).items()
    }
    return {
        "revision": policy.revision,
        "sources": [{"kind": source.kind, "place": source.place} for source in explanation.sources],
        "remote": remote_json(explanation.remote),
        "settings": settings,
        "outlet": asdict(policy.outlet) | {"databases": [_database(each) for each in policy.outlet.databases]},
        "sites": [
            {
                **site.to_message(),
                "profile": site.profile,
                "file": site.place.file if site.place else "",
                "line": site.place.line if site.place else None,
            }
            for site in policy.sites
        ],
    }


def _database(database: Any) -> dict[str, object]:
    return {**asdict(database), "url": str(database.url)}
