"""The made-up people and the file on their cards (reference: thai-id-card 1.3)."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from sitthi_sandbox.card.image import FIELDS, FILE_SIZE, build_image
from sitthi_sandbox.card.people import PEOPLE
from sitthi_sandbox.card.person import Person, checksum_digit

EVERYBODY = pytest.mark.parametrize("person", PEOPLE.values(), ids=PEOPLE)


def text_at(image: bytes, offset: int, length: int) -> str:
    return image[offset : offset + length].decode("cp874").rstrip(" ")


def test_checksum_of_the_published_example() -> None:
    assert checksum_digit("123456789012") == "1"


@EVERYBODY
def test_every_citizen_id_passes_the_checksum(person: Person) -> None:
    assert len(person.cid) == 13
    assert checksum_digit(person.cid[:12]) == person.cid[12]


@EVERYBODY
def test_a_person_shows_no_pin(person: Person) -> None:
    assert "pin=" not in repr(person)


def test_people_differ_in_what_must_differ() -> None:
    for attribute in ("key", "cid", "pin", "chip_id", "photo_file", "laser_id"):
        assert len({getattr(person, attribute) for person in PEOPLE.values()}) == len(PEOPLE), attribute


def test_the_layout_has_no_gaps() -> None:
    end = 0
    for field in FIELDS:
        assert field.offset == end, field.name
        end += field.length
    assert end == FILE_SIZE == 5950


@EVERYBODY
def test_image_holds_every_field_at_its_published_offset(person: Person) -> None:
    image = build_image(person)
    assert len(image) == 5950
    assert text_at(image, 0x0000, 4) == "0003"
    assert text_at(image, 0x0004, 13) == person.cid
    assert text_at(image, 0x0011, 100).split("#") == list(person.name_th)
    assert text_at(image, 0x0075, 100).split("#") == list(person.name_en)
    assert text_at(image, 0x00D9, 8) == person.birth_date
    assert text_at(image, 0x00E1, 1) == person.sex
    assert text_at(image, 0x00F6, 100) == person.issuer
    assert text_at(image, 0x015A, 13) == person.issuer_code
    assert text_at(image, 0x0167, 8) == person.issue_date
    assert text_at(image, 0x016F, 8) == person.expiry_date
    assert text_at(image, 0x1579, 160).split("#") == list(person.address)
    assert text_at(image, 0x1619, 14) == person.photo_number
    assert image[0x017B : 0x017B + len(person.photo)] == person.photo


def test_thai_text_is_tis_620_with_one_byte_a_character() -> None:
    image = build_image(PEOPLE["patient"])
    assert image[0x11:0x20].hex() == "b9d2c223cac1aad2c22323e3a8b4d5"  # the example in reference 4


@EVERYBODY
def test_photo_is_a_jpeg_that_opens(person: Person) -> None:
    photo = person.photo
    assert photo[:2] == b"\xff\xd8" and photo[-2:] == b"\xff\xd9"
    assert photo.count(b"\xff\xd9") == 1
    assert 3000 < len(photo) <= 5118
    picture = Image.open(io.BytesIO(photo))
    picture.load()
    assert picture.size == (148, 178)


def test_one_photo_has_spaces_on_both_sides_of_the_usual_chunk_edges() -> None:
    photo = PEOPLE["child"].photo
    for edge in (255, 510, 765):
        assert photo[edge - 1 : edge + 1] == b"  "


def test_one_photo_fills_its_place() -> None:
    assert len(PEOPLE["longname"].photo) == 5118


def test_one_person_fills_both_name_fields() -> None:
    person = PEOPLE["longname"]
    assert len("#".join(person.name_th)) == len("#".join(person.name_en)) == 100


def test_the_difficult_dates_are_there() -> None:
    assert PEOPLE["elder"].birth_date == "24780000"
    assert PEOPLE["elder"].expiry_date == "99999999"
    assert PEOPLE["foreigner"].birth_date == "25330700"


def test_what_does_not_fit_is_refused() -> None:
    person = PEOPLE["officer"]
    crowded = Person(**{**vars(person), "name_en": ("Mr.", "A" * 100, "", "B")})
    with pytest.raises(ValueError, match="name_en"):
        build_image(crowded)
