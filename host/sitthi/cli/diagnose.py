"""`sitthi diagnose`: why something does not work, and what to do about it. Nothing secret in it."""

from __future__ import annotations

import argparse
import json
from typing import Any

HELP = "check PC/SC, readers, cards, host, browsers, policy, clock, vault and NHSO"

_MARKS = {"ok": "ok  ", "info": "info", "warning": "WARN", "error": "FAIL"}


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="machine-readable report")


def run(args: argparse.Namespace) -> int:
    from sitthi.diagnose.report import report

    found: dict[str, Any] = report()
    if args.json:
        print(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        for section in found["sections"]:
            print(f"[{section['name']}]")
            for key, value in section["facts"].items():
                print(f"       {key}: {value}")
            for finding in section["findings"]:
                print(f"  {_MARKS[finding['level']]} {finding['text']}")
                if finding["next"]:
                    print(f"       -> {finding['next']}")
    return 0 if all(section["ok"] for section in found["sections"]) else 1
