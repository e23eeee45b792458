"""`sitthi rights`: rights of a patient, by citizen ID from standard input or by card, or of a list of patients."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from typing import Any

from sitthi.cli.service import service

_LONGEST_LINE = 200
"""Characters: more than any way to write a citizen ID."""

HELP = "check a patient's rights at NHSO with the current session"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--stdin",
        action="store_true",
        help="read the citizen ID from standard input (never from the command line)",
    )
    parser.add_argument("--reader", help="the reader with the patient's card")
    parser.add_argument("--json", action="store_true", help="the protocol's `rights.check` result")
    parser.add_argument("--file", help="a list of citizen IDs (CSV), for --out; resumes by itself (docs/batch.md)")
    parser.add_argument("--out", help="where the rights of the list go: a file that ends in .csv, .json or .xlsx")
    parser.add_argument("--column", help="the list's column with the citizen IDs: its heading, or its number from 1")
    parser.add_argument("--restart", action="store_true", help="forget what was answered for --out and ask anew")


def run(args: argparse.Namespace) -> int:
    if args.file or args.out or args.column or args.restart:
        from sitthi.batch.command import run as run_batch

        return run_batch(args)
    params: dict[str, object] = {}
    if args.stdin:
        params["cid"] = sys.stdin.readline(_LONGEST_LINE)
    elif args.reader:
        params["reader"] = args.reader
    with service() as app:
        rights: dict[str, Any] = app.call("rights.check", params)["rights"]  # type: ignore[assignment]
    if args.json:
        print(json.dumps(rights, ensure_ascii=False, indent=2))
        return 0
    for line in _lines(rights):
        print(line)
    return 0


def _lines(rights: dict[str, Any]) -> Iterator[str]:
    yield f"{rights['name']} {rights['cid_masked']}".strip()
    yield f"{rights['outcome']}: {_coded(rights['scheme'])} {_coded(rights['sub_scheme'])}".rstrip(" :")
    if rights["status"]["code"]:
        yield f"Status: {rights['status']['code']} {rights['status']['text']}"
    if rights["death_date"]:
        yield f"Died: {rights['death_date']}"
    for label, key in (("Main", "hospital_main"), ("OP", "hospital_op"), ("Sub", "hospital_sub")):
        if rights[key]["code"]:
            yield f"{label}: {_coded(rights[key])}"
    yield _validity(rights)
    for fund in rights["funds"]:
        if len(rights["funds"]) > 1:
            yield f"Fund: {_coded(fund['scheme'])}. {_validity(fund)}"


def _coded(value: dict[str, str]) -> str:
    return f"{value['code']} {value['name']}".strip()


def _validity(fund: dict[str, Any]) -> str:
    return f"From {fund['valid_from'] or '-'} to {'no expiry' if fund['no_expiry'] else fund['valid_to'] or '-'}"
