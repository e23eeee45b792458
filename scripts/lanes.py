"""Runs test folders three at a time, one more than a small machine has processors: most of these tests wait for a
browser, a card or a clock.

Each test keeps to processes, ports and folders of its own. A failing part does not stop the others, so that one run
tells all; its output is printed whole when it is done. Not by the shell's `&`: that would make every test's programs
deaf to SIGINT.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor, as_completed

LANES = 3
PARTS = (
    # The fast ones first.
    ("make", "unit"),
    ("make", "lint-python"),
    ("make", "lint-extension"),
    # Then the long ones: what is left at the end is short, and all lanes end at about the same time.
    # Several workers where tests wait more than they work; a file stays with one, because its servers do.
    ("tests/integration", "-n", "2", "--dist", "loadfile"),
    ("tests/e2e/extension",),
    ("tests/installer/windows", "tests/installer/policies"),
    ("tests/installer/debian", "tests/installer/extension"),
    ("tests/corpus",),
    ("tests/e2e/test_whole_path.py", "tests/e2e/test_counter.py", "tests/e2e/test_side_panel.py"),
    ("tests/e2e/frameworks",),
    ("tests/e2e/firefox",),
    ("SITTHI_BROWSER=firefox", "tests/e2e/extension/test_api.py"),
    ("tests/e2e/profiles",),
)
"""Each is a target of make, or what pytest is given; words like NAME=value at the beginning are for the environment."""


def run(part: tuple[str, ...]) -> tuple[bool, str]:
    """Whether all passed, and what was said."""
    given = [word for word in part if "=" in word and not word.startswith("-")]
    words = [word for word in part if word not in given]
    command = words if words[0] == "make" else [sys.executable, "-m", "pytest", "--durations=12", *words]
    since = time.monotonic()
    done = subprocess.run(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        env={**os.environ, **dict(word.split("=", 1) for word in given)},
    )
    return done.returncode == 0, f"==== {' '.join(part)}: {time.monotonic() - since:.0f} s\n{done.stdout}"


def main() -> int:
    failed = 0
    with ThreadPoolExecutor(LANES) as pool:
        for done in as_completed([pool.submit(run, part) for part in PARTS]):
            passed, said = done.result()
            print(said, flush=True)
            failed += not passed
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
