"""A report as text for people, in one language."""

from __future__ import annotations

from typing import Any

_MARKS = {"ok": "ok  ", "info": "info", "warning": "WARN", "error": "FAIL"}


def plain(report: dict[str, Any], language: str) -> str:
    """`report` is a REPORT of the protocol, `language` th or en."""
    lines: list[str] = []
    for section in report["sections"]:
        lines.append(f"[{section['name']}] {section['title'][language]}")
        lines += [f"       {key}: {_shown(value)}" for key, value in section["facts"].items()]
        for finding in section["findings"]:
            lines.append(f"  {_MARKS[finding['level']]} {finding['text'][language]}  ({finding['id']})")
            if finding["next"][language]:
                lines.append(f"       -> {finding['next'][language]}")
    return "\n".join(lines) + "\n"


def _shown(value: object) -> str:
    return ", ".join(map(str, value)) or "-" if isinstance(value, list) else str(value)
