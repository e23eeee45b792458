"""`sitthi policy merge FILE...`: the files as one, strongest first, as they would hold together on a computer."""

from __future__ import annotations

import argparse
from pathlib import Path

HELP = "print several policy files as one; the first decides each setting"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", metavar="FILE", type=Path, help="strongest first")


def run(args: argparse.Namespace) -> int:
    from sitthi.policy.load import merged
    from sitthi.policy.toml_file import TomlFile
    from sitthi.policy.toml_write import joined, toml_text

    files = [TomlFile.read(path) for path in args.files]
    merged(files)
    print(toml_text(joined(files)), end="")
    return 0
