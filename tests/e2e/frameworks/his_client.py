"""The sample HIS as a test sees it: where its pages are, and what was sent to it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import requests

_TIMEOUT_SECONDS = 5


@dataclass(frozen=True)
class HisClient:
    """A running HIS, and a token that NHSO's sandbox has issued to the officer for it."""

    url: str
    token: str = field(repr=False)

    def address(self, name: str) -> str:
        return f"{self.url}/frameworks/{name}/"

    def forget(self) -> None:
        requests.delete(f"{self.url}/api/last", timeout=_TIMEOUT_SECONDS).raise_for_status()

    def received(self, name: str) -> dict[str, Any]:
        """`{"outcome", "fields": {role: fingerprint}}` of the last submission of a page."""
        report = requests.get(f"{self.url}/api/last", timeout=_TIMEOUT_SECONDS).json()
        submission: dict[str, Any] = report[f"frameworks/{name}"]
        return submission
