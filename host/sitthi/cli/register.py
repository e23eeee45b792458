"""`sitthi register`: lets this user's browsers start the host."""

from __future__ import annotations

import argparse
import dataclasses
import json

from sitthi.registration.register import Registration, register

HELP = "write this user's native-messaging manifests for every browser found"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--all", action="store_true", help="also for browsers that are not installed (yet)")
    parser.add_argument("--json", action="store_true", help="machine-readable result")


def run(args: argparse.Namespace) -> int:
    done = register(every=args.all)
    show(done, as_json=args.json, verb="registered")
    return 0 if done else 3


def show(done: list[Registration], *, as_json: bool, verb: str) -> None:
    """One line a browser: what is so now, and whether it was changed just now."""
    if as_json:
        print(json.dumps([dataclasses.asdict(each) for each in done], ensure_ascii=False, indent=2))
        return
    if not done:
        print("No browser found. Install one, or use --all.")
    for each in done:
        print(f"{each.browser}: {verb if each.changed else 'unchanged'}  {each.place}")
