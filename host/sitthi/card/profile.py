"""Which cards there are, and which PIN scheme each takes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sitthi.card.apdu import CardChannel
from sitthi.card.atr import looks_thai_id
from sitthi.card.pin_scheme import IsoVerifyScheme, PinScheme, ThaiAdmScheme


@dataclass(frozen=True, slots=True)
class CardProfile:
    """A kind of card. `matches(atr, channel)` may use the channel to ask the card; it never verifies
    anything."""

    name: str
    matches: Callable[[bytes, CardChannel | None], bool]
    scheme: PinScheme


def _by_thai_atr(atr: bytes, channel: CardChannel | None) -> bool:
    return looks_thai_id(atr)


def _never(atr: bytes, channel: CardChannel | None) -> bool:
    # A plain VERIFY costs a try on a card that means something else by it: only a policy's word selects it.
    return False


THAI_ADM = CardProfile("thai-adm", _by_thai_atr, ThaiAdmScheme())
ISO_VERIFY = CardProfile("iso-verify", _never, IsoVerifyScheme(reference=0x01))
PROFILES = (THAI_ADM, ISO_VERIFY)


def profile_for(atr: bytes, channel: CardChannel | None = None) -> CardProfile | None:
    """The profile of a card by what it says about itself, None for an unknown card."""
    return next((profile for profile in PROFILES if profile.matches(atr, channel)), None)


def profile_named(name: str) -> CardProfile | None:
    """The profile that a policy names (`pin.profile`)."""
    return next((profile for profile in PROFILES if profile.name == name), None)
