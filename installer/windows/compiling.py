"""Turns .py into .pyc with the Windows Python that is shipped, under wine: one code path, the right magic number.

The .pyc lie where the .py was (as in python.org's own python313.zip): half the files, nothing to compare at start, and
nothing that Windows users without rights to the folder would have to compile at every start.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from installer import CACHE
from installer.windows.pins import Pins
from installer.windows.runtime import unpack_whole_python

# Reads names from stdin: wine's command line is short. Compiled without the build machine's folder in it.
_COMPILE = r"""
import importlib._bootstrap_external as external, sys
failed = []
for name in sys.stdin.buffer.read().decode().split("\n"):
    with open(name, "rb") as file:
        source = file.read()
    try:
        code = compile(source, name, "exec", dont_inherit=True, optimize=0)
    except SyntaxError as problem:
        failed.append(f"{name}: {problem}")
        continue
    header = external._code_to_hash_pyc(code, bytes(8), False)
    with open(name + "c", "wb") as file:
        file.write(header)
print("\n".join(failed) or "compiled")
"""


class CompileFailed(RuntimeError):
    """wine or the compiler failed; the message holds what they said."""


def compile_all(pins: Pins, root: Path) -> None:
    """Replace every .py below `root` by its .pyc. Raises CompileFailed."""
    names = sorted(path.relative_to(root).as_posix() for path in root.rglob("*.py"))
    with tempfile.TemporaryDirectory(prefix="sitthi-compile-") as folder:
        python = Path(folder, "python")
        unpack_whole_python(pins, python)
        (python / "python313._pth").unlink()
        said = _wine([str(python / "python.exe"), "-I", "-S", "-B", "-c", _COMPILE], root, "\n".join(names))
    if said.strip() != "compiled":
        raise CompileFailed(said[-2000:])
    for name in names:
        (root / name).unlink()


def _wine(command: list[str], cwd: Path, given: str) -> str:
    environment = os.environ | {
        "WINEPREFIX": str(_prefix()),
        "WINEARCH": "win64",
        "WINEDEBUG": "-all",
        "WINEDLLOVERRIDES": "mscoree=;mshtml=;winemenubuilder.exe=",
        "PYTHONHASHSEED": "0",
    }
    with (CACHE / "wine-build.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # one build must not end the wineserver of another
        try:
            done = subprocess.run(
                ["wine", *command], cwd=cwd, env=environment, input=given.encode(), capture_output=True, check=False
            )
        finally:
            subprocess.run(["wineserver", "-k"], env=environment, check=False)
    return done.stdout.decode(errors="replace") + done.stderr.decode(errors="replace") * bool(done.returncode)


def _prefix() -> Path:
    """A prefix for building alone, kept in the cache: making one takes nine seconds."""
    prefix = CACHE / "wine-build"
    if prefix.is_dir() and not (prefix / "system.reg").exists():
        shutil.rmtree(prefix)
    prefix.parent.mkdir(parents=True, exist_ok=True)
    return prefix
