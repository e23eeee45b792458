"""`python -m sitthi_sandbox.year [--seed N] [--days N]`: plays a year and prints what happened in it."""

from __future__ import annotations

import argparse
import sys
import time

from sitthi_sandbox.year.script import DAYS
from sitthi_sandbox.year.shrink import play_year


def main() -> int:
    """0 where the host did nothing that it must not."""
    parser = argparse.ArgumentParser(prog="sitthi sandbox year", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--days", type=int, default=DAYS)
    asked = parser.parse_args()
    began = time.perf_counter()
    outcome = play_year(asked.seed, asked.days)
    print(f"seed {asked.seed}, {asked.days} days, {time.perf_counter() - began:.1f} s\n{outcome}")
    return 0 if outcome.fault is None else 1


if __name__ == "__main__":
    sys.exit(main())
