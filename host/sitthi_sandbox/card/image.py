"""Person -> the flat, gap-free file of the MOI applet (reference: thai-id-card 1.3). Knows no applet and no
APDU.

The older layout "0002", with the person in block 1, is not modelled: only one source describes it.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from .person import Person

FILE_SIZE: Final = 5950
_SPACE: Final = b"\x20"


class Field(NamedTuple):
    """A place in the file; offset and length in bytes."""

    name: str
    offset: int
    length: int


FIELDS: Final = (
    Field("version", 0x0000, 4),
    Field("cid", 0x0004, 13),
    Field("name_th", 0x0011, 100),
    Field("name_en", 0x0075, 100),
    Field("birth_date", 0x00D9, 8),
    Field("sex", 0x00E1, 1),
    Field("request_no", 0x00E2, 20),
    Field("issuer", 0x00F6, 100),
    Field("issuer_code", 0x015A, 13),
    Field("issue_date", 0x0167, 8),
    Field("expiry_date", 0x016F, 8),
    Field("card_type", 0x0177, 2),
    Field("before_photo", 0x0179, 2),  # meaning unknown, so filled with zeros that nobody can rely on
    Field("photo", 0x017B, 5118),
    Field("address", 0x1579, 160),
    Field("photo_number", 0x1619, 14),
    Field("tail", 0x1627, 279),
)


def build_image(person: Person) -> bytes:
    """The 5950 bytes of the file: cp874 text, padded with spaces. ValueError if something does not fit."""
    contents = {
        "version": _text(person.version),
        "cid": _text(person.cid),
        "name_th": _text("#".join(person.name_th)),
        "name_en": _text("#".join(person.name_en)),
        "birth_date": _text(person.birth_date),
        "sex": _text(person.sex),
        "request_no": _text(person.request_no),
        "issuer": _text(person.issuer),
        "issuer_code": _text(person.issuer_code),
        "issue_date": _text(person.issue_date),
        "expiry_date": _text(person.expiry_date),
        "card_type": _text(person.card_type),
        "before_photo": b"\x00\x00",
        "photo": person.photo,
        "address": _text("#".join(person.address)),
        "photo_number": _text(person.photo_number),
        "tail": b"",
    }
    return b"".join(_padded(field, contents[field.name]) for field in FIELDS)


def _text(value: str) -> bytes:
    return value.encode("cp874")


def _padded(field: Field, content: bytes) -> bytes:
    if len(content) > field.length:
        raise ValueError(f"{field.name}: {len(content)} bytes, room for {field.length}")
    return content.ljust(field.length, _SPACE)
