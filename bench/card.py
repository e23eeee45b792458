"""The card over real pcscd and vpcd: exchanges, bytes and time of our ranges against reading field by field."""

from __future__ import annotations

import math

from bench.result import Result, median_ms
from sitthi.card.apdu import CardChannel
from sitthi.card.pcsc import open_card
from sitthi.card.thai_id import read_card
from sitthi_sandbox.card.pcscd import PrivatePcscd

_RUNS = 31
_SELECT = bytes.fromhex("00A4040008A000000054480001")
# The fields that readers in use read one by one (reference: thai-id-card 1.3), with their usual lengths.
_FIELDS = (
    (0x0004, 13), (0x0011, 100), (0x0075, 100), (0x00D9, 8), (0x00E1, 1), (0x00F6, 100), (0x0167, 8), (0x016F, 8),
    (0x1579, 100), (0x1619, 14), (0x015A, 13),
)  # fmt: skip
_PHOTO_CHUNKS = tuple((0x017B + 255 * index, 255) for index in range(20))


def _field_by_field(channel: CardChannel, photo: bool) -> None:
    channel.send(_SELECT)
    for offset, count in _FIELDS + (_PHOTO_CHUNKS if photo else ()):
        channel.send(bytes([0x80, 0xB0, offset >> 8, offset & 0xFF, 2, 0, count]))


def measure(pcscd: PrivatePcscd, reader: str) -> list[Result]:
    """`reader` holds a card; the process' PC/SC is `pcscd`."""
    results = []
    for photo in (False, True):
        what = "text and photo" if photo else "text"
        with open_card(reader) as connection, connection.transaction() as channel:
            before = channel.exchanges
            card = read_card(channel, photo=photo)
            ours = channel.exchanges - before
            before = channel.exchanges
            _field_by_field(channel, photo)
            theirs = channel.exchanges - before
            ours_ms = median_ms(lambda photo=photo, channel=channel: read_card(channel, photo=photo), _RUNS)
            theirs_ms = median_ms(lambda photo=photo, channel=channel: _field_by_field(channel, photo), _RUNS)
        results.append(Result(f"APDU exchanges, {what}", ours, "exchanges", theirs, "field by field", 1))
        results.append(Result(f"time, {what}", ours_ms, "ms", theirs_ms, "field by field", _RUNS))
        if photo and card.photo:
            text_only = results[0].value
            limit = 2 * math.ceil(len(card.photo) / 255)
            results.append(
                Result(
                    "exchanges for the photo alone",
                    ours - text_only,
                    "exchanges",
                    limit,
                    "2 per 255 bytes (T=0)",
                    1,
                )
            )
    return results
