"""Texts for the terminal: of errors from the same files as the extension's (sitthi/texts/th.json, en.json), of commands
from sitthi/texts/commands.th.json and commands.en.json.
"""

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
def texts(name: str) -> dict[str, str]:
    """The texts of one file: a language, or "commands." and a language."""
    loaded = json.loads((files("sitthi") / "texts" / f"{name}.json").read_text(encoding="utf-8"))
    return {str(key): str(value) for key, value in loaded.items()}


def error_text(problem: SitthiError) -> str:
    """What happened and what to do next, with the error's data filled in."""
    text = texts(language()).get(f"error_{problem.name}", problem.name)
    for key, value in problem.data.items():
        text = text.replace("{" + key + "}", "?" if value is None else str(value))
    return text


def has_command_text(key: str) -> bool:
    return key in texts(f"commands.{language()}")


def command_text(key: str, /, **data: object) -> str:
    """A text of a command, with its data filled in."""
    text = texts(f"commands.{language()}")[key]
    for name, value in data.items():
        text = text.replace("{" + name + "}", "?" if value is None else str(value))
    return text
