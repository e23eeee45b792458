"""Citizen IDs, names, dates, addresses and photos: bytes of the card to typed values."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitthi.card.address import parse_address
from sitthi.card.cid import check_digit, mask_cid, parse_cid, valid_cid
from sitthi.card.dates import CardDate, parse_date
from sitthi.card.photo import cut_photo, photo_end
from sitthi.card.text import Name, decode_ascii, decode_text, parse_name
from sitthi.errors import InvalidCid

VALID_CIDS = ["1100800447899", "1234567890121", "3100101000018", "1101500000008"]


# ---- citizen ID --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("cid", VALID_CIDS)
def test_made_up_cids_have_a_valid_checksum(cid: str) -> None:
    assert valid_cid(cid)


@pytest.mark.parametrize(
    "cid", ["", "110080044789", "11008004478990", "1100800447898", "110080044789x", "๑๑๐๐๘๐๐๔๔๗๘๙๙", "110080044789²"]
)
def test_anything_else_is_no_cid(cid: str) -> None:
    assert not valid_cid(cid)


@given(st.text("0123456789", min_size=12, max_size=12), st.integers(0, 9))
def test_exactly_one_check_digit_fits(twelve: str, last: int) -> None:
    assert valid_cid(f"{twelve}{last}") == (last == check_digit(twelve))


@given(st.sampled_from(VALID_CIDS), st.integers(0, 12).filter(lambda at: at != 2), st.integers(1, 9))
def test_a_damaged_digit_is_found(cid: str, at: int, by: int) -> None:
    # Two weaknesses belong to the official checksum: the third digit's weight is 11, so it counts for
    # nothing,
    # and the remainders 0 and 10 share the check digit 1.
    damaged = cid[:at] + str((int(cid[at]) + by) % 10) + cid[at + 1 :]
    assert not valid_cid(damaged) or (damaged[12] == cid[12] == "1" and at < 12)


@pytest.mark.parametrize(
    "typed", ["1100800447899", " 1-1008-00447-89-9 ", "1 1008 00447 89 9", "๑๑๐๐๘๐๐๔๔๗๘๙๙", "1–1008–00447–89–9"]
)
def test_typed_cids_are_understood(typed: str) -> None:
    assert parse_cid(typed) == "1100800447899"


def test_a_bad_cid_is_refused_without_repeating_it() -> None:
    with pytest.raises(InvalidCid) as caught:
        parse_cid("1100800447898")
    assert "1100800447898" not in f"{caught.value!r} {caught.value}"


def test_a_mask_keeps_five_digits() -> None:
    assert mask_cid("1234567890121") == "1-2345-xxxxx-xx-x"
    assert mask_cid("123456789012") == "x-xxxx-xxxxx-xx-x"


# ---- text and names ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("b9d2c223cac1aad2c22323e3a8b4d5", Name("นาย", "สมชาย", "", "ใจดี")),
        ("4d5223534f4d4348414923234a4149444545", Name("MR", "SOMCHAI", "", "JAIDEE")),
    ],
)
def test_names_in_their_four_slots(raw: str, name: Name) -> None:
    assert parse_name(bytes.fromhex(raw).ljust(100, b" ")) == name


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        (b"", Name()),
        (b" " * 100, Name()),
        (b"\xff" * 100, Name()),
        (b"\x00" * 100, Name()),
        (b"LI", Name(first="LI")),
        (b"MR#LI", Name("MR", "LI")),
        (b"MR#LI#WU", Name("MR", "LI", "WU")),
        (b"MR# LI #X#WU  SON", Name("MR", "LI", "X", "WU SON")),
        (b"MR#LI##WU#JR", Name("MR", "LI", "", "WU JR")),
    ],
)
def test_short_and_odd_names(raw: bytes, name: Name) -> None:
    assert parse_name(raw) == name


def test_the_name_as_a_line_has_no_gaps() -> None:
    assert Name("นาย", "สมชาย", "", "ใจดี").text == "นาย สมชาย ใจดี"


def test_undefined_bytes_become_replacement_characters() -> None:
    assert decode_text(b"\xa1\xdb\xdc\xfd\xa2") == "ก\ufffd\ufffd\ufffdข"


@given(st.binary(max_size=200))
def test_no_bytes_make_text_raise_or_keep_control_characters(raw: bytes) -> None:
    for text in (decode_text(raw), decode_ascii(raw), parse_name(raw).text):
        assert all(c.isprintable() for c in text)
        assert text == text.strip()


@given(st.text("กขคงจฉชซ ก็่้าิี", max_size=60))
def test_thai_text_survives_padding(text: str) -> None:
    assert decode_text(text.encode("cp874").ljust(100, b" ")) == " ".join(text.split())


def test_personal_values_do_not_print_themselves() -> None:
    shown = repr([Name("นาย", "สมชาย", "", "ใจดี"), parse_address("99#####ก#ข#ค".encode("cp874"))])
    assert "สมชาย" not in shown and "99" not in shown


# ---- dates -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "date", "iso"),
    [
        (b"25371231", CardDate(1994, 12, 31), "1994-12-31"),
        (b"25681231", CardDate(2025, 12, 31), "2025-12-31"),
        (b"25430229", CardDate(2000, 2, 29), "2000-02-29"),
        (b"25370000", CardDate(1994), "1994-00-00"),
        (b"25371200", CardDate(1994, 12), "1994-12-00"),
        (b"25370015", CardDate(1994), "1994-00-00"),
        (b"25379999", CardDate(1994), "1994-00-00"),
        (b"99999999", CardDate(lifelong=True), ""),
        (b"00000000", CardDate(), ""),
        (b"00001231", CardDate(), ""),
        (b"25440229", CardDate(), ""),
        (b"25371301", CardDate(), ""),
        (b"25370431", CardDate(), ""),
        (b"19941231", CardDate(), ""),
        (b"        ", CardDate(), ""),
        (b"2537-1-1", CardDate(), ""),
        (b"2537123", CardDate(), ""),
        (b"\xb2\xb2\xb2\xb2\xb2\xb2\xb2\xb2", CardDate(), ""),
        (b"", CardDate(), ""),
    ],
)
def test_dates(raw: bytes, date: CardDate, iso: str) -> None:
    assert parse_date(raw) == date
    assert parse_date(raw).iso == iso


@given(st.dates(datetime.date(1800, 1, 1), datetime.date(2299, 12, 31)))
def test_every_calendar_date_is_read(date: datetime.date) -> None:
    raw = f"{date.year + 543:04d}{date.month:02d}{date.day:02d}".encode()
    assert parse_date(raw).iso == date.isoformat()


@given(st.one_of(st.binary(max_size=12), st.text("0129", min_size=8, max_size=8).map(str.encode)))
def test_no_bytes_make_a_date_raise(raw: bytes) -> None:
    date = parse_date(raw)
    assert date.iso == "" or len(date.iso) == 10
    assert not (date.lifelong and date.year)


# ---- address -----------------------------------------------------------------------------------------------


def address(text: str) -> dict[str, str]:
    parsed = parse_address(text.encode("cp874").ljust(160, b" "))
    names = ("house_no", "moo", "trok", "soi", "road", "tambon", "amphoe", "province")
    return {name: value for name in names if (value := getattr(parsed, name))}


def test_a_bangkok_address_keeps_khwaeng_and_khet() -> None:
    assert address("99/1####ถนนราชวิถี#แขวงทุ่งพญาไท#เขตราชเทวี#กรุงเทพมหานคร") == {
        "house_no": "99/1",
        "road": "ถนนราชวิถี",
        "tambon": "แขวงทุ่งพญาไท",
        "amphoe": "เขตราชเทวี",
        "province": "กรุงเทพมหานคร",
    }


@pytest.mark.parametrize(
    ("middle", "found"),
    [
        ("หมู่ที่ 4#ตรอกวัดใหม่#ซอยสุขใจ#ถนนมิตรภาพ", ("หมู่ที่ 4", "ตรอกวัดใหม่", "ซอยสุขใจ", "ถนนมิตรภาพ")),
        ("#ซอยสุขใจ#ถนนมิตรภาพ#", ("", "", "ซอยสุขใจ", "ถนนมิตรภาพ")),
        ("ถนนมิตรภาพ#ซอยสุขใจ##หมู่ที่ 4", ("หมู่ที่ 4", "", "ซอยสุขใจ", "ถนนมิตรภาพ")),
        ("4##สุขใจ#", ("4", "", "สุขใจ", "")),
        ("4#หมู่ที่ 5##", ("หมู่ที่ 5", "", "", "")),
        ("#ซอยก#ซอยข#", ("", "", "ซอยก ซอยข", "")),
    ],
)
def test_the_middle_slots_are_known_by_their_label(middle: str, found: tuple[str, ...]) -> None:
    read = address(f"1#{middle}#ตำบลก#อำเภอข#จังหวัดค")
    assert tuple(read.get(name, "") for name in ("moo", "trok", "soi", "road")) == found
    assert [read[name] for name in ("tambon", "amphoe", "province")] == ["ตำบลก", "อำเภอข", "จังหวัดค"]


def test_the_line_holds_every_part_in_the_cards_order() -> None:
    raw = "1#4##สุขใจ##ตำบลก#อำเภอข#จังหวัดค".encode("cp874")
    assert parse_address(raw).text == "1 4 สุขใจ ตำบลก อำเภอข จังหวัดค"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", {}),
        ("1/2", {"house_no": "1/2"}),
        ("1#ตำบลก#อำเภอข#จังหวัดค", {"house_no": "1", "tambon": "ตำบลก", "amphoe": "อำเภอข", "province": "จังหวัดค"}),
        ("1#หมู่ที่ 2#อะไรนั่น#กิ่งอำเภอข", {"house_no": "1", "moo": "หมู่ที่ 2", "amphoe": "กิ่งอำเภอข"}),
        ("1#####ตำบลก#อำเภอข#จังหวัดค##", {"house_no": "1", "tambon": "ตำบลก", "amphoe": "อำเภอข", "province": "จังหวัดค"}),
    ],
)
def test_too_few_or_too_many_slots(text: str, found: dict[str, str]) -> None:
    assert address(text) == found


@given(st.binary(max_size=160))
def test_no_bytes_make_an_address_raise_or_lose_text(raw: bytes) -> None:
    parsed = parse_address(raw)
    assert parsed.text.replace(" ", "") == decode_text(raw).replace("#", "").replace(" ", "")


@given(st.lists(st.sampled_from(["", "หมู่ที่ 1", "ตรอกก", "ซอยข", "ถนนค", "ง", "12"]), min_size=8, max_size=8))
def test_a_part_is_never_in_two_slots(parts: list[str]) -> None:
    parsed = parse_address("#".join(parts).encode("cp874"))
    slots = [parsed.moo, parsed.trok, parsed.soi, parsed.road]
    words = sorted(word for slot in slots for word in slot.split())
    allowed = sorted(word for part in parts[1:5] for word in part.split())
    for word in words:
        allowed.remove(word)


# ---- photo -------------------------------------------------------------------------------------------------


def test_the_photo_of_the_peers_trace_keeps_its_blanks() -> None:
    raw = bytes.fromhex("ffd8aabbccdd202020ee2020201122ffd9") + b" " * 4 + b"\x99" * 5
    assert cut_photo(raw) == bytes.fromhex("ffd8aabbccdd202020ee2020201122ffd9")


def jpeg(body: bytes, thumbnail: bytes = b"") -> bytes:
    app1 = b"\xff\xe1" + (len(thumbnail) + 2).to_bytes(2, "big") + thumbnail
    scan = b"\xff\xda\x00\x04ab" + body.replace(b"\xff", b"\xff\x00")
    return b"\xff\xd8" + app1 + scan + b"\xff\xd9"


def test_the_end_mark_of_a_thumbnail_is_not_the_photos_end() -> None:
    photo = jpeg(b"data" * 50, thumbnail=b"\xff\xd8tiny\xff\xd9")
    assert cut_photo(photo + b" " * 100) == photo


@given(st.binary(max_size=800), st.binary(max_size=60), st.binary(max_size=100))
def test_a_photo_is_cut_exactly_whatever_follows(body: bytes, thumbnail: bytes, padding: bytes) -> None:
    photo = jpeg(body, thumbnail)
    assert cut_photo(photo + padding) == photo


@given(st.binary(max_size=300), st.integers(1, 300))
def test_a_part_of_a_photo_has_no_end(body: bytes, missing: int) -> None:
    photo = jpeg(body)
    assert photo_end(photo[: -min(missing, len(photo) - 2)]) is None


@pytest.mark.parametrize("raw", [b"", b" " * 5118, b"\x00" * 20, b"\xff" * 5118, b"\xff\xd8", b"\xff\xd8 no end"])
def test_no_photo(raw: bytes) -> None:
    assert cut_photo(raw) is None


def test_a_damaged_segment_length_does_not_lose_the_photo() -> None:
    raw = b"\xff\xd8\xff\xe0\xff\xf0" + b"x" * 50 + b"\xff\xd9   "
    assert cut_photo(raw) == raw[:-3]


@given(st.binary(max_size=400).map(lambda tail: b"\xff\xd8" + tail))
def test_no_bytes_make_a_photo_raise(raw: bytes) -> None:
    photo = cut_photo(raw)
    assert photo is None or (raw.startswith(photo) and photo.endswith(b"\xff\xd9"))


COUNTRY = "12/3#หมู่ที่ 4##ซอยสุขใจ 7#ถนนมิตรภาพ#ตำบลในเมือง#อำเภอเมืองขอนแก่น#จังหวัดขอนแก่น"
BANGKOK = "99/1####ถนนราชวิถี#แขวงทุ่งพญาไท#เขตราชเทวี#กรุงเทพมหานคร"


@pytest.mark.parametrize(
    ("written", "part", "bare"),
    [
        (COUNTRY, "house_no", "12/3"),
        (COUNTRY, "moo", "4"),
        (COUNTRY, "trok", ""),
        (COUNTRY, "soi", "สุขใจ 7"),
        (COUNTRY, "road", "มิตรภาพ"),
        (COUNTRY, "tambon", "ในเมือง"),
        (COUNTRY, "amphoe", "เมืองขอนแก่น"),
        (COUNTRY, "province", "ขอนแก่น"),
        (BANGKOK, "tambon", "ทุ่งพญาไท"),
        (BANGKOK, "amphoe", "ราชเทวี"),
        (BANGKOK, "province", "กรุงเทพมหานคร"),
        ("1#####ตำบลก#กิ่งอำเภอข#จังหวัดค", "amphoe", "ข"),
    ],
)
def test_a_part_without_its_label(written: str, part: str, bare: str) -> None:
    assert parse_address(written.encode("cp874")).bare(part) == bare
