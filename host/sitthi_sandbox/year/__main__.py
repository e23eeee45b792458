"""`python -m sitthi_sandbox.year [--seed N] [--days N]`: plays a year and prints what happened in it."""

from __future__ import annotations

import argparse
import sys
import time

from sitthi_sandbox.year.script import DAYS, write_year
from sitthi_sandbox.year.shrink import play, shrink
from sitthi_sandbox.year.tally import Fault


def main() -> int:
    """0 where the host did nothing that it must not."""
    parser = argparse.ArgumentParser(prog="sitthi sandbox year", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--days", type=int, default=DAYS)
    asked = parser.parse_args()
    events, began = write_year(asked.seed, asked.days), time.perf_counter()
    print(f"seed {asked.seed}: {len(events)} events in {asked.days} days", flush=True)
    try:
        tally = play(events)
    except Fault as fault:
        print(f"{fault}\nA short script that ends so:", flush=True)
        print("\n".join(map(str, shrink(events, fault))))
        return 1
    print(f"{tally}\nplayed in {time.perf_counter() - began:.1f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
