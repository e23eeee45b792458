"""The card's address: `#`-separated slots in 160 bytes. Pure; never raises on any bytes.

Slot 0 is the house number and the last three are tambon/khwaeng, amphoe/khet, province [A]. The slots
between are identified by their Thai label, because sources disagree about their order (reference:
thai-id-card 1.3 [B]). Every part keeps the card's own wording with its label, so Bangkok stays แขวง/เขต and
is never rebuilt as ตำบล/อำเภอ.
"""

from __future__ import annotations

from dataclasses import dataclass

from sitthi.card.private import Unprinted
from sitthi.card.text import decode_text

_SLOTS = 8
_TAIL = ("tambon", "amphoe", "province")
_MIDDLE_BY_POSITION = ("moo", "trok", "soi", "road")
_LABELS = (
    ("moo", ("หมู่", "ม.")),
    ("trok", ("ตรอก",)),
    ("soi", ("ซอย", "ซ.")),
    ("road", ("ถนน", "ถ.")),
)
_MOO_LABEL = ("หมู่ที่", "หมู่", "ม.")
_TAIL_LABELS = (
    ("tambon", ("ตำบล", "แขวง", "ต.")),
    ("amphoe", ("อำเภอ", "กิ่งอำเภอ", "เขต", "อ.")),
    ("province", ("จังหวัด", "กรุงเทพ", "จ.")),
)
_BARE = {
    **dict(_LABELS),
    **dict(_TAIL_LABELS),
    "moo": _MOO_LABEL,
    "amphoe": ("กิ่งอำเภอ", "อำเภอ", "เขต", "อ."),
    "province": ("จังหวัด", "จ."),
}


@dataclass(frozen=True, slots=True, repr=False)
class Address(Unprinted):
    """The parts as written on the card (labels included), and the whole in one line."""

    house_no: str = ""
    moo: str = ""
    trok: str = ""
    soi: str = ""
    road: str = ""
    tambon: str = ""
    amphoe: str = ""
    province: str = ""
    text: str = ""

    def bare(self, part: str) -> str:
        """A part without its label, as a field that carries the label itself wants it: `4` for หมู่ที่ 4.

        กรุงเทพมหานคร has no label to lose.
        """
        written: str = getattr(self, part)
        for label in _BARE.get(part, ()):
            if written.startswith(label):
                return written.removeprefix(label).strip()
        return written


def parse_address(raw: bytes) -> Address:
    """The address in a field of 150 or 160 bytes. `text` holds every part, also those that fit no slot."""
    parts = [part.strip() for part in decode_text(raw).split("#")]
    while len(parts) > _SLOTS and not parts[-1]:
        parts.pop()
    found = {"house_no": parts[0]}
    if len(parts) >= _SLOTS:
        found.update(zip(_TAIL, parts[-3:], strict=True))
        _place_middle(found, parts[1:-3])
    else:
        _place_short(found, parts[1:])
    return Address(text=" ".join(part for part in parts if part), **found)


def _label_of(part: str, labels: tuple[tuple[str, tuple[str, ...]], ...]) -> str | None:
    return next((name for name, prefixes in labels if part.startswith(prefixes)), None)


def _place_middle(found: dict[str, str], parts: list[str]) -> None:
    labelled = [(part, _label_of(part, _LABELS)) for part in parts]
    for part, name in labelled:
        if part and name:
            found[name] = f"{found[name]} {part}" if found.get(name) else part
    for position, (part, name) in enumerate(labelled):
        slot = _MIDDLE_BY_POSITION[min(position, len(_MIDDLE_BY_POSITION) - 1)]
        if part and not name and not found.get(slot):
            found[slot] = part


def _place_short(found: dict[str, str], parts: list[str]) -> None:
    # A shortened address: only what its label proves gets a slot.
    for part in parts:
        name = _label_of(part, _LABELS) or _label_of(part, _TAIL_LABELS)
        if name and not found.get(name):
            found[name] = part
