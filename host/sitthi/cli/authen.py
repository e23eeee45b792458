"""`sitthi authen`: the claim code of the patient whose card is in, by NHSO's SmartCard Agent (docs/authen-code.md)."""

from __future__ import annotations

import argparse
import json
import sys
from typing import TYPE_CHECKING, Any

from sitthi.cli.service import service
from sitthi.cli.texts import command_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitthi.service.app import App

HELP = "claim types and claim code (Authen code) of the patient whose card is in"


def arguments(parser: argparse.ArgumentParser) -> None:
    parts = parser.add_subparsers(dest="part", metavar="types|claim")
    types = parts.add_parser("types", help="which services can be claimed")
    claim = parts.add_parser("claim", help="get the claim code")
    claim.add_argument("--type", help="the claim type, such as PG0060001; without it, the policy's")
    claim.add_argument(
        "--stdin",
        action="store_true",
        help="read the patient's telephone number (may be empty) from standard input; else it is asked for",
    )
    for part in (parser, types, claim):
        # A default of the inner parser would overwrite what was given before the part's name.
        unsaid = None if part is parser else argparse.SUPPRESS
        part.add_argument("--reader", default=unsaid, help="the reader with the patient's card")
        part.add_argument(
            "--json",
            action="store_true",
            default=False if part is parser else argparse.SUPPRESS,
            help="the protocol's result",
        )


def run(args: argparse.Namespace) -> int:
    params: dict[str, object] = {"reader": args.reader} if args.reader else {}
    with service() as app:
        if args.part == "claim":
            return _claim(app, args, params)
        found: dict[str, Any] = app.call("authen.types", params)
    _print(found, _types(found), as_json=args.json)
    return 0


def _claim(app: App, args: argparse.Namespace, params: dict[str, object]) -> int:
    params["claim_type"] = args.type or app.policy.authen.default_type
    params["mobile"] = _mobile(from_stdin=args.stdin)
    found: dict[str, Any] = app.call("authen.claim", params)
    _print(found, _code(found["code"]), as_json=args.json)
    return 0


def _mobile(*, from_stdin: bool) -> str:
    """Never from the command line, which every user of the machine can read; "" where nobody can be asked."""
    if from_stdin:
        return sys.stdin.readline().strip()
    if not sys.stdin.isatty():
        return ""
    print(command_text("authen_mobile"), end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip()


def _types(found: dict[str, Any]) -> Iterator[str]:
    yield command_text("authen_patient", cid=found["cid_masked"])
    if not found["types"]:
        yield command_text("authen_no_types")
    for each in found["types"]:
        mark = "*" if each["code"] == found["default_type"] else " "
        yield f"{mark} {each['code']}  {each['name']}"


def _code(code: dict[str, Any]) -> Iterator[str]:
    yield code["code"]
    yield command_text("authen_existing" if code["existing"] else "authen_made", type=code["claim_type"])
    if code["existing"] and code["hcode"]:
        yield command_text("authen_hospital", hcode=code["hcode"])


def _print(found: dict[str, Any], lines: Iterator[str], *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(found, ensure_ascii=False, indent=2))
        return
    for line in lines:
        print(line)
