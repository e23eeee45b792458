"""The ledger's files: what the finder still gets wrong, page by page, as TOML that a person can read and annotate.

Reads, writes and compares; knows no browser. A `note` of a page is a person's, and is kept by `write`.
"""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

from corpus.score import Score

FOLDER = Path(__file__).resolve().parent / "ledger"
_LISTS = ("missed", "false", "neutral")
_HEAD = """# What the finder gets on this corpus, and everything that it gets wrong. Written by `make corpus-ledger`;
# read the difference before you commit it. A `note` at a page is kept.
"""

Ledger = dict[str, dict[str, object]]


def ledger_of(totals: dict[str, float], scores: dict[str, Score], reasons: dict[str, dict[str, str]]) -> Ledger:
    """`totals`, then the pages that have something to say: misses, false fills, reasons of refusals."""
    ledger: Ledger = {"totals": dict(totals)}
    for page, score in sorted(scores.items()):
        entry: dict[str, object] = {name: getattr(score, name) for name in _LISTS if getattr(score, name)}
        if reasons.get(page):
            entry["refused"] = [f"{name}: {why}" for name, why in reasons[page].items()]
        if entry:
            ledger[page] = entry
    return ledger


def read(name: str) -> Ledger:
    path = FOLDER / f"{name}.toml"
    return tomllib.loads(path.read_text("utf-8")) if path.exists() else {}


def write(name: str, ledger: Ledger) -> None:
    notes = {page: entry["note"] for page, entry in read(name).items() if "note" in entry}
    parts = [_HEAD]
    for page, entry in ledger.items():
        lines = [f"[{json.dumps(page)}]" if page != "totals" else "[totals]"]
        if page in notes:
            lines.append(f"note = {_text(notes[page])}")
        lines += [f"{key} = {_value(value)}" for key, value in entry.items()]
        parts.append("\n".join(lines) + "\n")
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / f"{name}.toml").write_text("\n".join(parts), "utf-8")


def _value(value: object) -> str:
    if isinstance(value, list):
        return "[\n" + "".join(f"  {_text(each)},\n" for each in value) + "]"
    return _text(value)


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def difference(name: str, now: Ledger) -> str:
    """What the finder does now and the ledger does not say, and the other way round; empty when they agree."""
    said = read(name)
    lines = []
    for page in sorted({*said, *now}, key=lambda page: (page != "totals", page)):
        before, after = _entries(said.get(page, {})), _entries(now.get(page, {}))
        gone, new = [each for each in before if each not in after], [each for each in after if each not in before]
        if gone or new:
            lines += [page, *(f"  - {each}" for each in gone), *(f"  + {each}" for each in new)]
    return "\n".join(lines)


def _entries(page: dict[str, object]) -> list[str]:
    entries = []
    for key, value in page.items():
        if key == "note":
            continue
        entries += [f"{key} {each}" for each in value] if isinstance(value, list) else [f"{key} = {value}"]
    return entries
