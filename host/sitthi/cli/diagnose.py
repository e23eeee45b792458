"""`sitthi diagnose`: why something does not work, and what to do about it. Nothing secret in it."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

HELP = "check PC/SC, readers, cards, host, browsers, policy, clock, vault and NHSO"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="machine-readable report, texts in both languages")
    parser.add_argument("--language", choices=("th", "en"), help="of the texts; else the terminal's")
    parser.add_argument(
        "--bundle", metavar="FILE.zip", type=Path, help="also write a redacted support bundle, to be handed to IT"
    )


def run(args: argparse.Namespace) -> int:
    from sitthi.cli.texts import command_text, language
    from sitthi.diagnose.plain import plain
    from sitthi.diagnose.report import report

    found: dict[str, Any] = report()
    if args.json:
        print(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        print(plain(found, args.language or language()), end="")
    if args.bundle is not None and not _write(args.bundle, found):
        print(f"sitthi: {command_text('diagnose_bundle_failed', file=args.bundle)}", file=sys.stderr)
        return 1
    if args.bundle is not None:
        print(command_text("diagnose_bundle", file=args.bundle), file=sys.stderr)
    return 0 if all(section["ok"] for section in found["sections"]) else 1


def _write(target: Path, found: dict[str, Any]) -> bool:
    from sitthi.diagnose.bundle import write_bundle

    try:
        write_bundle(target, found)
    except OSError:
        return False
    return True
