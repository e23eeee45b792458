"""One model of a person's rights: outcomes, names, dates, and the message for the popup."""

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitthi.nhso.dates import iso_date, srm_date
from sitthi.nhso.rights import Fund, Rights
from sitthi.nhso.ucws_rights import FIELDS, ucws_rights
from unit.nhso.ucws_double import OK, PATIENT, without

RECEIVED = datetime(2026, 3, 2, 2, 0, 1, 999, tzinfo=UTC)


def rights(fields: dict[str, str]) -> Rights:
    return ucws_rights(PATIENT, fields, RECEIVED)


def test_the_message_for_the_popup() -> None:
    message = rights(OK).to_message()
    fields, funds = message.pop("fields"), message.pop("funds")
    assert message == {
        "outcome": "ok",
        "cid_masked": "3-1001-xxxxx-xx-x",
        "name": "นายทดสอบ ระบบ",
        "scheme": {"code": "UCS", "name": "สิทธิหลักประกันสุขภาพแห่งชาติ"},
        "sub_scheme": {"code": "89", "name": "ช่วงอายุ 12-59 ปี"},
        "hospital_main": {"code": "10670", "name": "รพ.ตัวอย่าง"},
        "hospital_op": {"code": "04000", "name": "รพ.สต.ตัวอย่าง"},
        "hospital_sub": {"code": "04001", "name": "หน่วยย่อย <1> & 2"},
        "valid_from": "2017-01-01",
        "valid_to": "",
        "no_expiry": True,
        "status": {"code": "004", "text": "มีสิทธิ"},
        "source": "ucws",
        "requested_at": "2026-03-02T09:00:00+07:00",
        "request_id": "WS000000000000001",
        "death_date": "",
    }
    assert funds == [{"kind": "", **{name: message[name] for name in Fund().to_message()}}]
    assert isinstance(fields, dict)
    assert tuple(fields) == FIELDS and len(FIELDS) == 63
    assert fields["fname"] == "ทดสอบ" and fields["chat"] is None


@pytest.mark.parametrize(
    ("fields", "outcome"),
    [
        (OK, "ok"),
        (without("fname"), "not_found"),
        (OK | {"fname": " "}, "not_found"),
        (without("fname", "maininscl") | {"status": "003"}, "not_found"),
        (OK | {"status": "003"}, "deceased"),
        (without("maininscl") | {"status": "003"}, "deceased"),
        (without("maininscl"), "no_right"),
        (OK | {"status": "008"}, "no_right"),
        (without("status"), "ok"),
        (OK | {"status": "3"}, "ok"),
    ],
)
def test_outcome(fields: dict[str, str], outcome: str) -> None:
    assert rights(fields).outcome == outcome


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("25600101", "2017-01-01"),
        ("25000229", "1957-02-29"),
        ("25600000", "2017-00-00"),
        ("25600600", "2017-06-00"),
        (" 25600101 ", "2017-01-01"),
        ("25600015", ""),
        ("25601301", ""),
        ("25600230", ""),
        ("20170101", ""),
        ("99999999", ""),
        ("00000000", ""),
        ("2560010", ""),
        ("256001011", ""),
        ("NoExp", ""),
        ("", ""),
        ("๒๕๖๐๐๑๐๑", ""),
    ],
)
def test_buddhist_dates(text: str, iso: str) -> None:
    assert iso_date(text) == iso


@given(st.text(max_size=10) | st.from_regex(r"[0-9]{4}-?[0-9]{2}-?[0-9]{2}(T[0-9:Z+]{0,9})?", fullmatch=True))
def test_any_text_is_a_date_or_nothing(text: str) -> None:
    assert re.fullmatch(r"(\d{4}-\d{2}-\d{2})?", iso_date(text))
    assert re.fullmatch(r"(\d{4}-\d{2}-\d{2})?", srm_date(text))


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ("2026-03-02T09:00:00+07:00", "2026-03-02T09:00:00+07:00"),
        ("2026-03-02T09:00:00", "2026-03-02T09:00:00+07:00"),
        ("", "2026-03-02T09:00:01+07:00"),
        ("yesterday", "2026-03-02T09:00:01+07:00"),
    ],
)
def test_the_time_of_the_answer_always_has_an_offset(sent: str, told: str) -> None:
    assert rights(OK | {"ws_date_request": sent}).requested_at == told


def test_an_end_date_is_no_endless_right() -> None:
    message = rights(OK | {"expdate": "25691231"}).to_message()
    assert (message["valid_to"], message["no_expiry"]) == ("2026-12-31", False)
    assert rights(without("expdate")).main.no_expiry is False


def test_a_person_without_a_scheme_has_no_fund() -> None:
    assert rights(without("maininscl")).funds == ()


@pytest.mark.parametrize(
    ("fund", "day", "holds"),
    [
        (Fund(), "2026-03-02", True),
        (Fund(valid_from="2026-03-02", valid_to="2026-03-02"), "2026-03-02", True),
        (Fund(valid_from="2026-03-03"), "2026-03-02", False),
        (Fund(valid_to="2026-03-01"), "2026-03-02", False),
        (Fund(valid_to="2026-03-01", no_expiry=True), "2026-03-02", True),
        (Fund(valid_from="2026-00-00", valid_to="2026-00-00"), "2026-03-02", True),
        (Fund(valid_to="2025-00-00"), "2026-03-02", False),
        (Fund(valid_to="2026-03-00"), "2026-03-02", True),
        (Fund(valid_to="2026-02-00"), "2026-03-02", False),
    ],
)
def test_which_day_a_fund_holds_on(fund: Fund, day: str, holds: bool) -> None:
    assert fund.holds_on(day) is holds


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2017-01-01", "2017-01-01"),
        ("2017-01-01T00:00:00", "2017-01-01"),
        ("2017-01-01 23:59:59.123", "2017-01-01"),
        ("20170101", "2017-01-01"),
        ("2560-01-01T00:00:00", "2017-01-01"),
        ("25600101", "2017-01-01"),
        ("2567-02-29T00:00:00", "2024-02-29"),
        ("2016-12-31T17:00:00Z", "2017-01-01"),
        ("2016-12-31T17:00:00.000+0000", "2017-01-01"),
        ("2017-01-01T00:00:00+07:00", "2017-01-01"),
        ("1935-00-00", "1935-00-00"),
        ("2017-13-01", ""),
        ("2017-02-30", ""),
        ("2017-0101", ""),
        ("2300-01-01", ""),
        ("9999-12-31", ""),
        ("1483228800000", ""),
        ("yesterday", ""),
        ("", ""),
    ],
)
def test_dates_of_srm(text: str, iso: str) -> None:
    assert srm_date(text) == iso


@given(st.dictionaries(st.sampled_from(FIELDS), st.text(max_size=12)))
def test_no_answer_breaks_the_model(fields: dict[str, str]) -> None:
    message = rights(fields).to_message()
    assert message["outcome"] in ("ok", "not_found", "no_right", "deceased")
    assert PATIENT not in repr(rights(fields))
