"""`sitthi sandbox`: starts the virtual card, the NHSO double or the sample HIS (extra `sandbox`)."""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import sys

HELP = "start a part of the sandbox: card, nhso, his, agent or demo"
PARTS = ("card", "nhso", "his", "agent", "demo")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("part", choices=PARTS)
    parser.add_argument("rest", nargs=argparse.REMAINDER, help="the part's own options (try --help)")


def run(args: argparse.Namespace) -> int:
    if importlib.util.find_spec("sitthi_sandbox") is None:
        print("sitthi: the sandbox is not installed here: pip install 'sitthi[sandbox]'", file=sys.stderr)
        return 1
    module = importlib.import_module(f"sitthi_sandbox.{args.part}.__main__")
    sys.argv = [f"sitthi sandbox {args.part}", *args.rest]
    return int(module.main() or 0)
