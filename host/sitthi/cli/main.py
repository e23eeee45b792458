"""Parses the command line, runs one command, turns a failure into its text and exit code."""

from __future__ import annotations

import argparse
import importlib
import json
import sys
from typing import TYPE_CHECKING

from sitthi import __version__
from sitthi.cli.texts import error_text
from sitthi.errors import SitthiError

if TYPE_CHECKING:
    from collections.abc import Sequence

COMMANDS = (
    "host",
    "register",
    "unregister",
    "login",
    "logout",
    "status",
    "card",
    "rights",
    "authen",
    "sites",
    "policy",
    "audit",
    "outlets",
    "diagnose",
    "help",
    "sandbox",
)
"""A new command: a file or package in this folder with `HELP`, `arguments(parser)`, `run(args) -> int`, and one word
here.
"""

_NOTHING_TO_DO_IT_WITH = {
    "no_reader", "no_card", "not_thai_id", "reader_unknown", "pcsc_unavailable", "not_logged_in", "session_locked",
    "token_expired", "token_revoked", "no_patient_card",
    "patient_card_required",
    "authen_not_running", "authen_no_reader", "authen_no_card",
}  # fmt: skip
_PIN = {"pin_wrong", "pin_blocked", "pin_cancelled", "pin_timeout", "pin_last_try_refused", "pin_unsupported"}


def build_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="sitthi",
        description="Sitthi (สิทธิ): Thai ID card and PIN to a filled hospital login.",
        epilog="Exit codes: 0 done, 1 failed, 2 wrong usage, 3 no reader/card/session, 4 PIN not accepted.",
    )
    parser.add_argument("--version", action="version", version=f"sitthi {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name in COMMANDS:
        module = importlib.import_module(f"sitthi.cli.{name}")
        command = commands.add_parser(name, help=module.HELP, description=module.HELP)
        module.arguments(command)
        command.set_defaults(run=module.run)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    if (argv if argv is not None else sys.argv[1:])[:1] == ["host"]:
        from sitthi.host import main as host  # the browser's way in: nothing else may be loaded first

        return host()
    args = build_parser().parse_args(argv)
    try:
        return int(args.run(args))
    except SitthiError as problem:
        _tell(problem, as_json=getattr(args, "json", False))
        return exit_code(problem)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        sys.stderr.close()  # the reader of our output went away (`sitthi … | head`): not a failure of ours
        return 0


def exit_code(problem: SitthiError) -> int:
    if problem.name in _PIN:
        return 4
    return 3 if problem.name in _NOTHING_TO_DO_IT_WITH else 1


def _tell(problem: SitthiError, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps({"error": problem.name, "data": problem.data}, ensure_ascii=False))
    else:
        print(f"sitthi: {error_text(problem)}", file=sys.stderr)
