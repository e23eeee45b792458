"""One measured ratio: what, against which limit, in which unit; and the table of them."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Result:
    """`value` and `limit` in `unit`; `ratio` is value : limit, both medians of the same run."""

    name: str
    value: float
    unit: str
    limit: float | None
    against: str
    runs: int

    @property
    def ratio(self) -> float | None:
        return None if not self.limit else self.value / self.limit


def median_ms(action: Callable[[], object], runs: int, warm_up: int = 2) -> float:
    """Median wall time of `action` in milliseconds, after `warm_up` unmeasured runs."""
    for _ in range(warm_up):
        action()
    times = []
    for _ in range(runs):
        began = time.perf_counter()
        action()
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times)


def table(results: list[Result]) -> str:
    rows = ["| measured | value | limit or base | ratio | runs |", "|---|---:|---|---:|---:|"]
    for each in results:
        limit = f"{each.against}" + (f": {each.limit:.2f} {each.unit}" if each.limit is not None else "")
        ratio = f"{each.ratio:.2f}" if each.ratio is not None else "-"
        rows.append(f"| {each.name} | {each.value:.2f} {each.unit} | {limit} | {ratio} | {each.runs} |")
    return "\n".join(rows)


def save(results: list[Result], target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    rows = [asdict(each) | {"ratio": each.ratio} for each in results]
    target.write_text(json.dumps(rows, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
