"""The MOI applet's file as bytes: selecting it, reading ranges, falling back to single fields, fetching the
photo.

Knows the layout table and the READ command; knows nothing of what the bytes mean.
"""

from __future__ import annotations

from sitthi.card.apdu import CardChannel, Response, select_command
from sitthi.card.layout import (
    BLOCK_1,
    BLOCK_1_VERSION,
    CURRENT,
    MOI_AID,
    OLD_MOI_AID,
    READ_LIMIT,
    Field,
    Layout,
    Range,
)
from sitthi.card.photo import cut_photo, photo_end, starts_photo
from sitthi.errors import NotThaiId

RawFields = dict[str, bytes]

# For cards or readers that refuse the full 255 bytes (peers use 254 and less, reference: thai-id-card 1.3).
_SMALL_READ = 0x80


def select_moi(channel: CardChannel) -> Layout:
    """Selects the person applet, also its older identifier; raises NotThaiId on a card that has neither."""
    answer = channel.send(select_command(MOI_AID))
    if answer.ok:
        return CURRENT
    if channel.send(select_command(OLD_MOI_AID)).ok:
        return BLOCK_1
    raise NotThaiId(sw=f"{answer.sw:04X}")


def find_layout(channel: CardChannel, layout: Layout, raw: RawFields) -> Layout:
    """The layout that this card really has, judged by what the first range of `layout` gave.

    Version "0002" keeps the person in block 1 [B]. A citizen ID in its place proves the layout, whatever
    the version says, and costs no READ.
    """
    if layout is not CURRENT or raw.get("cid", b"").isdigit():
        return layout
    version = raw.get("version") or _read_field(channel, layout.field("version"))
    return BLOCK_1 if version == BLOCK_1_VERSION.encode() else layout


def read_fields(channel: CardChannel, layout: Layout, wanted: Range) -> RawFields:
    """The fields inside `wanted`, by one READ or, where the card refuses that, one READ each.

    A field that the card refuses even alone is missing from the result.
    """
    data = _read_whole(channel, wanted)
    fields = layout.inside(wanted)
    if data is not None:
        start = wanted.offset
        return {field.name: data[field.offset - start : field.end - start] for field in fields}
    single = {field.name: _read_field(channel, field) for field in fields}
    return {name: value for name, value in single.items() if value}


def read_photo(channel: CardChannel, layout: Layout) -> bytes | None:
    """The JPEG, reading no further than its end; None where there is none or the card refuses."""
    field, data, step = layout.photo, b"", READ_LIMIT
    while len(data) < field.length:
        at, left = field.offset + len(data), field.length - len(data)
        chunk = _read_whole(channel, Range(at, min(step, left), field.block))
        if chunk is None and step != _SMALL_READ:
            step = _SMALL_READ
            continue
        if chunk is None:
            return None
        data += chunk
        if not starts_photo(data):
            return None
        if photo_end(data) is not None:
            break
    return cut_photo(data)


def _read(channel: CardChannel, wanted: Range) -> Response:
    """`80 B0 <offset> 02 <block> <length>`: block and length are data, not a two-byte length [A]."""
    offset = wanted.offset.to_bytes(2, "big")
    return channel.send(b"\x80\xb0" + offset + bytes((0x02, wanted.block, wanted.length)))


def _read_whole(channel: CardChannel, wanted: Range) -> bytes | None:
    answer = _read(channel, wanted)
    return answer.data if answer.ok and len(answer.data) == wanted.length else None


def _read_field(channel: CardChannel, field: Field) -> bytes | None:
    answer = _read(channel, Range(field.offset, field.length, field.block))
    return answer.data[: field.length] if answer.ok else None
