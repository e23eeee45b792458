"""The digits of a PIN while it is being typed, and when the time for it is over. Pure: knows no window and
no card.

The digits live in one bytearray of fixed size, so that growing never leaves a copy behind.
"""

from __future__ import annotations

import math

COUNTDOWN_FROM_S = 10


def overwrite(secret: bytearray) -> None:
    """Put zeros over every byte of `secret`, keeping its length."""
    for index in range(len(secret)):
        secret[index] = 0


class PinEntry:
    """A PIN of `min_length` to `max_length` digits, to be typed before `deadline` (seconds of the caller's
    clock).
    """

    def __init__(self, min_length: int, max_length: int, deadline: float) -> None:
        self.min_length = min_length
        self.max_length = max_length
        self._deadline = deadline
        self._digits = bytearray(max_length)
        self._count = 0
        self._taken = False

    @property
    def count(self) -> int:
        """How many digits have been typed; all that a view needs to draw."""
        return self._count

    @property
    def complete(self) -> bool:
        """Whether the PIN may be submitted now."""
        return not self._taken and self._count >= self.min_length

    def add(self, digit: int) -> bool:
        """Take one digit 0..9. False when the PIN has all its digits or was already submitted."""
        if not 0 <= digit <= 9:
            raise ValueError("not a digit")
        if self._taken or self._count == self.max_length:
            return False
        self._digits[self._count] = 0x30 + digit
        self._count += 1
        return True

    def remove_last(self) -> None:
        """Undo the last digit (Backspace)."""
        if self._count:
            self._count -= 1
            self._digits[self._count] = 0

    def take(self) -> bytearray:
        """Hand the ASCII digits over, once: this entry is empty and closed afterwards. Needs `complete`."""
        if not self.complete:
            raise ValueError("PIN is not complete")
        pin = bytearray(self._count)
        pin[:] = memoryview(self._digits)[: self._count]
        self._taken = True
        self.wipe()
        return pin

    def wipe(self) -> None:
        """Forget everything that was typed."""
        overwrite(self._digits)
        self._count = 0

    def timed_out(self, now: float) -> bool:
        """Whether the time is over. Never after `take`: what is on its way to the card is not interrupted."""
        return not self._taken and now >= self._deadline

    def countdown(self, now: float) -> int | None:
        """Seconds to show, in the last ten only."""
        left = math.ceil(self._deadline - now)
        return max(left, 0) if not self._taken and left <= COUNTDOWN_FROM_S else None
