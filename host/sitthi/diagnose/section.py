"""A section of the report: facts, and findings that each say what to do next."""

from __future__ import annotations

from typing import Literal

Level = Literal["ok", "info", "warning", "error"]


class Section:
    """Collects one section; `ok` is false as soon as one finding is an error."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._findings: list[dict[str, str]] = []
        self._facts: dict[str, object] = {}

    def fact(self, key: str, value: object) -> None:
        self._facts[key] = value

    def finding(self, level: Level, text: str, next_step: str = "") -> None:
        self._findings.append({"level": level, "text": text, "next": next_step})

    def to_message(self) -> dict[str, object]:
        return {
            "name": self.name,
            "ok": all(each["level"] != "error" for each in self._findings),
            "findings": self._findings,
            "facts": self._facts,
        }
