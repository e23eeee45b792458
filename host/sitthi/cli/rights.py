"""`sitthi rights`: a patient's rights, by citizen ID from standard input or by the patient's card."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

from sitthi.cli.service import service

HELP = "check a patient's rights at NHSO with the current session"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--stdin",
        action="store_true",
        help="read the citizen ID from standard input (never from the command line)",
    )
    parser.add_argument("--reader", help="the reader with the patient's card")
    parser.add_argument("--json", action="store_true", help="the protocol's `rights.check` result")


def run(args: argparse.Namespace) -> int:
    params: dict[str, object] = {}
    if args.stdin:
        params["cid"] = sys.stdin.readline().strip()
    elif args.reader:
        params["reader"] = args.reader
    with service() as app:
        rights: dict[str, Any] = app.call("rights.check", params)["rights"]  # type: ignore[assignment]
    if args.json:
        print(json.dumps(rights, ensure_ascii=False, indent=2))
        return 0
    print(f"{rights['name']} {rights['cid_masked']}")
    print(f"{rights['outcome']}: {rights['scheme']['code']} {rights['scheme']['name']}")
    for label, key in (("Main", "hospital_main"), ("OP", "hospital_op"), ("Sub", "hospital_sub")):
        if rights[key]["code"]:
            print(f"{label}: {rights[key]['code']} {rights[key]['name']}")
    print(f"From {rights['valid_from'] or '-'} to {'no expiry' if rights['no_expiry'] else rights['valid_to'] or '-'}")
    return 0
