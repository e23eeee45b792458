"""Reading a Thai ID card into typed values. The caller holds the transaction; nothing is kept between two
calls.

Reads ranges, not fields: identity is one READ, all text three (reference: thai-id-card 1.3).
"""

from __future__ import annotations

from dataclasses import dataclass

from sitthi.card.address import Address, parse_address
from sitthi.card.apdu import CardChannel
from sitthi.card.chip import read_chip_id
from sitthi.card.cid import valid_cid
from sitthi.card.dates import CardDate, parse_date
from sitthi.card.laser import read_laser_id
from sitthi.card.moi_file import RawFields, find_layout, read_fields, read_photo, select_moi
from sitthi.card.private import Unprinted
from sitthi.card.text import Name, decode_ascii, decode_text, parse_name
from sitthi.errors import CardUnreadable

_SEXES = {"1": "male", "2": "female"}


@dataclass(frozen=True, slots=True, repr=False)
class Identity(Unprinted):
    """Whose card it is. `sex`: "male", "female" or "unknown"."""

    cid: str
    name_th: Name
    name_en: Name
    birth_date: CardDate
    sex: str


@dataclass(frozen=True, slots=True, repr=False)
class ThaiIdCard(Identity):
    """Everything the card tells without a PIN. Texts that the card refuses are empty."""

    version: str
    request_no: str
    issuer: str
    issuer_code: str
    issue_date: CardDate
    expiry_date: CardDate
    card_type: str
    address: Address
    photo_number: str
    photo: bytes | None = None
    laser_id: str | None = None
    chip_id: str | None = None

    def to_message(self) -> dict[str, object]:
        """The `card.read` result without its `reader` and `role`."""
        from sitthi.card.message import card_message

        return card_message(self)


def read_identity(channel: CardChannel) -> Identity:
    """SELECT and one READ of 222 bytes. Raises NotThaiId, CardUnreadable, and what the channel raises."""
    layout = select_moi(channel)
    raw = read_fields(channel, layout, layout.identity)
    real = find_layout(channel, layout, raw)
    if real is not layout:
        raw = read_fields(channel, real, real.identity)
    return _identity(raw)


def read_card(channel: CardChannel, photo: bool = False, laser: bool = False, chip: bool = False) -> ThaiIdCard:
    """All text in three READs, then what else is asked for.

    Raises NotThaiId, CardUnreadable, and what the channel raises. A photo, laser or chip number that the
    card does not give is None, not an error.
    """
    layout = select_moi(channel)
    raw = read_fields(channel, layout, layout.text[0])
    real = find_layout(channel, layout, raw)
    unread = real.text[1:] if real is layout else real.text
    for wanted in unread:
        raw |= read_fields(channel, real, wanted)
    who = _identity(raw)
    return ThaiIdCard(
        cid=who.cid,
        name_th=who.name_th,
        name_en=who.name_en,
        birth_date=who.birth_date,
        sex=who.sex,
        version=decode_ascii(raw.get("version", b"")),
        request_no=decode_ascii(raw.get("request_no", b"")),
        issuer=decode_text(raw.get("issuer", b"")),
        issuer_code=decode_ascii(raw.get("issuer_code", b"")),
        issue_date=parse_date(raw.get("issue_date", b"")),
        expiry_date=parse_date(raw.get("expiry_date", b"")),
        card_type=decode_ascii(raw.get("card_type", b"")),
        address=parse_address(raw.get("address", b"")),
        photo_number=decode_ascii(raw.get("photo_number", b"")),
        photo=read_photo(channel, real) if photo else None,
        laser_id=read_laser_id(channel) if laser else None,
        chip_id=read_chip_id(channel) if chip else None,
    )


def _identity(raw: RawFields) -> Identity:
    cid = decode_ascii(raw.get("cid", b""))
    # A damaged digit must not reach a form as another person's number, as far as the check digit can tell.
    if not valid_cid(cid):
        raise CardUnreadable(field="cid")
    if "name_th" not in raw:
        raise CardUnreadable(field="name_th")
    return Identity(
        cid=cid,
        name_th=parse_name(raw["name_th"]),
        name_en=parse_name(raw.get("name_en", b"")),
        birth_date=parse_date(raw.get("birth_date", b"")),
        sex=_SEXES.get(decode_ascii(raw.get("sex", b"")), "unknown"),
    )
