"""The token sources by the name that the policy gives them: each is the module of that name in this package.

A new source is one module with `from_policy`, and its name in `SOURCE_NAMES` (docs/sources.md).
"""

from __future__ import annotations

from importlib import import_module

from sitthi.policy.model import Policy
from sitthi.session.sources import TokenSource


def make_source(name: str, policy: Policy) -> TokenSource:
    """`name` is one of SOURCE_NAMES, which the policy's schema has seen to."""
    source: TokenSource = import_module(f"sitthi.session.sources.{name}").from_policy(policy)
    return source


def make_sources(policy: Policy) -> list[TokenSource]:
    """The policy's sources, in its order."""
    return [make_source(name, policy) for name in policy.session.sources]
