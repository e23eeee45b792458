"""`sites.list`: the policy's sites, for the popup's preview and for auto-fill."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sitthi.service.app import App


def run(app: App, params: dict[str, object]) -> dict[str, object]:
    if app.policy_problem is not None:
        raise type(app.policy_problem)(**app.policy_problem.data)
    return {
        "revision": app.policy.revision,
        "sites": [site.to_message() for site in app.policy.sites],
    }
