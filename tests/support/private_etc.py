"""A program that sees files of a test's own in /etc, which nobody else sees and which need no cleaning up.

In a mount namespace of its own a folder of the test lies over /etc (overlayfs). Policies and machine-wide
native-messaging manifests can be tried so, beside other tests that try other ones.
"""

from __future__ import annotations

import os
import shlex
from collections.abc import Mapping
from pathlib import Path


def with_etc(folder: Path, program: str, files: Mapping[str, str]) -> Path:
    """A script that starts `program` with `files` (path below /etc -> text) in place. It is the program's process.

    May be called again for other files: a program that is started afterwards sees those.
    """
    etc = folder / "etc"
    for name, text in files.items():
        path = etc / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        path.chmod(0o644)
    etc.mkdir(exist_ok=True)
    own = "" if os.geteuid() == 0 else "--user --map-root-user "
    mount = f'mount -t overlay overlay -o lowerdir={etc}:/etc /etc && exec {shlex.quote(program)} "$@"'
    script = folder / f"{Path(program).name}-with-etc"
    script.write_text(f'#!/bin/sh\nexec unshare {own}--mount sh -c {shlex.quote(mount)} sh "$@"\n', encoding="utf-8")
    script.chmod(0o755)
    return script
