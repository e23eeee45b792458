"""Benchmarks: ratios between things measured in one run, medians, with the physical limit beside them.

They use the tests' own helpers, so the folder of the tests is put on the path.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "host")]
