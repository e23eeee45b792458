"""The `manual` source: the person types the Token ID that UC Authentication shows (reference: seed 2).

The window is not ours: `ask` brings it. Who typed it says nothing about whose token it is; only NHSO can, and is asked
where the policy says so.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sitthi.errors import (
    NhsoBadAnswer,
    NhsoRejected,
    NhsoUnreachable,
    SourceRejected,
    SourceTokenRefused,
    SourceUnavailable,
    TokenRevoked,
)
from sitthi.policy.model import NhsoPolicy, Policy
from sitthi.session.sources import CardHolder, IssuedToken
from sitthi.session.token import TOKEN_FORMAT

Ask = Callable[[CardHolder], str]


class ManualSource:
    """`test` names the service that is asked about the operator with the typed token; None: it is not tested."""

    name = "manual"

    def __init__(self, ask: Ask, test: NhsoPolicy | None = None) -> None:
        self._ask = ask
        self._test = test

    def obtain(self, holder: CardHolder, now: datetime) -> IssuedToken:
        """Raises SourceCancelled, SourceTimeout, SourceTokenRefused, and SourceUnavailable where there is no window or
        the test could not be made.
        """
        token = self._ask(holder)
        if not TOKEN_FORMAT.fullmatch(token):
            raise SourceUnavailable(source=self.name, reason="bad_answer")
        if self._test is not None:
            self._try(self._test, holder, token)
        return IssuedToken(token=token, cid=holder.cid, kind="uc", issued_at=now)

    def revoke(self, cid: str, token: str) -> None:
        """Nothing public ends a token; it dies at midnight or at the person's next login."""

    def _try(self, nhso: NhsoPolicy, holder: CardHolder, token: str) -> None:
        """One question about the operator's own rights: it changes nothing and concerns nobody else."""
        from sitthi.nhso.ucws import search_current_by_pid

        try:
            search_current_by_pid(
                nhso.endpoint, user_cid=holder.cid, token=token, person_cid=holder.cid, timeout=nhso.timeout_seconds
            )
        except TokenRevoked:
            raise SourceTokenRefused(source=self.name) from None
        except NhsoRejected:
            raise SourceRejected(source=self.name, reason="test_query") from None
        except (NhsoUnreachable, NhsoBadAnswer):
            raise SourceUnavailable(source=self.name, reason="test_query") from None


def from_policy(policy: Policy) -> ManualSource:
    """The window and the terminal are `sitthi.manual`'s."""
    from sitthi.manual.ask import asker

    ask = asker(policy.host.language, policy.manual.timeout_seconds)
    test = policy.nhso if policy.manual.test_query else None
    return ManualSource(lambda holder: ask(holder.name_th, holder.cid), test)
