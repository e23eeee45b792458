"""Commands and answers between the T=0 layer (card) and the applets. No applet and no reader in here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from .constants import SW_OK, SW_WRONG_LE


@dataclass(frozen=True)
class Command:
    """A command APDU as T=0 carries it: `p3` is Le when there is no data, None for a bare header."""

    cla: int
    ins: int
    p1: int
    p2: int
    p3: int | None
    data: bytes

    @property
    def header(self) -> tuple[int, int, int, int]:
        return self.cla, self.ins, self.p1, self.p2


@dataclass(frozen=True)
class Answer:
    """`data` goes out at once; `waiting` stays in the card for GET RESPONSE and turns 9000 into 61xx."""

    sw: int = SW_OK
    data: bytes = b""
    waiting: bytes = b""


class MalformedApdu(ValueError):
    """Not a command APDU that T=0 can carry."""


class Applet(Protocol):
    """One application on the card."""

    aid: bytes
    fci: bytes

    def process(self, command: Command) -> Answer: ...

    def deselect(self) -> None:
        """Another applet was selected, or the same again, or the power is gone."""
        ...


def parse_command(apdu: bytes) -> Command:
    """Raises MalformedApdu when the length byte and the length disagree. A trailing Le (case 4) is
    accepted.
    """
    if len(apdu) < 4:
        raise MalformedApdu
    cla, ins, p1, p2 = apdu[:4]
    if len(apdu) == 4:
        return Command(cla, ins, p1, p2, None, b"")
    p3 = apdu[4]
    data = apdu[5 : 5 + p3] if len(apdu) > 5 else b""
    if len(apdu) > 5 and len(apdu) not in (5 + p3, 6 + p3):
        raise MalformedApdu
    return Command(cla, ins, p1, p2, p3, data)


def exactly(data: bytes, le: int | None) -> Answer:
    """A case-2 answer that insists on its length: anything else gets 6Cxx."""
    return Answer(data=data) if le == len(data) else Answer(SW_WRONG_LE | len(data))


def up_to(data: bytes, le: int | None) -> Answer:
    """A case-2 answer that also gives a first part, the rest waiting (reference: thai-id-card 1.4, laser,
    `07`).
    """
    if not le or le > len(data):
        return Answer(SW_WRONG_LE | len(data))
    return Answer(data=data[:le], waiting=data[le:])
