"""A Token ID while it is being typed, and when the time for it is over. Pure: knows no window.

A Token ID is 16 small letters and digits (reference: nhso 2 [A]); a capital letter is a Caps Lock left on.
"""

from __future__ import annotations

import math
import string

LENGTH = 16
GROUP = 4
COUNTDOWN_FROM_S = 20
_ALPHABET = frozenset(string.ascii_lowercase + string.digits)
_EMPTY, _HIDDEN = "_", "•"


def is_token(text: str) -> bool:
    """Whether it has the form of a Token ID."""
    return len(text) == LENGTH and all(letter in _ALPHABET for letter in text)


class TokenEntry:
    """`deadline` in seconds of the caller's clock."""

    def __init__(self, deadline: float) -> None:
        self._deadline = deadline
        self._letters: list[str] = []

    @property
    def count(self) -> int:
        return len(self._letters)

    @property
    def complete(self) -> bool:
        return self.count == LENGTH

    def add(self, letter: str) -> bool:
        """Take one letter or digit. False for anything else, and when all are there."""
        letter = letter.lower()
        if self.complete or letter not in _ALPHABET:
            return False
        self._letters.append(letter)
        return True

    def remove_last(self) -> None:
        """Undo the last one (Backspace)."""
        if self._letters:
            self._letters.pop()

    def paste(self, text: str) -> bool:
        """Take a whole Token ID in place of what was typed; False, and nothing changes, for any other text."""
        token = "".join(text.split()).lower()
        if not is_token(token):
            return False
        self._letters = list(token)
        return True

    def text(self) -> str:
        """The whole Token ID. Needs `complete`."""
        if not self.complete:
            raise ValueError("the Token ID is not complete")
        return "".join(self._letters)

    def shown(self, plain: bool) -> str:
        """What stands in the field: groups of four, each letter hidden unless `plain`."""
        cells = [letter if plain else _HIDDEN for letter in self._letters] + [_EMPTY] * (LENGTH - self.count)
        return " ".join("".join(cells[at : at + GROUP]) for at in range(0, LENGTH, GROUP))

    def wipe(self) -> None:
        """Forget what was typed."""
        self._letters.clear()

    def timed_out(self, now: float) -> bool:
        return now >= self._deadline

    def countdown(self, now: float) -> int | None:
        """Seconds to show, near the end only."""
        left = math.ceil(self._deadline - now)
        return max(left, 0) if left <= COUNTDOWN_FROM_S else None
