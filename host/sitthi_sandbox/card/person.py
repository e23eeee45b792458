"""What is printed and stored on one person's card. No knowledge of bytes, applets or readers."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from .constants import ATR_NID_18

_PHOTOS = Path(__file__).parent / "photos"

Name = tuple[str, str, str, str]
"""title, first, middle, last."""

Address = tuple[str, str, str, str, str, str, str, str]
"""house no., moo, trok, soi, road, tambon/khwaeng, amphoe/khet, province (reference: thai-id-card 1.3)."""


@dataclass(frozen=True)
class Person:
    """Dates are as on the card: Buddhist era, YYYYMMDD, `00` for an unknown month or day, `99999999` for
    never.
    """

    key: str
    cid: str
    pin: str = field(repr=False)
    name_th: Name
    name_en: Name
    birth_date: str
    sex: str
    address: Address
    photo_file: str
    laser_id: str
    chip_id: str
    issuer: str = "กรมการปกครอง/กรุงเทพมหานคร"
    issuer_code: str = "1015000000015"
    issue_date: str = "25650304"
    expiry_date: str = "25740303"
    request_no: str = "10150256011501234567"
    card_type: str = "01"
    photo_number: str = "10150203041122"
    version: str = "0003"
    atr: bytes = ATR_NID_18

    @property
    def photo(self) -> bytes:
        """The JPEG, at most 5118 bytes."""
        return (_PHOTOS / self.photo_file).read_bytes()


def checksum_digit(first_twelve: str) -> str:
    """The 13th digit of a citizen ID (reference: thai-id-card 1.3)."""
    total = sum(int(digit) * (13 - place) for place, digit in enumerate(first_twelve))
    return str((11 - total % 11) % 10)
