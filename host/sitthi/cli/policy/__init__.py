"""`sitthi policy`: what holds on this computer and why, and what IT needs to write, check, join and sign policies."""

from __future__ import annotations

import argparse

from sitthi.cli.policy import check, fetch, keygen, merge, show, sign

HELP = "show, check, merge and sign policies"
_PARTS = {"show": show, "check": check, "merge": merge, "fetch": fetch, "keygen": keygen, "sign": sign}


def arguments(parser: argparse.ArgumentParser) -> None:
    parts = parser.add_subparsers(dest="part", metavar="|".join(_PARTS), required=True)
    for name, module in _PARTS.items():
        part = parts.add_parser(name, help=module.HELP, description=module.HELP)
        module.arguments(part)
        part.set_defaults(run_part=module.run)


def run(args: argparse.Namespace) -> int:
    return int(args.run_part(args))
