"""The test's end of the fake host: its behaviour file and its log."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from states import sites, status

HELD = 60
"""A delay in seconds for an answer that the test will let go by `set(delays={})`."""
MOST_NOTIFICATIONS = 20
"""Those that a host may not have sent yet."""


class HostControl:
    """What the fake host is told, and what it was asked."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._log = Path(f"{path}.log")
        self._read_from = 0
        self._notifications: list[list[Any]] = []
        self.reset()

    def reset(self) -> None:
        """No reader, no site, and nothing asked so far."""
        self._behaviour: dict[str, Any] = {"replies": {"status": status(), "sites.list": sites()}}
        self._read_from = self._log.stat().st_size if self._log.exists() else 0
        self.set()

    def set(self, notify: list[Any] | None = None, **changes: Any) -> None:
        """`replies` are merged into the earlier ones; anything else replaces what was there. `notify`: method and
        parameters of each notification that the host is to send now."""
        replies = {**self._behaviour["replies"], **changes.pop("replies", {})}
        self._behaviour = {**self._behaviour, **changes, "replies": replies}
        fresh = self._path.with_suffix(".new")
        for each in notify or []:
            self._notifications.append([len(self._notifications) + 1, *each])
        fresh.write_text(json.dumps({**self._behaviour, "notify": self._notifications[-MOST_NOTIFICATIONS:]}), "utf-8")
        os.replace(fresh, self._path)

    def change_status(self, now: dict[str, Any]) -> None:
        """The status of now, and a notification that makes the extension ask for it."""
        self.set(replies={"status": now}, notify=[["policy.changed", {"revision": now["sites_revision"]}]])

    def asked(self, method: str) -> list[dict[str, Any]]:
        return [entry["params"] for entry in map(json.loads, self.log().splitlines()) if entry["method"] == method]

    def log(self) -> str:
        """All that was asked of it since `reset`, one JSON object a line."""
        return self._log.read_bytes()[self._read_from :].decode() if self._log.exists() else ""
