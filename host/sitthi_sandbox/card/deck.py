"""The cards lying beside one reader: each person's card is one object, so its try counter outlives its
insertions.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from .behaviour import apply_fault
from .card import ForeignCard, InsertableCard, VirtualCard
from .crowd import crowd_person
from .people import PEOPLE
from .tries import TryCounter
from .vpcd import VirtualSlot

FOREIGN: Final = "not-thai"
"""The key of the one card that is no Thai ID card."""
CROWD: Final = "crowd"
"""crowd7 is the card of the seventh of the crowd."""


class Deck:
    """Cards by person's key. `state`: a folder for try counters, which several decks and runs then share."""

    def __init__(self, slot: VirtualSlot, state: Path | None = None) -> None:
        self.slot = slot
        self._state = state
        self._cards: dict[str, InsertableCard] = {}
        self._inserted = ""

    @property
    def inserted(self) -> str | None:
        """The key of the card in the reader."""
        return self._inserted if self.slot.card is not None else None

    def card(self, key: str) -> InsertableCard:
        """Makes the card at the first asking. KeyError: nobody of that name."""
        if key not in self._cards:
            self._cards[key] = ForeignCard() if key == FOREIGN else self._make(key)
        return self._cards[key]

    def insert(self, key: str) -> None:
        """Takes out what is in the reader and puts this card in. TimeoutError when no reader is there."""
        card = self.card(key)
        self.slot.remove()
        self.slot.insert(card)
        self._inserted = key

    def remove(self) -> None:
        self.slot.remove()

    def clear(self) -> None:
        """All cards healthy again; try counters stay."""
        for card in self._cards.values():
            card.behaviour.clear()
            if isinstance(card, VirtualCard):
                card.cancel_pull()

    def fault(self, key: str, name: str) -> None:
        """KeyError for an unknown person or fault."""
        apply_fault(self.card(key).behaviour, name)

    def _make(self, key: str) -> VirtualCard:
        path = None if self._state is None else self._state / f"{key}.tries"
        person = crowd_person(int(key.removeprefix(CROWD))) if key.startswith(CROWD) else PEOPLE[key]
        return VirtualCard(person, tries=TryCounter(path=path))
