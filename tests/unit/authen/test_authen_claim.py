"""Claim types and codes, the code of today, and what a person may type."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitthi.authen.claim import (
    ClaimCode,
    code_of_today,
    is_claim_code,
    is_claim_type,
    moment,
    parse_hn,
    parse_mobile,
)
from sitthi.errors import SitthiError

GENERAL = "PG0060001"
NOON = datetime(2026, 3, 2, 5, 0, tzinfo=UTC)  # 12:00 in Bangkok


def made(at: str, claim_type: str = GENERAL, code: str = "PP1111111111", hcode: str = "99001") -> ClaimCode:
    return ClaimCode(code, claim_type, moment(at), hcode, existing=True)


@pytest.mark.parametrize("text", ["PP1234567890", "EP0001", "PP" + "9" * 18])
def test_claim_codes(text: str) -> None:
    assert is_claim_code(text)


@pytest.mark.parametrize("text", ["", "PP", "PP12", "AA1234567890", "pp1234567890", "PP12345๖7890", "PP1234567890 ",
                                  "PP1234567890\n", "PP" + "9" * 19, "<b>PP123456</b>"])  # fmt: skip
def test_what_is_no_claim_code(text: str) -> None:
    assert not is_claim_code(text)


@pytest.mark.parametrize(("text", "valid"), [(GENERAL, True), ("PG006000", False), ("XX0060001", False), ("", False)])
def test_claim_types(text: str, valid: bool) -> None:
    assert is_claim_type(text) is valid


def test_today_begins_at_midnight_in_bangkok() -> None:
    first, last = made("2026-03-02T00:00:00"), made("2026-03-02T23:59:59")
    before, after = made("2026-03-01T23:59:59"), made("2026-03-03T00:00:00")
    assert code_of_today([before, first, after], GENERAL, NOON) is first
    assert code_of_today([before, after], GENERAL, NOON) is None
    assert code_of_today([last], GENERAL, datetime(2026, 3, 1, 17, 0, tzinfo=UTC)) is last
    assert code_of_today([last], GENERAL, datetime(2026, 3, 1, 16, 59, tzinfo=UTC)) is None


def test_of_several_the_latest_of_the_type_and_hospital_counts() -> None:
    early, late = made("2026-03-02T08:00:00", code="PP0001"), made("2026-03-02T09:00:00", code="PP0002")
    other_type = made("2026-03-02T10:00:00", "PG0130001")
    elsewhere = made("2026-03-02T11:00:00", code="PP0003", hcode="99002")
    codes = [late, other_type, early, elsewhere]
    assert code_of_today(codes, GENERAL, NOON, "99001") is late
    assert code_of_today(codes, GENERAL, NOON) is elsewhere
    assert code_of_today(codes, "PG0120001", NOON) is None


def test_an_offset_counts_and_what_is_no_time_is_never_today() -> None:
    assert code_of_today([made("2026-03-01T20:00:00+00:00")], GENERAL, NOON) is not None
    for text in ("", "02/03/2026", "2569-03-02T09:00:00", "0001-01-01T00:00:00+14:00", "2026-03-02T09:00:00+99:00"):
        assert code_of_today([made(text)], GENERAL, NOON) is None
    assert moment(20260302) is None


@pytest.mark.parametrize(
    ("typed", "sent"),
    [("", ""), ("  ", ""), ("081-234-5678", "0812345678"), ("๐๘๑ ๒๓๔ ๕๖๗๘", "0812345678"), ("021234567", "021234567")],
)
def test_telephone_numbers_as_people_type_them(typed: str, sent: str) -> None:
    assert parse_mobile(typed) == sent


@given(st.text(max_size=30))
def test_a_telephone_number_is_right_or_refused_without_being_quoted(text: str) -> None:
    try:
        digits = parse_mobile(text)
    except SitthiError as refused:
        assert refused.data == {"field": "mobile"}
    else:
        assert digits == "" or (digits.isascii() and digits.isdigit() and len(digits) in (9, 10))


def test_hospital_numbers() -> None:
    assert parse_hn(" 000123/69 ") == "000123/69"
    for wrong in ("1" * 21, "12 34", "<1>", "๑๒"):
        with pytest.raises(SitthiError):
            parse_hn(wrong)


def test_a_code_is_in_no_repr() -> None:
    assert "PP" not in repr(made("2026-03-02T09:00:00"))
