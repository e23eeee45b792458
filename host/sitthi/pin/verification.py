"""One PIN, one card, one try: the decision whether a PIN may go to the card, and the single verification.

Knows cards through `CardAccess` and the remembered tries; nothing of windows, pipes or processes. It never
repeats a try, whatever happens.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from sitthi.errors import (
    CardChanged,
    PinBlocked,
    PinLastTryRefused,
    PinUnsupported,
    PinWrong,
)
from sitthi.pin.card_access import CardAccess, Channel, Scheme
from sitthi.pin.entry import overwrite
from sitthi.pin.request import PinRequest
from sitthi.pin.tries import TriesMemory


@dataclass(frozen=True)
class Prospect:
    """What the person should know before typing. `tries_left`: None unknown, 0 blocked when last seen."""

    min_length: int
    max_length: int
    tries_left: int | None


def look(request: PinRequest, access: CardAccess, tries: TriesMemory) -> Prospect:
    """Before the window opens: is it the right card, and may a try be spent at all? Sends no PIN.

    Raises CardChanged, PinLastTryRefused, PinBlocked (only where the card itself says so), PinUnsupported
    and every error of reading the card.
    """
    with _right_card(request, access) as (channel, scheme):
        left = _permitted(request, scheme, channel, tries)
        return Prospect(scheme.min_length, scheme.max_length, left)


def verify(request: PinRequest, pin: bytearray, access: CardAccess, tries: TriesMemory) -> None:
    """Try `pin` (ASCII digits) on the card, once, in one transaction, and overwrite it in any case.

    Raises what `look` raises (then nothing was sent), PinWrong or PinBlocked (then the number is remembered).
    """
    try:
        with _right_card(request, access) as (channel, scheme):
            left = _permitted(request, scheme, channel, tries)
            with _remembered(request.expected_cid, left, tries):
                scheme.verify(channel, pin)
    finally:
        overwrite(pin)


@contextmanager
def _right_card(request: PinRequest, access: CardAccess) -> Iterator[tuple[Channel, Scheme]]:
    with access.open_card(request.reader) as connection, connection.transaction() as channel:
        if access.read_cid(channel) != request.expected_cid:
            raise CardChanged
        yield channel, access.scheme_for(request.profile, channel)


def _permitted(request: PinRequest, scheme: Scheme, channel: Channel, tries: TriesMemory) -> int | None:
    """The tries left, or the reason to send nothing.

    A remembered 0 is no reason: a card that is still blocked has no try to lose, and one that a
    registration office has unblocked must work again without anybody clearing a memory on this workstation.
    """
    told = scheme.tries_left(channel)
    if told == 0:
        raise PinBlocked
    left = told if told is not None else _known(tries, request.expected_cid)
    if left == 1 and not request.allow_last_try:
        raise PinLastTryRefused(attempts_left=1)
    return left


@contextmanager
def _remembered(cid: str, left: int | None, tries: TriesMemory) -> Iterator[None]:
    """Write down what the try cost. A disk that refuses never hides the card's answer.

    A known number is lowered *before* the PIN goes out: a power cut or a card pulled at that moment may
    have cost the try, and the last one must not be spent on the belief that it did not.
    """
    if left is not None and left > 1:
        _record(tries, cid, left - 1)
    try:
        yield
    except PinWrong as wrong:
        told = wrong.data.get("attempts_left")
        if isinstance(told, int):
            _record(tries, cid, told)
        raise
    except PinBlocked:
        _record(tries, cid, 0)
        raise
    except PinUnsupported:
        if left is not None:
            _record(tries, cid, left)
        raise
    with suppress(OSError):
        tries.forget(cid)


def _known(tries: TriesMemory, cid: str) -> int | None:
    with suppress(OSError):
        return tries.known(cid)
    return None


def _record(tries: TriesMemory, cid: str, attempts_left: int) -> None:
    with suppress(OSError, ValueError):
        tries.record(cid, attempts_left)
