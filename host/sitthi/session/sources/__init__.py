"""How a token comes to us. One module per source (docs/sources.md); registry.py lists them.

NHSO has published no protocol by which a token is issued (reference: nhso 3), so this is the seam where a
site plugs in what it has. A source knows the card's person and nothing of vaults, browsers or PINs.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, repr=False)
class CardHolder:
    """Whose card is in the reader, as much as a login needs; names as one text each, chip_id where it was read.

    `revoked_at`: when a token was last found dead here, UTC; an older one of this person is not worth having.
    """

    cid: str
    name_th: str
    name_en: str
    chip_id: str | None = None
    revoked_at: datetime | None = None

    def __repr__(self) -> str:
        return "CardHolder(…)"


@dataclass(frozen=True, repr=False)
class IssuedToken:
    """A source's answer. `last_used_at`: the use before this login; `server_time`: the service's clock, if
    it tells.
    """

    token: str
    cid: str
    kind: str
    issued_at: datetime
    expires_at: datetime | None = None
    last_used_at: datetime | None = None
    server_time: datetime | None = None

    def __repr__(self) -> str:
        return f"IssuedToken({self.kind} …)"


class TokenSource(Protocol):
    name: str

    def obtain(self, holder: CardHolder, now: datetime) -> IssuedToken:
        """A token for this person, whose PIN was verified; `now` is the corrected time, UTC.

        The next source is tried after SourceUnavailable (also SourceNotHere, SourceTimeout), SourceRejected and
        SourceOtherPerson ("I hold another's token only"). Any other error ends the login: UserNotRegistered,
        UserRemoved, SourceCancelled, SourceTokenRefused.
        """

    def revoke(self, cid: str, token: str) -> None:
        """The person logged out. Raises SourceUnavailable or SourceRejected; the session has ended all the
        same.
        """
