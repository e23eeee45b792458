"""The few things of `sitthi.card` that asking for a PIN needs, as one value, so that they can be replaced.

The card package is imported only when the real access is made: the window's process starts faster without it.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol

from sitthi.errors import PinUnsupported

Channel = Any  # sitthi.card.apdu.CardChannel; only handed through here


class Connection(Protocol):
    def transaction(self) -> AbstractContextManager[Channel]: ...


class Scheme(Protocol):
    """The part of sitthi.card.pin_scheme.PinScheme that is used here."""

    @property
    def min_length(self) -> int: ...
    @property
    def max_length(self) -> int: ...
    def tries_left(self, channel: Channel) -> int | None: ...
    def verify(self, channel: Channel, pin: bytearray) -> None: ...


@dataclass(frozen=True)
class CardAccess:
    """`open_card(reader)` connects shared; `read_cid` SELECTs and reads; `scheme_for(profile name or None,
    channel)`.
    """

    open_card: Callable[[str], AbstractContextManager[Connection]]
    read_cid: Callable[[Channel], str]
    scheme_for: Callable[[str | None, Channel], Scheme]


def real_card() -> CardAccess:
    """The card in a PC/SC reader. `scheme_for` raises PinUnsupported(problem="profile") for a name that does not
    exist, or a card that no profile knows.
    """
    from sitthi.card.pcsc import open_card
    from sitthi.card.profile import profile_for, profile_named
    from sitthi.card.thai_id import read_identity

    def scheme_for(name: str | None, channel: Channel) -> Scheme:
        profile = profile_named(name) if name is not None else profile_for(channel.atr, channel)
        if profile is None:
            raise PinUnsupported(problem="profile")
        return profile.scheme

    return CardAccess(open_card, lambda channel: read_identity(channel).cid, scheme_for)
