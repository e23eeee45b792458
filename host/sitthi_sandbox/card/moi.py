"""The MOI applet: the person's data as one flat file (reference: thai-id-card 1.2, 1.3)."""

from __future__ import annotations

import random
from typing import Final

from .apdu import Answer, Command
from .behaviour import Behaviour
from .constants import (
    AID_MOI,
    SW_NOT_FOUND,
    SW_OUTSIDE_FILE,
    SW_UNKNOWN_CLA,
    SW_UNKNOWN_INS,
    SW_WRONG_LENGTH,
)
from .image import FIELDS

_READ: Final = 0xB0


class MoiApplet:
    """READ `80 B0 <off> <off> 02 <block> <len>`; the answer waits for GET RESPONSE (case 3)."""

    aid = AID_MOI
    # Ten bytes, hence the 61 0A of real cards; what theirs say is not public.
    fci = b"\x84\x08" + AID_MOI

    def __init__(self, image: bytes, behaviour: Behaviour) -> None:
        self._image = image
        self._behaviour = behaviour

    def process(self, command: Command) -> Answer:
        if command.cla != 0x80:
            return Answer(SW_UNKNOWN_CLA)
        if command.ins != _READ:
            return Answer(SW_UNKNOWN_INS)
        if len(command.data) != 2 or command.data[1] == 0:
            return Answer(SW_WRONG_LENGTH)
        block, length = command.data
        return self._read(block, command.p1 << 8 | command.p2, length)

    def deselect(self) -> None:
        """Nothing here outlives or depends on a selection."""

    def _read(self, block: int, offset: int, length: int) -> Answer:
        if self._behaviour.read_sw is not None:
            return Answer(self._behaviour.read_sw)
        if block != 0:
            return Answer(SW_NOT_FOUND)
        if offset + length > len(self._image):
            return Answer(SW_OUTSIDE_FILE)
        if self._behaviour.refuse_ranges and not _within_one_field(offset, length):
            return Answer(SW_OUTSIDE_FILE)
        if self._behaviour.garbage:
            return Answer(waiting=random.Random(offset).randbytes(length))
        return Answer(waiting=self._image[offset : offset + length])


def _within_one_field(offset: int, length: int) -> bool:
    return any(field.offset <= offset and offset + length <= field.offset + field.length for field in FIELDS)
