"""The MOI applet's file, as one table: what is where, how long, how encoded, and how well the fact is
sourced.

Data only (reference: thai-id-card 1.3). The current layout is gap-free, so whole ranges can be read at once;
`READ_LIMIT` bytes is the most that one READ can carry.
"""

from __future__ import annotations

from dataclasses import dataclass

READ_LIMIT = 0xFF

MOI_AID = bytes.fromhex("A000000054480001")
OLD_MOI_AID = bytes.fromhex("A000000054480011")  # [B]: S5 "old MOI", read with block 1
ADM_AID = bytes.fromhex("A000000084060002")

BLOCK_1_VERSION = "0002"  # [B]: S6 reads such cards' person data from block 1


@dataclass(frozen=True, slots=True)
class Field:
    """One field. `source`: "A" two or more independent sources, "B" one."""

    name: str
    offset: int
    length: int
    encoding: str  # "ascii" | "thai" | "date" (Buddhist era) | "binary"
    source: str
    required: bool = False
    block: int = 0

    @property
    def end(self) -> int:
        return self.offset + self.length


@dataclass(frozen=True, slots=True)
class Range:
    """Bytes that one READ fetches."""

    offset: int
    length: int
    block: int = 0

    def covers(self, field: Field) -> bool:
        return field.block == self.block and self.offset <= field.offset and field.end <= self.offset + self.length


@dataclass(frozen=True, slots=True)
class Layout:
    """A file layout: its fields, and the READs that fetch identity and all text with the fewest commands."""

    name: str
    fields: tuple[Field, ...]
    identity: Range
    text: tuple[Range, ...]
    photo: Field

    def field(self, name: str) -> Field:
        return next(field for field in self.fields if field.name == name)

    def inside(self, wanted: Range) -> tuple[Field, ...]:
        return tuple(field for field in self.fields if wanted.covers(field))


def _person_fields(block: int) -> tuple[Field, ...]:
    return (
        Field("version", 0x0000, 4, "ascii", "A", block=block),
        Field("cid", 0x0004, 13, "ascii", "A", required=True, block=block),
        Field("name_th", 0x0011, 100, "thai", "A", required=True, block=block),
        Field("name_en", 0x0075, 100, "ascii", "A", block=block),
        Field("birth_date", 0x00D9, 8, "date", "A", block=block),
        Field("sex", 0x00E1, 1, "ascii", "A", block=block),
        Field("request_no", 0x00E2, 20, "ascii", "A", block=block),
        Field("issuer", 0x00F6, 100, "thai", "A", block=block),
        Field("issuer_code", 0x015A, 13, "ascii", "A", block=block),
        Field("issue_date", 0x0167, 8, "date", "A", block=block),
        Field("expiry_date", 0x016F, 8, "date", "A", block=block),
        Field("card_type", 0x0177, 2, "ascii", "A", block=block),
    )


_PHOTO_OFFSET, _PHOTO_LENGTH = 0x017B, 5118  # two unknown bytes at 0x0179 lie between text and JPEG

CURRENT = Layout(
    name="current",
    fields=(
        *_person_fields(block=0),
        Field("address", 0x1579, 160, "thai", "A"),
        Field("photo_number", 0x1619, 14, "ascii", "A"),
    ),
    identity=Range(0x0004, 222),
    text=(Range(0x0000, 226), Range(0x00E2, 151), Range(0x1579, 174)),
    photo=Field("photo", _PHOTO_OFFSET, _PHOTO_LENGTH, "binary", "A"),
)

BLOCK_1 = Layout(
    name="block-1",
    fields=(*_person_fields(block=1), Field("address", 0x0004, 150, "thai", "B")),
    identity=Range(0x0004, 222, block=1),
    text=(Range(0x0000, 226, block=1), Range(0x00E2, 151, block=1), Range(0x0004, 150)),
    photo=Field("photo", _PHOTO_OFFSET, _PHOTO_LENGTH, "binary", "B", block=1),
)
