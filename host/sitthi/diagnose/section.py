"""A section of the report: facts, and findings that each say what to do next."""

from __future__ import annotations

from sitthi.diagnose.catalogue import FINDINGS
from sitthi.diagnose.texts import both

_LONGEST = 200
"""Characters of one value: a report goes through the protocol, whose texts are bounded."""


class Section:
    """Collects one section; `ok` is false as soon as one finding is an error."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._findings: list[dict[str, object]] = []
        self._facts: dict[str, object] = {}

    def fact(self, key: str, value: object) -> None:
        self._facts[key] = value

    def finding(self, finding: str, **data: object) -> None:
        """`finding` is an id of FINDINGS (else KeyError); `data` fills its texts. Nothing secret in it."""
        level = FINDINGS[finding]
        values = {name: str(value)[:_LONGEST] for name, value in data.items()}
        self._findings.append(
            {
                "id": finding,
                "level": level,
                "text": both(finding, values),
                "next": both(f"{finding}.next", values),
                "data": values,
            }
        )

    def has(self, finding: str) -> bool:
        return any(each["id"] == finding for each in self._findings)

    def to_message(self) -> dict[str, object]:
        return {
            "name": self.name,
            "title": both(f"section.{self.name}"),
            "ok": all(each["level"] != "error" for each in self._findings),
            "findings": self._findings,
            "facts": self._facts,
        }
