"""`sitthi unregister`: takes this user's manifests and launcher away again."""

from __future__ import annotations

import argparse

from sitthi.cli.register import show
from sitthi.registration.register import unregister

HELP = "remove this user's native-messaging manifests"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="machine-readable result")


def run(args: argparse.Namespace) -> int:
    show(unregister(), as_json=args.json, verb="removed")
    return 0
