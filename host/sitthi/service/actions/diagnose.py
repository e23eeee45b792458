"""`diagnose`: the same report as `sitthi diagnose --json`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sitthi.service.app import App


def run(app: App, params: dict[str, object]) -> dict[str, object]:
    from sitthi.diagnose.report import report

    asking = params.get("extension")
    return report(str(asking) if asking is not None else None)
