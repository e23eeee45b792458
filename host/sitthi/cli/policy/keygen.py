"""`sitthi policy keygen FILE`: the key by which IT signs policies. Only the public half is ever printed."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from sitthi.cli.texts import command_text

HELP = "make a key for signing policies: the private half into a file, the public half printed"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path, help="new file for the private key (mode 0600)")
    parser.add_argument("--passphrase", action="store_true", help="ask for a passphrase that protects the file")


def run(args: argparse.Namespace) -> int:
    from sitthi.cli.policy.key_file import new_key

    try:
        public = new_key(args.file, ask_passphrase=args.passphrase)
    except FileExistsError:
        print(command_text("policy_key_exists", file=args.file), file=sys.stderr)
        return 1
    except OSError as problem:
        print(command_text("policy_key_unwritable", file=args.file, problem=problem.strerror), file=sys.stderr)
        return 1
    except ValueError:
        print(command_text("policy_passphrase_differs"), file=sys.stderr)
        return 1
    print(command_text("policy_key_made", file=args.file), file=sys.stderr)
    print(public)
    return 0
