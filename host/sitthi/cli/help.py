"""`sitthi help`: what a person must know that no program can do for them (reference: seed 2)."""

from __future__ import annotations

import argparse

from sitthi.cli.texts import command_text

HELP = "where a PIN is issued, and who cannot issue one"

_TOPICS = {"pin": ("pin_help_where", "pin_help_not_nhso", "pin_help_blocked", "pin_help_secret")}


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("topic", choices=sorted(_TOPICS))


def run(args: argparse.Namespace) -> int:
    for key in _TOPICS[args.topic]:
        print(command_text(key))
    return 0
