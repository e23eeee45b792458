"""Every fact that a docstring names can be looked up in the project's own docs."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_every_named_reference_is_a_page_of_the_docs() -> None:
    pages = {path.stem for path in (ROOT / "docs/reference").glob("*.md")}
    named: dict[str, str] = {}
    for folder, kind in (("host", "*.py"), ("bench", "*.py"), ("extension", "*.js")):
        for path in (ROOT / folder).rglob(kind):
            for page in re.findall(r"\(reference:\s+([a-z][a-z-]*[a-z])", path.read_text(encoding="utf-8")):
                named.setdefault(page, str(path))
    assert len(named) >= 4
    assert set(named) <= pages, {page: path for page, path in named.items() if page not in pages}
