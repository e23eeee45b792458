"""`outlets.copy`: the token to the operating system's clipboard, because a person asked for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sitthi.service.app import App


def run(app: App, params: dict[str, object]) -> dict[str, object]:
    """Audited by the outlet itself, and not done when it cannot be."""
    seconds = app.outlets.copy()
    app.store.touch()
    return {"seconds": seconds}
