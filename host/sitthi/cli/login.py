"""`sitthi login`: the same verification as from the browser, with the PIN asked in the terminal."""

from __future__ import annotations

import argparse
import json
from typing import Any, cast

from sitthi.cli.service import service

HELP = "log in with the card in the reader and its PIN"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--reader", help="the reader to use; without it, the one that holds a Thai ID card")
    parser.add_argument("--window", action="store_true", help="ask for the PIN in the window instead of the terminal")
    parser.add_argument("--json", action="store_true", help="machine-readable result")


def run(args: argparse.Namespace) -> int:
    with service() as app:
        from sitthi.pin.client import verify_pin
        from sitthi.pin.terminal import verify_in_terminal
        from sitthi.service.actions.login import with_verification

        verify = verify_pin if args.window else verify_in_terminal
        answer = with_verification(app, args.reader, "", verify)
        session = cast("dict[str, Any]", answer["session"])
        if args.json:
            print(json.dumps(session, ensure_ascii=False, indent=2), flush=True)
        else:
            print(
                f"{session['name_th']} ({session['cid_masked']}): logged in until {session['expires_at']}", flush=True
            )
        app.outlets.settle()
    return 0
