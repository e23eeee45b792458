"""`sitthi sites`: what the policy says about web pages. Reads the policy file; needs no host, card or session."""

from __future__ import annotations

import argparse

from sitthi.cli.sites import check, listing, profiles

HELP = "explain which web pages the policy lets Sitthi fill, and why"
_PARTS = {"list": listing, "check": check, "profiles": profiles}


def arguments(parser: argparse.ArgumentParser) -> None:
    parts = parser.add_subparsers(dest="part", metavar="list|check|profiles", required=True)
    for name, module in _PARTS.items():
        part = parts.add_parser(name, help=module.HELP, description=module.HELP)
        module.arguments(part)
        part.add_argument("--json", action="store_true", help="machine-readable result")


def run(args: argparse.Namespace) -> int:
    return int(_PARTS[args.part].run(args))
