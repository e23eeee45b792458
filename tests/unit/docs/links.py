"""The project's Markdown as text: its files, its headings' anchors, its relative links."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
_SKIPPED = {"node_modules", "build", "dist"}
_FENCE = re.compile(r"^ *(```|~~~).*?^ *\1[ \t]*$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`[^`\n]*`")
_LINK = re.compile(r"\]\(([^)\s]+)(?:\s+\"[^\"]*\")?\)")
_HEADING = re.compile(r"^#{1,6}\s+(.*?)\s*#*$", re.MULTILINE)


def markdown_files() -> list[Path]:
    """Every *.md of the project, but what others wrote, hidden folders and built things."""
    return sorted(
        path
        for path in ROOT.rglob("*.md")
        if not any(part in _SKIPPED or part.startswith(".") for part in path.relative_to(ROOT).parts)
    )


def anchors(text: str) -> set[str]:
    """What `#…` may name, by the rule of code forges: lower case, no punctuation, blanks to hyphens, then numbers."""
    found: set[str] = set()
    for heading in _HEADING.findall(_FENCE.sub("", text)):
        plain = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", heading)
        name = "".join(
            each for each in plain.lower().replace(" ", "-") if each in "-_" or unicodedata.category(each)[0] in "LMN"
        )
        number = 0
        while (unique := f"{name}-{number}" if number else name) in found:
            number += 1
        found.add(unique)
    return found


def relative_links(text: str) -> Iterator[tuple[str, str]]:
    """(path, anchor) of each link that is not an address; path "" = this file."""
    for target in _LINK.findall(_CODE.sub("", _FENCE.sub("", text))):
        if not re.match(r"[a-z][a-z+.-]*:", target):
            path, _, anchor = target.partition("#")
            yield path, anchor


def broken(files: list[Path]) -> list[str]:
    """`file: link` of each relative link without a target."""
    known: dict[Path, set[str]] = {}
    found = []
    for file in files:
        for path, anchor in relative_links(file.read_text(encoding="utf-8")):
            target = (file.parent / path).resolve() if path else file
            fault = not target.exists() or not target.is_relative_to(ROOT)
            if not fault and anchor and target.suffix == ".md":
                if target not in known:
                    known[target] = anchors(target.read_text(encoding="utf-8"))
                fault = anchor not in known[target]
            if fault:
                name = file.relative_to(ROOT) if file.is_relative_to(ROOT) else file
                found.append(f"{name}: {path}{'#' * bool(anchor)}{anchor}")
    return found
