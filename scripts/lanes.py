"""Runs test folders in two lanes at once: most of these tests wait for a browser, a card or a clock.

Each test keeps to processes, ports and folders of its own. A lane goes on after a failing part, so that one run
tells all; its output is printed whole when it is done. Not by the shell's `&`: that would make every test's
programs deaf to SIGINT.
"""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor, as_completed

LANES = (
    (("tests/e2e/extension",), ("tests/e2e/profiles",), ("tests/e2e/frameworks",), ("tests/corpus",)),
    (("tests/integration", "-n", "2", "--dist", "loadfile"), ("tests/e2e/test_whole_path.py", "tests/e2e/test_counter.py")),
)
"""Two workers where tests wait more than they work; a file stays with one, because its servers do."""


def lane(parts: tuple[tuple[str, ...], ...]) -> tuple[bool, str]:
    """Whether all passed, and what was said."""
    passed, said = True, []
    for part in parts:
        run = subprocess.run(
            [sys.executable, "-m", "pytest", "--durations=12", *part],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        passed = passed and run.returncode == 0
        said.append(f"==== {part[0]}\n{run.stdout}")
    return passed, "\n".join(said)


def main() -> int:
    failed = 0
    with ThreadPoolExecutor(len(LANES)) as pool:
        for done in as_completed([pool.submit(lane, parts) for parts in LANES]):
            passed, said = done.result()
            print(said, flush=True)
            failed += not passed
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
