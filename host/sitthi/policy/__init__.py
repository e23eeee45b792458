"""What this workstation may do: the settings and the pages that policy.toml lists.

Knows nothing of cards, sessions, messaging or browsers. Importing the package itself loads nothing: the
host answers
`hello` first and reads the policy after it, so the parts come in when they are first named.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from sitthi.policy.load import load_policy
    from sitthi.policy.model import Policy, SitePolicy
    from sitthi.policy.sites import may_release

__all__ = ["Policy", "SitePolicy", "load_policy", "may_release"]

_HOMES = {"load_policy": "load", "Policy": "model", "SitePolicy": "model", "may_release": "sites"}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(name)
    from importlib import import_module

    return getattr(import_module(f"sitthi.policy.{_HOMES[name]}"), name)
