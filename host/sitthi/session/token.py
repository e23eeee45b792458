"""What a login is: one person's token and how long it lives. A value; knows no clock, file or network."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, field
from datetime import datetime

from sitthi.errors_nhso import TokenNotTokenId

TOKEN_FORMAT = re.compile(r"[0-9a-zA-Z]{16}")
"""A Token ID: 16 letters and digits (reference: nhso 2 [A])."""

_SHOWN = 2


@dataclass(frozen=True, repr=False)
class Session:
    """All times are timezone-aware UTC, by the corrected clock.

    `id` names this login, so that a host can tell "my session was replaced" from "there is another one".
    `touched_at` is the last use that counts for the idle lock.
    """

    cid: str
    name_th: str
    name_en: str
    token: str
    kind: str
    source: str
    issued_at: datetime
    expires_at: datetime
    touched_at: datetime
    locked: bool = False
    id: str = field(default_factory=lambda: secrets.token_hex(8))

    def token_id(self) -> str:
        """The token, for whoever takes a Token ID and no JWT of SRM (reference: nhso 0 [A]). Raises TokenNotTokenId."""
        if not TOKEN_FORMAT.fullmatch(self.token):
            raise TokenNotTokenId(kind=self.kind)
        return self.token

    def __repr__(self) -> str:
        """Nothing of the person and nothing of the token: a repr ends up in logs and tracebacks."""
        state = "locked" if self.locked else "active"
        return f"Session({self.id} {state} {self.source} until {self.expires_at.isoformat()})"


def mask_token(token: str) -> str:
    """Enough to recognise a token beside another, too little to use it."""
    if len(token) < 4 * _SHOWN:
        return "•" * len(token)
    return token[:_SHOWN] + "•" * (len(token) - 2 * _SHOWN) + token[-_SHOWN:]
