"""The Windows package under wine: start to the first `hello`, against a bare Python there.

`python -m bench.windows` prints this part alone: it builds the package and installs it into a wine prefix of its own.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from bench import ROOT, start
from bench.result import Result, table

sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from installer import version  # noqa: E402
from installer.windows.build import build  # noqa: E402
from installer.windows.pins import load  # noqa: E402
from installer.windows.runtime import unpack_whole_python  # noqa: E402
from support.wine.prefix import WinePrefix, windows_path  # noqa: E402
from support.wine.world import HOST  # noqa: E402

_NAME = "Windows package's host (wine), start to first hello"
_RUNS = 21


def measure() -> list[Result]:
    with tempfile.TemporaryDirectory(prefix="sitthi-bench-") as folder, WinePrefix() as prefix:
        package, _ = build(Path(folder), version())
        done = prefix.run("msiexec", "/i", windows_path(package), "/qn")
        if done.returncode:
            raise RuntimeError(f"msiexec: {done.returncode}")
        unpack_whole_python(load(), prefix.drive / "bare")
        python = ["wine", "C:\\bare\\python.exe"]
        return start.measure(_NAME, ["wine", HOST], python, "python.exe", prefix.env, _RUNS)


if __name__ == "__main__":
    print(table(measure()))
