"""Sex and title: the one choice that is meant, in lists and radio buttons; words first, codes only in pairs."""

from __future__ import annotations

import pytest
from writing import Desk

SEXES = {
    "words": ("<option value=''>เลือก<option value=a>ชาย<option value=b>หญิง", "ชาย", "หญิง"),
    "words against the codes": ("<option value=''><option value=2>ชาย<option value=1>หญิง", "ชาย", "หญิง"),
    "English": ("<option value=''><option>Male<option>Female", "Male", "Female"),
    "both languages": ("<option value=''><option>ชาย (Male)<option>หญิง (Female)", "ชาย (Male)", "หญิง (Female)"),
    "word with its code": ("<option value=''><option>1: เพศชาย<option>2: เพศหญิง", "1: เพศชาย", "2: เพศหญิง"),
    "codes of NHSO": ("<option value=''><option>1<option>2", "1", "2"),
    "letters": ("<option value=''><option>M<option>F", "M", "F"),
    "Thai letters": ("<option value=''><option>ช<option>ญ", "ช", "ญ"),
    "values alone": ("<option value=''>-<option value=1>♂<option value=2>♀", "♂", "♀"),
}


@pytest.mark.parametrize("case", SEXES)
def test_sex_in_a_list(desk: Desk, case: str) -> None:
    shown, male, female = SEXES[case]
    for value, expected in (("male", male), ("female", female)):
        desk.show_patient(f"<p><label>เพศ <select id=s name=sex>{shown}</select></label></p>")
        assert desk.reason("patient_sex", value) == ""
        assert desk.page.evaluate("document.getElementById('s').selectedOptions[0].text") == expected


@pytest.mark.parametrize(
    "shown",
    [
        "<option value=''><option>0<option>1",
        "<option value=''><option>M<option>X",
        "<option value=''><option>ชาย<option>ชาย",
        "<option value=''><option disabled>ชาย<option>หญิง",
        "<option value=''><option>อื่น ๆ",
    ],
)
def test_choice_in_doubt_is_not_taken(desk: Desk, shown: str) -> None:
    desk.show_patient(f"<p><label>เพศ <select id=s name=sex>{shown}</select></label></p>")
    assert desk.reason("patient_sex", "male") == "no_option"
    assert desk.page.evaluate("document.getElementById('s').selectedIndex") == 0


def test_sex_by_radio_buttons_whose_words_stand_in_no_label(desk: Desk) -> None:
    desk.show_patient("<p>เพศ <input type=radio name=sex value=x> ชาย <input type=radio name=sex value=y> หญิง</p>")
    written = desk.write({"patient_sex": "female"}, fields={"patient_sex": "[name=sex]"})
    assert written["filled"] == ["patient_sex"]
    assert desk.page.is_checked("[value=y]")


@pytest.mark.parametrize(
    ("attributes", "hint", "written"),
    [("", "", "หญิง"), ("maxlength=1", "(1=ชาย 2=หญิง)", "2"), ("maxlength=1 placeholder='M/F'", "", "F")],
)
def test_sex_in_a_text_field(desk: Desk, attributes: str, hint: str, written: str) -> None:
    desk.show_patient(f"<p><label for=s>เพศ</label> <input id=s name=sex {attributes}> {hint}</p>")
    assert desk.reason("patient_sex", "female") == ""
    assert desk.value("#s") == written


def test_sex_in_a_text_field_for_one_letter_without_a_key_is_not_guessed(desk: Desk) -> None:
    desk.show_patient("<p><label>เพศ <input id=s name=sex maxlength=1></label></p>")
    assert desk.reason("patient_sex", "male") == "too_long"


def test_list_that_the_page_draws_itself_is_left_to_the_person(desk: Desk) -> None:
    desk.show_patient("<p><label>เพศ <input id=s name=sex role=combobox aria-haspopup=listbox></label></p>")
    assert desk.reason("patient_sex", "male") == "custom_control"
    assert desk.value("#s") == ""


TITLES = "<option value=''>เลือก<option>ด.ช.<option>ด.ญ.<option>นาย<option>นาง<option>น.ส.<option>พ.ต.ท.<option>ร้อยเอก"


@pytest.mark.parametrize(
    ("title", "chosen"),
    [
        ("นาย", "นาย"),
        ("นาง", "นาง"),
        ("นางสาว", "น.ส."),
        ("น.ส.", "น.ส."),
        ("เด็กชาย", "ด.ช."),
        ("เด็กหญิง", "ด.ญ."),
        ("พันตำรวจโท", "พ.ต.ท."),
        ("ร.อ.", "ร้อยเอก"),
    ],
)
def test_title_in_a_list(desk: Desk, title: str, chosen: str) -> None:
    desk.show_patient(f"<p><label>คำนำหน้า <select id=t name=pname>{TITLES}</select></label></p>")
    assert desk.reason("patient_title", title) == ""
    assert desk.page.evaluate("document.getElementById('t').selectedOptions[0].text") == chosen


@pytest.mark.parametrize(
    ("title", "shown"), [("ร.ต.", "ว่าที่ ร.ต."), ("นาง", "นางสาว"), ("พระ", "พระยา"), ("ดร.", "นาย")]
)
def test_title_that_is_not_in_the_list_is_not_replaced_by_a_similar_one(desk: Desk, title: str, shown: str) -> None:
    desk.show_patient(
        f"<p><label>คำนำหน้า <select id=t name=pname><option value=''>เลือก<option>{shown}</select></label></p>"
    )
    assert desk.reason("patient_title", title) == "no_option"


def test_title_by_english_words_and_by_the_value(desk: Desk) -> None:
    for shown in ("<option value=1>Miss<option value=2>Mrs.", "<option value=น.ส.>ก<option value=นาง>ข"):
        desk.show_patient(f"<p><label>คำนำหน้า <select id=t name=pname><option value=''>{shown}</select></label></p>")
        assert desk.reason("patient_title", "นางสาว") == ""
        assert desk.page.evaluate("document.getElementById('t').selectedIndex") == 1


def test_radio_buttons_without_a_name_are_those_that_stand_together(desk: Desk) -> None:
    """As Angular makes them."""
    desk.show_patient(
        "<p>เพศ <label><input type=radio value=m> ชาย</label> <label><input type=radio value=f id=f> หญิง</label></p>"
        "<p>สถานะ <label><input type=radio value=1 id=other> โสด</label> <label><input type=radio> หญิง</label></p>"
    )
    written = desk.write({"patient_sex": "female"}, fields={"patient_sex": "[value=m]"})
    assert written["filled"] == ["patient_sex"]
    assert desk.page.evaluate("[...document.querySelectorAll(':checked')].map(each => each.id)") == ["f"]
    assert desk.undo() == 1


@pytest.mark.parametrize("options", ["<option>เขตราชเทวี<option>เขตพญาไท", "<option>พญาไท<option>ราชเทวี"])
def test_a_part_of_an_address_is_chosen_with_or_without_its_label(desk: Desk, options: str) -> None:
    desk.show_patient(f"<p><label>เขต <select id=a><option value=''>เลือก{options}</select></label></p>")
    assert desk.write({"patient_amphoe": "ราชเทวี"}, fields={"patient_amphoe": "#a"})["filled"] == ["patient_amphoe"]
    assert "ราชเทวี" in desk.value("#a")
