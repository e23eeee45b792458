"""`sitthi host`: the native-messaging host, as a browser starts it (main() takes this way before any parsing)."""

from __future__ import annotations

import argparse

HELP = "serve one browser over standard input and output (started by the browser)"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("from_browser", nargs="*", help="what browsers append; not used")


def run(args: argparse.Namespace) -> int:
    from sitthi.host import main

    return main()
