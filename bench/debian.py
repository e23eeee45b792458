"""The Debian package's host, unpacked and not installed: start to the first `hello`, against a bare Python there.

`python -m bench.debian` prints this part alone.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from bench import ROOT, start
from bench.result import Result, table

sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from installer import version  # noqa: E402
from installer.debian.build import build  # noqa: E402
from support.host import Account  # noqa: E402

_RUNS = 41
_PLACE = "/usr/lib/sitthi"
_NAME = "Debian package's host, start to first hello"


def measure() -> list[Result]:
    with tempfile.TemporaryDirectory(prefix="sitthi-bench-") as folder:
        package = next(each for each in build(Path(folder), version()) if each.name.startswith("sitthi_"))
        subprocess.run(["dpkg-deb", "--extract", package, folder], check=True)
        launcher = Path(f"{folder}{_PLACE}/sitthi-host")
        launcher.write_text(launcher.read_text("utf-8").replace(f"{_PLACE}/app", f"{folder}{_PLACE}/app"), "utf-8")
        account = Account(Path(folder), PCSCLITE_CSOCK_NAME=f"{folder}/none.comm")
        python = "/usr/bin/python3"
        return start.measure(_NAME, [launcher], [python], python, account.env, _RUNS)


if __name__ == "__main__":
    print(table(measure()))
