"""`sitthi audit`: shows, exports and verifies what was done on this account. Nothing in it names a person."""

from __future__ import annotations

import argparse
import csv
import json
import os
import sqlite3
import sys
from typing import TYPE_CHECKING, Any, TextIO, cast

from sitthi.cli.texts import command_text

if TYPE_CHECKING:
    from datetime import datetime

HELP = "show, export or verify who did what, when and where"

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def arguments(parser: argparse.ArgumentParser) -> None:
    ways = parser.add_subparsers(dest="way", metavar="WAY", required=True)
    show = ways.add_parser("show", help="the latest entries, newest first")
    show.add_argument("--last", type=int, default=50, help="how many (50)")
    show.add_argument("--json", action="store_true", help="machine-readable")
    export = ways.add_parser("export", help="all entries, oldest first")
    form = export.add_mutually_exclusive_group(required=True)
    form.add_argument("--csv", action="store_true", help="for a spreadsheet")
    form.add_argument("--json", action="store_true", help="one JSON object a line")
    export.add_argument("--out", help="a new file, readable to you alone; without it, standard output")
    verify = ways.add_parser("verify", help="look for entries that were changed, put in, taken out or moved")
    verify.add_argument("--json", action="store_true", help="machine-readable")


def run(args: argparse.Namespace) -> int:
    from sitthi import paths
    from sitthi.audit import Audit

    audit = Audit(paths.state_dir())
    try:
        if args.way == "verify":
            return _verify(audit, args.json)
        events = audit.events(max(0, args.last) if args.way == "show" else -1)
    except (sqlite3.Error, OSError) as problem:
        print("sitthi: " + command_text("audit_unreadable", kind=type(problem).__name__), file=sys.stderr)
        return 1
    if args.way == "show":
        return _show([_shown(event) for event in events], args.json)
    return _export([_shown(event) for event in reversed(events)], args)


def _verify(audit: Any, as_json: bool) -> int:
    found = audit.verify()
    if as_json:
        print(json.dumps({**vars(found), "ok": found.ok, "faults": [vars(fault) for fault in found.faults]}))
    elif found.ok:
        print(command_text("audit_ok", entries=found.entries, first=found.first, last=found.last))
    else:
        print(command_text("audit_tampered"))
        for fault in found.faults:
            print("  " + command_text(f"audit_fault_{fault.kind}", first=fault.first, last=fault.last))
    return 0 if found.ok else 1


def _show(events: list[dict[str, object]], as_json: bool) -> int:
    if as_json:
        print(json.dumps(events, ensure_ascii=False, indent=2))
    elif not events:
        print(command_text("audit_empty"))
    for event in [] if as_json else events:
        who = event["who_masked"] or "-"
        where = event["origin"] or event["outlet"] or "-"
        print(f"{event['seq']:>6}  {event['at']}  {who}  {event['action']}  {where}  {event['outcome']}")
    return 0


def _export(events: list[dict[str, object]], args: argparse.Namespace) -> int:
    write = _write_json if args.json else _write_csv
    if args.out is None:
        write(events, sys.stdout)
        return 0
    try:
        descriptor = os.open(args.out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(descriptor, "w", encoding="utf-8", newline="") as file:
            write(events, file)
    except OSError as problem:
        text = command_text("audit_not_written", file=args.out, kind=type(problem).__name__)
        print(f"sitthi: {text}", file=sys.stderr)
        return 1
    print(command_text("audit_exported", count=len(events), file=args.out), file=sys.stderr)
    return 0


def _write_json(events: list[dict[str, object]], out: TextIO) -> None:
    out.writelines(json.dumps(event, ensure_ascii=False) + "\n" for event in events)


def _write_csv(events: list[dict[str, object]], out: TextIO) -> None:
    table = csv.writer(out)
    table.writerow(["seq", "at", "action", "who", "who_masked", "origin", "outlet", "outcome"])
    table.writerows([_cell(value) for value in event.values()] for event in events)


def _shown(event: dict[str, object]) -> dict[str, object]:
    from sitthi.service.briefs import iso

    return {**event, "at": iso(cast("datetime", event["at"]))}


def _cell(value: object) -> object:
    """A spreadsheet takes a text that begins so for a formula; a page's address could be made to."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
