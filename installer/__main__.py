"""`python -m installer [ROOM ...] [--out DIR] [--version X.Y.Z]`: build packages and say what was made.

Exit codes: 0 built, 1 a room failed (the others are still built), 2 wrong usage or a missing tool.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
import time
import traceback
from collections.abc import Sequence
from pathlib import Path

from installer import ROOT, version
from installer.tools import missing_tools

ROOMS = ("extension", "policies", "debian", "windows")
"""A new kind of package: a folder with build.py, and one word here."""


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m installer", description=__doc__)
    parser.add_argument("rooms", nargs="*", metavar="ROOM", help=f"{', '.join(ROOMS)}; default: all of them")
    parser.add_argument("--out", type=Path, default=ROOT / "dist")
    parser.add_argument("--version", default=version(), help="for tests of upgrades")
    parser.add_argument("--extension-key", metavar="PEM", help="signs the CRX; see docs/store/keys.md")
    parser.add_argument("--extension-url", metavar="URL", help="where CRX and XPI will be served")
    args = parser.parse_args(argv)
    for name, given in (("SITTHI_CRX_KEY", args.extension_key), ("SITTHI_EXTENSION_URL", args.extension_url)):
        if given:
            os.environ[name] = given
    rooms = args.rooms or list(ROOMS)
    if unknown := [room for room in rooms if room not in ROOMS]:
        parser.error(f"no such room: {', '.join(unknown)}")
    if missing := missing_tools(rooms):
        print("installer: missing; apt-get install --no-install-recommends " + " ".join(missing), file=sys.stderr)
        return 2
    args.out.mkdir(parents=True, exist_ok=True)
    failed = [room for room in rooms if not _build(room, args.out, args.version)]
    if failed:
        print(f"installer: failed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


def _build(room: str, out: Path, product: str) -> bool:
    print(f"== {room}", flush=True)
    began = time.monotonic()
    try:
        made: list[Path] = importlib.import_module(f"installer.{room}.build").build(out, product)
    except Exception:  # noqa: BLE001 - one room must not stop the others
        traceback.print_exc()
        return False
    for path in made:
        print(f"{path.stat().st_size:>12,}  {path.relative_to(out) if path.is_relative_to(out) else path}")
    print(f"   {time.monotonic() - began:.1f} s", flush=True)
    return True


if __name__ == "__main__":
    sys.exit(main())
