"""One model of a person's rights: outcomes, names, dates, and the message for the popup."""

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ucws_double import OK, PATIENT, without

from sitthi.nhso.dates import iso_date
from sitthi.nhso.rights import FIELDS, Rights

RECEIVED = datetime(2026, 3, 2, 2, 0, 1, 999, tzinfo=UTC)


def rights(fields: dict[str, str]) -> Rights:
    return Rights(cid=PATIENT, fields=fields, received_at=RECEIVED)


def test_the_message_for_the_popup() -> None:
    message = rights(OK).to_message()
    fields = message.pop("fields")
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
    }
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


@given(st.text(max_size=10) | st.from_regex(r"[0-9]{8}", fullmatch=True))
def test_any_text_is_a_date_or_nothing(text: str) -> None:
    assert re.fullmatch(r"(\d{4}-\d{2}-\d{2})?", iso_date(text))


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
    assert rights(without("expdate")).no_expiry is False


@given(st.dictionaries(st.sampled_from(FIELDS), st.text(max_size=12)))
def test_no_answer_breaks_the_model(fields: dict[str, str]) -> None:
    message = rights(fields).to_message()
    assert message["outcome"] in ("ok", "not_found", "no_right", "deceased")
    assert PATIENT not in repr(rights(fields))
