"""The finder on pages of 50, 1,000 and 10,000 inputs, beside what merely touching those inputs costs in the same run.

`python -m bench.finder` prints this part alone.
"""

from __future__ import annotations

import math
import statistics
from dataclasses import dataclass

from playwright.sync_api import sync_playwright

from bench.finder_pages import LAYOUTS, page_of
from bench.result import Result, table
from corpus.isolated import IsolatedWorld, corpus_page

SIZES = (50, 1_000, 10_000)
_ALLOWED_MS = {1_000: 10.0, 10_000: 60.0}
_ALLOWED_LAYOUTS = 3.0
_MOST_RUNS, _LONGEST_MS = 200, 3_000

# Between the runs the page is touched and laid out again, so that no answer of an earlier run can be kept.
_MEASURE = """(mostRuns, longestMs) => {
  const actions = {
    find: () => sitthiFields.find(document),
    rects: () => {
      let sum = 0;
      for (const input of document.querySelectorAll("input")) sum += input.getBoundingClientRect().width;
      return sum;
    },
    walk: () => {
      let inputs = 0;
      const walker = document.createTreeWalker(document, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
      for (let at = walker.nextNode(); at; at = walker.nextNode()) if (at.nodeName === "INPUT") inputs += 1;
      return inputs;
    },
  };
  const times = {find: [], rects: [], walk: []};
  const began = performance.now();
  for (let run = 0; run < mostRuns && (run < 15 || performance.now() - began < longestMs); run += 1) {
    for (const [name, action] of Object.entries(actions)) {
      document.body.setAttribute("data-run", String(run));
      document.body.getBoundingClientRect();
      const from = performance.now();
      action();
      times[name].push(performance.now() - from);
    }
  }
  return times;
}"""
_FIRST = """() => {
  document.body.getBoundingClientRect();
  const from = performance.now();
  const found = sitthiFields.find(document);
  const ms = performance.now() - from;
  return {ms, roles: found.map(({role, element}) => [role, element.getAttribute("data-login")])};
}"""
_LOGIN = [["operator_cid", "operator_cid"], ["token", "token"]]


@dataclass(frozen=True)
class Measured:
    """One page: medians in ms, the very first call, how often the page was laid out by one call, the login found."""

    layout: str
    size: int
    find: float
    rects: float
    walk: float
    first: float
    layouts: float
    restyles: float
    found: bool
    runs: int


def measure() -> list[Result]:
    with sync_playwright() as playwright, corpus_page(playwright) as page:
        world = IsolatedWorld(page)
        world.cdp.send("Performance.enable")
        measured = [_measure(world, size, layout) for layout in LAYOUTS for size in SIZES]
    return [*_each(measured), *_targets(measured), *_growth(measured), *_quiet(measured)]


def _measure(world: IsolatedWorld, size: int, layout: str) -> Measured:
    world.page.set_content(page_of(size, layout))
    world.enter()
    first = world.call(_FIRST)
    before = _counts(world)
    world.call("() => { sitthiFields.find(document); }")
    after = _counts(world)
    times = world.call(_MEASURE, _MOST_RUNS, _LONGEST_MS)
    # The first few runs are the compiler's.
    find, rects, walk = (statistics.median(times[name][2:]) for name in ("find", "rects", "walk"))
    layouts, restyles = (after[name] - before[name] for name in ("LayoutCount", "RecalcStyleCount"))
    found = sorted(first["roles"]) == _LOGIN
    return Measured(layout, size, find, rects, walk, first["ms"], layouts, restyles, found, len(times["find"]))


def _counts(world: IsolatedWorld) -> dict[str, float]:
    metrics = world.cdp.send("Performance.getMetrics")["metrics"]
    return {each["name"]: each["value"] for each in metrics}


def _each(measured: list[Measured]) -> list[Result]:
    results = []
    for one in measured:
        name = f"finder, {one.size:,} inputs, {one.layout}"
        results.append(Result(name, one.find, "ms", one.rects, "one rectangle of each input", one.runs))
        results.append(Result(name, one.find, "ms", one.walk, "one walk over the nodes", one.runs))
    return results


def _targets(measured: list[Measured]) -> list[Result]:
    results = []
    for size, allowed in _ALLOWED_MS.items():
        sized = [one for one in measured if one.size == size]
        worst = max(sized, key=lambda one: one.find)
        results.append(
            Result(f"finder, {size:,} inputs, slowest layout", worst.find, "ms", allowed, "allowed", worst.runs)
        )
        first = max(one.first for one in sized)
        results.append(Result(f"finder, {size:,} inputs, first call", first, "ms", None, "-", len(sized)))
    return results


def _growth(measured: list[Measured]) -> list[Result]:
    """The exponent e in time ~ inputs^e from 1,000 to 10,000 inputs; 1 is linear."""
    results = []
    for layout in LAYOUTS:
        small, big = (one for one in measured if one.layout == layout and one.size > 50)
        exponent = math.log(big.find / small.find) / math.log(big.size / small.size)
        results.append(Result(f"finder, growth, {layout}", exponent, "exponent", 1.0, "linear", big.runs))
    return results


def _quiet(measured: list[Measured]) -> list[Result]:
    pages = len(measured)
    layouts = max(one.layouts for one in measured)
    restyles = max(one.restyles for one in measured)
    found = float(sum(one.found for one in measured))
    return [
        Result("finder, layouts forced by one call", layouts, "layouts", _ALLOWED_LAYOUTS, "allowed", pages),
        Result("finder, restyles forced by one call", restyles, "restyles", _ALLOWED_LAYOUTS, "allowed", pages),
        Result("finder, login among the inputs found", found, "pages", float(pages), "all", pages),
    ]


if __name__ == "__main__":
    print(table(measure()))
