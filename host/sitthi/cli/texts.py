"""Texts for the terminal, from the same files as the extension's (sitthi/texts/*.json)."""

from __future__ import annotations

import json
import locale
import os
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sitthi.errors import SitthiError


def language() -> str:
    """`th` unless the terminal speaks another language; a terminal that cannot print Thai gets English."""
    wanted = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    if wanted.startswith("th"):
        return "th"
    return "th" if not wanted and locale.getpreferredencoding().lower().startswith("utf") else "en"


@cache
def texts(language: str) -> dict[str, str]:
    loaded = json.loads((files("sitthi") / "texts" / f"{language}.json").read_text(encoding="utf-8"))
    return {str(key): str(value) for key, value in loaded.items()}


def error_text(problem: SitthiError) -> str:
    """What happened and what to do next, with the error's data filled in."""
    text = texts(language()).get(f"error_{problem.name}", problem.name)
    for key, value in problem.data.items():
        text = text.replace("{" + key + "}", "?" if value is None else str(value))
    return text
