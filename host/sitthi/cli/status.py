"""`sitthi status`: readers, cards (masked), session (masked), inactivity."""

from __future__ import annotations

import argparse
import json
from typing import Any

from sitthi.cli.service import service

HELP = "show readers, cards and session, masked"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="the protocol's `status` result")


def run(args: argparse.Namespace) -> int:
    with service() as app:
        status: dict[str, Any] = app.call("status", {})
    if args.json:
        print(json.dumps(status, ensure_ascii=False, indent=2))
        return 0
    print(f"PC/SC: {status['pcsc']}")
    for reader in status["readers"]:
        card = reader["card"]
        what = f"{card['name_th']} {card['cid_masked']} ({card['role']})" if card else reader["state"]
        print(f"  {reader['name']}: {what}")
    session, ended = status["session"], status["ended"]
    if session:
        print(
            f"Session: {session['name_th']} {session['cid_masked']}, {session['state']}, until {session['expires_at']}"
        )
    else:
        print("Session: none" + (f" ({ended['reason']} at {ended['at']})" if ended else ""))
    if inactivity := status["inactivity"]:
        print(f"Inactivity: {inactivity['days_left']} days left, removal at {inactivity['removal_at']}")
    return 0
