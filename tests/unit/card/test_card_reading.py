"""Reading a whole card: how many commands, which bytes, and what happens when the card refuses."""

from __future__ import annotations

import base64
import json
import math
import random

import pytest
from fake_thai_card import ADM, CID, JPEG, MOI, OLD_MOI, OLDEST_ATR, FakeCard, block_1_images, moi_image
from hypothesis import given, settings
from hypothesis import strategies as st

from sitthi.card import layout
from sitthi.card.apdu import CardChannel
from sitthi.card.dates import CardDate
from sitthi.card.text import Name
from sitthi.card.thai_id import ThaiIdCard, read_card, read_identity
from sitthi.errors import CardRemoved, CardUnreadable, NotThaiId

# ---- the table ---------------------------------------------------------------------------------------------


def test_the_current_layout_has_no_gaps() -> None:
    fields = sorted([*layout.CURRENT.fields, layout.CURRENT.photo], key=lambda field: field.offset)
    ends = [field.end for field in fields]
    starts = [field.offset for field in fields[1:]]
    gaps = [(end, start) for end, start in zip(ends, starts, strict=False) if end != start]
    assert gaps == [(0x0179, 0x017B)]
    assert ends[-1] == 0x1627


@pytest.mark.parametrize("table", [layout.CURRENT, layout.BLOCK_1], ids=lambda table: table.name)
def test_three_reads_cover_every_text_field(table: layout.Layout) -> None:
    assert len(table.text) == 3
    covered = [field for wanted in table.text for field in table.inside(wanted)]
    assert sorted(covered, key=repr) == sorted(table.fields, key=repr)
    assert all(wanted.length <= layout.READ_LIMIT for wanted in (*table.text, table.identity))


# ---- counts ------------------------------------------------------------------------------------------------


def test_identity_is_one_read_of_222_bytes() -> None:
    card = FakeCard()
    channel = card.channel()
    who = read_identity(channel)
    assert card.reads == [(0, 0x0004, 222)]
    assert channel.exchanges == 4  # SELECT and READ, each with its GET RESPONSE
    assert (who.cid, who.name_th.last, who.birth_date.iso, who.sex) == (CID, "ใจดี", "1994-12-31", "male")


def test_all_text_is_three_reads() -> None:
    card = FakeCard()
    read_card(card.channel())
    assert card.reads == [(0, 0x0000, 226), (0, 0x00E2, 151), (0, 0x1579, 174)]


@pytest.mark.parametrize("size", [4, 255, 256, 1000, 5100, 5101, 5118])
def test_a_photo_takes_no_read_beyond_its_bytes(size: int) -> None:
    jpeg = b"\xff\xd8" + b"\x20" * (size - 4) + b"\xff\xd9"
    card = FakeCard({0: moi_image(jpeg=jpeg)})
    assert read_card(card.channel(), photo=True).photo == jpeg
    assert len(card.reads) - 3 == math.ceil(size / 255)


def test_the_last_18_bytes_of_a_full_photo_are_read() -> None:
    card = FakeCard({0: moi_image(jpeg=b"\xff\xd8" + b"\x20" * 5114 + b"\xff\xd9")})
    read_card(card.channel(), photo=True)
    assert card.reads[-1] == (0, 0x1567, 18)


@pytest.mark.parametrize("area", [b"", b"\x00" * 5118, b"\xff" * 5118])
def test_an_empty_photo_area_costs_one_read(area: bytes) -> None:
    card = FakeCard({0: moi_image(jpeg=area)})
    assert read_card(card.channel(), photo=True).photo is None
    assert len(card.reads) == 4


# ---- values ------------------------------------------------------------------------------------------------


def everything(card: FakeCard) -> ThaiIdCard:
    return read_card(card.channel(), photo=True, laser=True, chip=True)


def test_every_field() -> None:
    card = everything(FakeCard())
    assert card.cid == CID
    assert card.name_th == Name("นาย", "สมชาย", "", "ใจดี")
    assert card.name_en == Name("MR", "SOMCHAI", "", "JAIDEE")
    assert card.birth_date == CardDate(1994, 12, 31)
    assert card.request_no == "1001-2345678901"
    assert card.issuer == "ท้องถิ่นเขตจตุจักร/กรุงเทพมหานคร"
    assert card.issuer_code == "1234567890121"
    assert (card.issue_date.iso, card.expiry_date.iso) == ("2022-01-15", "2031-12-30")
    assert (card.version, card.card_type, card.photo_number) == ("0003", "01", "1001-02-011234")
    assert card.address.soi == "ซอยสุขใจ 2" and card.address.amphoe == "เขตจตุจักร"
    assert card.photo == JPEG
    assert card.laser_id == "AB1234567890"
    assert card.chip_id == "0A0B0C0D0E0F1011"


MESSAGE_MEMBERS = {
    *("cid", "name_th", "name_en", "birth_date", "sex", "address", "issuer", "issuer_code", "issue_date"),
    *("expiry_date", "request_no", "card_type", "photo_number", "version", "laser_id", "chip_id", "photo"),
}


def test_the_message_is_json_and_complete() -> None:
    message = json.loads(json.dumps(everything(FakeCard()).to_message()))
    assert set(message) == MESSAGE_MEMBERS
    assert message["name_th"]["text"] == "นาย สมชาย ใจดี"
    assert message["birth_date"] == {"iso": "1994-12-31", "year": 1994, "month": 12, "day": 31, "lifelong": False}
    assert base64.b64decode(message["photo"]) == JPEG
    assert message["address"]["tambon"] == "แขวงลาดยาว"


def test_a_card_does_not_print_itself() -> None:
    assert repr(everything(FakeCard())) == "ThaiIdCard(…)"


def test_unknown_sex() -> None:
    image = moi_image()
    card = FakeCard({0: image[:0xE1] + b"9" + image[0xE2:]})
    assert read_identity(card.channel()).sex == "unknown"


VARIANTS = {
    "data at once": {"data_at_once": True},
    "oldest generation": {"atr": OLDEST_ATR},
    "laser in two parts": {"laser_in_two_parts": True},
}


@pytest.mark.parametrize("variant", VARIANTS)
def test_ways_of_answering_give_the_same_card(variant: str) -> None:
    assert everything(FakeCard(**VARIANTS[variant])) == everything(FakeCard())  # type: ignore[arg-type]


# ---- refusals ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("refusal", [0x6B00, 0x6700, 0x6A86, 0x6F00, 0x9A5C, 0x6282])
def test_a_card_that_refuses_ranges_is_read_field_by_field(refusal: int) -> None:
    card = FakeCard(refuse=lambda block, offset, length: length > 160, refusal=refusal)
    assert read_card(card.channel()) == read_card(FakeCard().channel())
    assert (0, 0x0004, 13) in card.reads


def test_only_the_refused_range_is_read_in_parts() -> None:
    card = FakeCard(refuse=lambda block, offset, length: length == 174)
    read_card(card.channel())
    assert card.reads == [(0, 0, 226), (0, 0xE2, 151), (0, 0x1579, 174), (0, 0x1579, 160), (0, 0x1619, 14)]


@pytest.mark.parametrize("name", [field.name for field in layout.CURRENT.fields if not field.required])
def test_an_optional_field_refused_even_alone_is_empty(name: str) -> None:
    lost = layout.CURRENT.field(name)
    card = FakeCard(refuse=lambda block, offset, length: offset <= lost.offset < offset + length)
    read, whole = read_card(card.channel()), read_card(FakeCard().channel())
    value = getattr(read, name)
    assert value in ("", "unknown", CardDate(), Name()) or value.text == ""
    differing = [key for key, other in whole.to_message().items() if other != read.to_message()[key]]
    assert differing == [name]


@pytest.mark.parametrize("name", ["cid", "name_th"])
def test_a_refused_required_field_makes_the_card_unreadable(name: str) -> None:
    lost = layout.CURRENT.field(name)
    card = FakeCard(refuse=lambda block, offset, length: offset <= lost.offset < offset + length)
    with pytest.raises(CardUnreadable) as caught:
        read_identity(card.channel())
    assert caught.value.data == {"field": name}


def test_a_damaged_citizen_id_is_not_handed_out() -> None:
    card = FakeCard({0: moi_image(cid="1100800447898")})
    with pytest.raises(CardUnreadable):
        read_card(card.channel())


def test_a_reader_that_refuses_255_bytes_still_gives_the_photo() -> None:
    card = FakeCard(refuse=lambda block, offset, length: length > 254)
    assert read_card(card.channel(), photo=True).photo == JPEG


def test_a_refused_photo_is_none() -> None:
    card = FakeCard(refuse=lambda block, offset, length: 0x017B <= offset < 0x1579)
    assert read_card(card.channel(), photo=True).photo is None


@pytest.mark.parametrize("laser", [None, bytes(23), b"\x01" * 7 + b"12AB34567890" + bytes(4), b"\x01" * 5])
def test_a_laser_number_that_the_chip_does_not_give_is_none(laser: bytes | None) -> None:
    assert everything(FakeCard(laser=laser)).laser_id is None


@pytest.mark.parametrize("cplc", [None, b"", bytes(41)])
def test_a_chip_number_that_the_chip_does_not_give_is_none(cplc: bytes | None) -> None:
    assert everything(FakeCard(cplc=cplc)).chip_id is None


def test_a_card_without_adm_applet_has_no_laser_number() -> None:
    assert everything(FakeCard(aids=(MOI,))).laser_id is None


@pytest.mark.parametrize("read", [read_identity, read_card])
def test_another_card_is_not_a_thai_id_card(read: object) -> None:
    with pytest.raises(NotThaiId):
        read(FakeCard(aids=(ADM,)).channel())  # type: ignore[operator]


@given(st.integers(0, 2**32))
@settings(max_examples=50)
def test_random_content_is_unreadable_or_a_card_but_never_a_crash(seed: int) -> None:
    image = random.Random(seed).randbytes(5950)
    for content in (image, moi_image()[:17] + image[17:]):
        try:
            read_card(FakeCard({0: content}).channel(), photo=True).to_message()
        except CardUnreadable:
            assert content is image


@given(st.binary(max_size=300))
def test_random_answers_never_crash(answer: bytes) -> None:
    with pytest.raises((CardUnreadable, NotThaiId)):
        read_card(CardChannel(lambda apdu: answer, b""), photo=True)


# ---- old layouts -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("aid", [MOI, OLD_MOI])
def test_layout_0002_is_read_from_block_1(aid: str) -> None:
    card = FakeCard(block_1_images(), aids=(aid, ADM))
    read = everything(card)
    assert (read.cid, read.version, read.photo) == (CID, "0002", JPEG)
    assert read.address.province == "จังหวัดเชียงใหม่"
    assert read.photo_number == ""
    assert read_identity(FakeCard(block_1_images(), aids=(aid,)).channel()).cid == CID


def test_a_card_that_says_0002_with_the_current_layout_is_read_as_such() -> None:
    card = FakeCard({0: moi_image(version="0002")})
    assert read_card(card.channel()).address.province == "กรุงเทพมหานคร"
    assert len(card.reads) == 3


# ---- a pulled card -----------------------------------------------------------------------------------------


def test_a_card_pulled_at_any_exchange_is_reported_as_removed() -> None:
    whole = FakeCard()
    everything(whole)
    for exchange in range(len(whole.commands)):
        with pytest.raises(CardRemoved):
            everything(FakeCard(pulled_at=exchange))
    everything(FakeCard(pulled_at=len(whole.commands)))
