"""The findings' texts in both languages, with the finding's data filled in. A report always carries both."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files

LANGUAGES = ("th", "en")


def both(key: str, data: dict[str, str] | None = None) -> dict[str, str]:
    """Language -> text; "" where the table has none (an `ok` needs no next step)."""
    return {language: _filled(_table(language).get(key, ""), data or {}) for language in LANGUAGES}


@cache
def _table(language: str) -> dict[str, str]:
    loaded = json.loads((files("sitthi") / "texts" / f"diagnose.{language}.json").read_text(encoding="utf-8"))
    return {str(key): str(value) for key, value in loaded.items()}


def _filled(text: str, data: dict[str, str]) -> str:
    for name, value in data.items():
        text = text.replace("{" + name + "}", value)
    return text
