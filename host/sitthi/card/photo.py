"""Where the JPEG in the photo field ends. Pure; never raises on any bytes.

The field is 5118 bytes, filled up with blanks. The end is the JPEG's own end marker FF D9: trimming blanks
instead destroys photos whose data holds 0x20 at a chunk's edge (reference: thai-id-card 1.3 and 3).
"""

from __future__ import annotations

_START = b"\xff\xd8"
_END = b"\xff\xd9"
_START_OF_SCAN = 0xDA
_END_OF_IMAGE = 0xD9
# Markers without a length: TEM and the restart markers.
_STANDALONE = frozenset({0x01, *range(0xD0, 0xD8)})


class _NotJpeg(Exception):
    """The segments do not chain as JPEG's do."""


def starts_photo(data: bytes) -> bool:
    """False for an empty photo area, so that nobody reads 5 KB of padding."""
    return data.startswith(_START)


def photo_end(data: bytes) -> int | None:
    """Offset just behind the JPEG's end marker, None while it is not in `data`.

    Segments are skipped by their length, since a thumbnail inside one has an FF D9 of its own. Where the
    segments make no sense (a damaged or unusual file) the first FF D9 counts.
    """
    try:
        return _walk(data)
    except _NotJpeg:
        found = data.find(_END, len(_START))
        return None if found < 0 else found + len(_END)


def cut_photo(data: bytes) -> bytes | None:
    """The JPEG at the start of `data`, None if there is no JPEG or no end of it."""
    end = photo_end(data) if starts_photo(data) else None
    if end is None:
        # The walk may have been led past the end by a damaged length: the last marker in the field still
        # counts.
        found = data.rfind(_END) if starts_photo(data) else -1
        end = found + len(_END) if found >= 0 else None
    return None if end is None else data[:end]


def _walk(data: bytes) -> int | None:
    if not starts_photo(data):
        raise _NotJpeg
    at = len(_START)
    while True:
        while data[at : at + 2] == b"\xff\xff":  # fill bytes before a marker
            at += 1
        if at + 2 > len(data):
            return None
        if data[at] != 0xFF or data[at + 1] == 0x00:
            raise _NotJpeg
        marker = data[at + 1]
        at += 2
        if marker == _END_OF_IMAGE:
            return at
        if marker in _STANDALONE:
            continue
        if at + 2 > len(data):
            return None
        length = int.from_bytes(data[at : at + 2], "big")
        if length < 2:
            raise _NotJpeg
        at += length
        if marker == _START_OF_SCAN:
            next_marker = _skip_entropy(data, at)
            if next_marker is None:
                return None
            at = next_marker


def _skip_entropy(data: bytes, at: int) -> int | None:
    """Offset of the next real marker behind compressed data, in which FF 00 and FF D0..D7 are data."""
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            return None
        if data[at + 1] != 0x00 and data[at + 1] not in _STANDALONE:
            return at
        at += 2
