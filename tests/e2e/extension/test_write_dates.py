"""Birth dates: in whatever form the field shows, or not at all."""

from __future__ import annotations

import pytest
from writing import Desk

BORN = "1994-12-31"
TOLD = {
    "Thai letters": ("placeholder='วว/ดด/ปปปป'", "31/12/2537"),
    "Thai letters, no separators": ("placeholder='ววดดปปปป'", "31122537"),
    "Thai letters, year first": ("placeholder='ปปปป-ดด-วว'", "2537-12-31"),
    "English letters": ("placeholder='dd-mm-yyyy'", "31-12-1994"),
    "English letters, month first": ("placeholder='MM/DD/YYYY'", "12/31/1994"),
    "English letters, no separators": ("placeholder='ddmmyyyy'", "31121994"),
    "English letters, Buddhist year": ("placeholder='dd/mm/yyyy' title='ปี พ.ศ.'", "31/12/2537"),
    "dots": ("placeholder='DD.MM.YYYY'", "31.12.1994"),
    "attribute of a date picker": ("data-date-format='yyyy/mm/dd'", "1994/12/31"),
    "Thai date picker": ("data-date-format='dd/mm/yyyy' data-date-language='th-th'", "31/12/2537"),
    "example": ("placeholder='เช่น 25/06/2520'", "31/12/2537"),
    "example with a short Thai month": ("placeholder='25 มิ.ย. 2520'", "31 ธ.ค. 2537"),
    "example with a long Thai month": ("placeholder='25 มิถุนายน 2520'", "31 ธันวาคม 2537"),
    "example with an English month": ("placeholder='25-Jun-1977'", "31-Dec-1994"),
    "example without separators": ("placeholder='25062520'", "31122537"),
    "example, year first, no separators": ("placeholder='25200625'", "25371231"),
    "example that does not tell day from month": ("placeholder='01/02/2520'", "31/12/2537"),
    "pattern": (r"pattern='\d{4}-\d{2}-\d{2}' title='ค.ศ.'", "1994-12-31"),
    "pattern without separators": (r"pattern='[0-9]{8}' placeholder='พ.ศ.'", "31122537"),
    "eight letters": ("maxlength=8 placeholder='พ.ศ.'", "31122537"),
    "the browser's own field": ("type=date", "1994-12-31"),
    "the browser's own field in Buddhist years": ("type=date min='2400-01-01' max='2600-12-31'", "2537-12-31"),
}
REFUSED = {
    "nothing said": ("", "date_format_unknown"),
    "years of two digits": ("placeholder='dd/mm/yy'", "date_format_unknown"),
    "years of two digits, and the era": ("placeholder='dd/mm/yy' title='พ.ศ.'", "date_format_unknown"),
    "both eras": ("placeholder='พ.ศ. / ค.ศ.'", "date_format_unknown"),
    "hints that disagree": ("placeholder='dd/mm/yyyy' title='12/31/1994'", "date_format_unknown"),
    "pattern that no form fits": (r"placeholder='dd/mm/yyyy' pattern='\d{2}/\d{2}'", "date_format_unknown"),
    "no room": ("placeholder='dd/mm/yyyy' maxlength=6", "too_long"),
    "too early for the field": ("type=date min='2000-01-01'", "date_out_of_range"),
}


def show(desk: Desk, attributes: str) -> None:
    desk.show_patient(f"<p><label>วันเกิด <input id=d {attributes}></label></p>")


@pytest.mark.parametrize("case", TOLD)
def test_birth_date_in_the_form_that_the_field_shows(desk: Desk, case: str) -> None:
    attributes, written = TOLD[case]
    show(desk, attributes)
    assert desk.reason("patient_birth_date", BORN) == ""
    assert desk.value("#d") == written


@pytest.mark.parametrize("case", REFUSED)
def test_birth_date_in_doubt_is_not_written(desk: Desk, case: str) -> None:
    attributes, reason = REFUSED[case]
    show(desk, attributes)
    assert desk.reason("patient_birth_date", BORN) == reason
    assert desk.value("#d") == ""


def test_remark_after_the_field_counts(desk: Desk) -> None:
    desk.show_patient("<p><label for=d>วันเกิด</label> <input id=d> <small>(ตัวอย่าง 25/06/2520)</small></p>")
    desk.write({"patient_birth_date": BORN})
    assert desk.value("#d") == "31/12/2537"


def test_other_dates_of_the_form_show_how_it_writes_them(desk: Desk) -> None:
    desk.show_patient("<p><label>วันที่มา <input value='24-11-2568'></label></p><p><label>วันเกิด <input id=d></label></p>")
    desk.write({"patient_birth_date": BORN})
    assert desk.value("#d") == "31-12-2537"


@pytest.mark.parametrize(
    ("attributes", "written"),
    [("placeholder='วว/ดด/ปปปป'", ""), ("placeholder='วว/ดด/ปปปป ไม่ทราบใส่ 00'", "00/00/2537"), ("type=date", "")],
)
def test_unknown_day_is_written_only_where_the_page_has_a_way(desk: Desk, attributes: str, written: str) -> None:
    show(desk, attributes)
    assert desk.reason("patient_birth_date", "1994-00-00") == ("" if written else "date_incomplete")
    assert desk.value("#d") == written


def test_page_that_shows_the_date_in_its_own_way_has_it(desk: Desk) -> None:
    desk.show_patient(
        "<p><label>วันเกิด <input id=d placeholder='วว/ดด/ปปปป'"
        " onchange=\"value = value === '31/12/2537' ? '31 ธ.ค. 2537' : value\"></label></p>"
    )
    assert desk.reason("patient_birth_date", BORN) == ""
    assert desk.value("#d") == "31 ธ.ค. 2537"


DAYS = "".join(f"<option>{day}" for day in range(1, 32))
THAI_MONTHS = [
    "มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน",
    "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม",
]  # fmt: skip
NUMBERED = [f"{at} - {name}" for at, name in enumerate(THAI_MONTHS, 1)]
ENGLISH = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def split(months: str, years: str, no_day: str = "<option value=''>วัน") -> str:
    return (
        "<fieldset><legend>วันเกิด</legend>"
        f"<select id=day name=birth_day>{no_day}{DAYS}</select>"
        f"<select id=month name=birth_month><option value=''>เดือน{months}</select>"
        f"<select id=year name=birth_year><option value=''>ปี{years}</select></fieldset>"
    )


def options(texts: list[str], first: int = 1) -> str:
    return "".join(f"<option value={value}>{text}" for value, text in enumerate(texts, first))


def years(first: int, last: int, before: str = "") -> str:
    return "".join(f"<option>{before}{year}" for year in range(last, first - 1, -1))


def chosen(desk: Desk, name: str) -> str:
    text: str = desk.page.evaluate("id => document.getElementById(id).selectedOptions[0].text", name)
    return text


@pytest.mark.parametrize(
    ("months", "years_shown", "month", "year"),
    [
        (options(THAI_MONTHS), years(2450, 2568), "ธันวาคม", "2537"),
        (options(THAI_MONTHS, 0), years(2450, 2568), "ธันวาคม", "2537"),
        (options(ENGLISH), years(1910, 2025), "Dec", "1994"),
        (options([f"{at:02}" for at in range(1, 13)]), years(2450, 2568), "12", "2537"),
        (
            options(NUMBERED),
            years(1910, 2025),
            "12 - ธันวาคม",
            "1994",
        ),
        (options(THAI_MONTHS), years(2450, 2568, "พ.ศ. "), "ธันวาคม", "พ.ศ. 2537"),
    ],
)
def test_date_in_three_lists(desk: Desk, months: str, years_shown: str, month: str, year: str) -> None:
    desk.show_patient(split(months, years_shown))
    assert desk.reason("patient_birth_date", BORN) == ""
    assert [chosen(desk, each) for each in ("day", "month", "year")] == ["31", month, year]


def test_month_lists_counted_from_nought_are_read_by_their_words(desk: Desk) -> None:
    desk.show_patient(split(options(THAI_MONTHS, 0), years(2450, 2568)))
    desk.write({"patient_birth_date": "1994-05-09"})
    assert [chosen(desk, each) for each in ("day", "month")] == ["9", "พฤษภาคม"]


def test_unknown_day_in_a_list_that_knows_the_word(desk: Desk) -> None:
    desk.show_patient(split(options(THAI_MONTHS), years(2450, 2568), "<option value=0>ไม่ทราบ"))
    assert desk.reason("patient_birth_date", "1994-12-00") == ""
    assert [chosen(desk, each) for each in ("day", "month", "year")] == ["ไม่ทราบ", "ธันวาคม", "2537"]
    desk.show_patient(split(options(THAI_MONTHS), years(2450, 2568)))
    assert desk.reason("patient_birth_date", "1994-12-00") == "date_incomplete"
    assert chosen(desk, "year") == "ปี"


@pytest.mark.parametrize(
    ("attributes", "year"), [("placeholder='พ.ศ.'", "2537"), ("placeholder='1990'", "1994"), ("", "")]
)
def test_date_in_three_inputs(desk: Desk, attributes: str, year: str) -> None:
    desk.show_patient(
        "<fieldset><legend>วันเกิด</legend><input id=day name=birth_day size=2 maxlength=2 placeholder='วัน'>"
        "<input id=month name=birth_month size=2 maxlength=2 placeholder='เดือน'>"
        f"<input id=year name=birth_year size=4 maxlength=4 {attributes}></fieldset>"
    )
    assert desk.reason("patient_birth_date", BORN) == ("" if year else "date_format_unknown")
    assert [desk.value(f"#{each}") for each in ("day", "month", "year")] == (
        ["31", "12", year] if year else ["", "", ""]
    )
