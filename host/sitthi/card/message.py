"""A card as the JSON-able members of a `card.read` result (the protocol's shape, but no transport)."""

from __future__ import annotations

import base64

from sitthi.card.address import Address
from sitthi.card.dates import CardDate
from sitthi.card.text import Name
from sitthi.card.thai_id import ThaiIdCard


def name_message(name: Name) -> dict[str, object]:
    """{title, first, middle, last, text}."""
    return {
        "title": name.title,
        "first": name.first,
        "middle": name.middle,
        "last": name.last,
        "text": name.text,
    }


def date_message(date: CardDate) -> dict[str, object]:
    """{iso, year, month, day, lifelong}; Gregorian."""
    return {
        "iso": date.iso,
        "year": date.year,
        "month": date.month,
        "day": date.day,
        "lifelong": date.lifelong,
    }


def address_message(address: Address) -> dict[str, object]:
    """{house_no, moo, trok, soi, road, tambon, amphoe, province, text}."""
    return {
        "house_no": address.house_no,
        "moo": address.moo,
        "trok": address.trok,
        "soi": address.soi,
        "road": address.road,
        "tambon": address.tambon,
        "amphoe": address.amphoe,
        "province": address.province,
        "text": address.text,
    }


def card_message(card: ThaiIdCard) -> dict[str, object]:
    """All members of `card.read` but `reader` and `role`; the photo as base64."""
    return {
        "cid": card.cid,
        "name_th": name_message(card.name_th),
        "name_en": name_message(card.name_en),
        "birth_date": date_message(card.birth_date),
        "sex": card.sex,
        "address": address_message(card.address),
        "issuer": card.issuer,
        "issuer_code": card.issuer_code,
        "issue_date": date_message(card.issue_date),
        "expiry_date": date_message(card.expiry_date),
        "request_no": card.request_no,
        "card_type": card.card_type,
        "photo_number": card.photo_number,
        "version": card.version,
        "laser_id": card.laser_id,
        "chip_id": card.chip_id,
        "photo": None if card.photo is None else base64.b64encode(card.photo).decode("ascii"),
    }
