"""The token sources by the name that the policy gives them; a new source is one more line here."""

from __future__ import annotations

from collections.abc import Callable

from sitthi.policy.model import Policy
from sitthi.session.sources import TokenSource


def _issuer(policy: Policy) -> TokenSource:
    from sitthi.session.sources.issuer import IssuerSource

    return IssuerSource(policy.issuer.url, policy.issuer.timeout_seconds, policy.issuer.key_file)


SOURCES: dict[str, Callable[[Policy], TokenSource]] = {
    "issuer": _issuer,
}


def make_sources(policy: Policy) -> list[TokenSource]:
    """The policy's sources, in its order."""
    return [SOURCES[name](policy) for name in policy.session.sources]
