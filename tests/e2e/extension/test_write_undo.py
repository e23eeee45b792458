"""Taking the last fill back: fields that nobody has touched since, and never somebody else's data."""

from __future__ import annotations

import pytest
from finder import inject
from writing import PATIENT_CID, STAFF, Desk

PATIENT = {
    "patient_cid": PATIENT_CID,
    "patient_title": "นาย",
    "patient_first_name": "กล้าหาญ",
    "patient_birth_date": "1994-12-31",
    "patient_sex": "male",
}
FORM = """<p><label>เลขบัตรประชาชน <input id=c></label></p>
    <p><label>คำนำหน้า <select id=t name=pname><option value=''>เลือก<option>ด.ช.<option>นาย</select></label></p>
    <p><label>ชื่อ <input id=f name=fname></label></p>
    <p><label>วันเกิด <input id=d placeholder='วว/ดด/ปปปป'></label></p>
    <p><label>เพศ <select id=s name=sex><option value=''>เลือก<option>ชาย<option>หญิง</select></label></p>"""
SHOWN = "['c', 't', 'f', 'd', 's'].map(id => document.getElementById(id).value)"


def test_staff_get_back_what_stood_there_and_the_page_is_told(desk: Desk) -> None:
    desk.show_login("<input id=u value=somchai>")
    assert desk.write(STAFF)["undoable"] is True
    desk.page.evaluate("window.told = []; addEventListener('input', ({target}) => told.push(target.id), true)")
    assert desk.undo() == 2
    assert [desk.value("#u"), desk.value("#p")] == ["somchai", ""]
    assert sorted(desk.page.evaluate("told")) == ["p", "u"]
    assert desk.undo() == 0


def test_patients_form_is_empty_again(desk: Desk) -> None:
    desk.show_patient(FORM)
    before = desk.page.evaluate(SHOWN)
    assert desk.write(PATIENT)["missed"] == []
    assert desk.page.evaluate(SHOWN) == [PATIENT_CID, "นาย", "กล้าหาญ", "31/12/2537", "ชาย"]
    assert desk.undo() == len(PATIENT)
    assert desk.page.evaluate(SHOWN) == before


def test_chosen_radio_button_is_let_go(desk: Desk) -> None:
    desk.show_patient("<p>เพศ <label><input type=radio name=sex value=1>ชาย</label> <label><input type=radio name=sex value=2>หญิง</label></p>")  # noqa: E501  # fmt: skip
    written = desk.write({"patient_sex": "female"}, fields={"patient_sex": "[name=sex]"})
    assert written["filled"] == ["patient_sex"]
    assert desk.undo() == 1
    assert desk.page.locator(":checked").count() == 0


def test_field_that_was_changed_since_is_left_alone(desk: Desk) -> None:
    desk.show_login("<input id=u>")
    desk.write(STAFF)
    desk.page.fill("#u", "somchai")
    assert desk.undo() == 1
    assert [desk.value("#u"), desk.value("#p")] == ["somchai", ""]


def test_patients_data_that_stood_there_before_does_not_come_back(desk: Desk) -> None:
    """The same person's number, written differently by somebody: after the undo it is as it is, not as it was."""
    desk.show_patient(FORM)
    desk.page.fill("#c", "1-1008-00447-89-9")
    assert "patient_cid" in desk.write(PATIENT)["filled"]
    assert desk.undo() == len(PATIENT) - 1
    assert desk.value("#c") == PATIENT_CID


def test_a_look_at_the_page_in_between_forgets_nothing_and_a_reload_everything(desk: Desk) -> None:
    desk.show_login("<input id=u>")
    desk.write(STAFF)
    inject(desk.page)
    assert desk.undo() == 2
    desk.show_login("<input id=u>")
    assert desk.undo() == 0


def test_after_two_minutes_it_is_too_late(desk: Desk) -> None:
    desk.page.clock.install()
    desk.show_login("<input id=u>")
    desk.page.evaluate(
        "given => { sitthiFill.write({...given, origin, url: location.href}).then(() => { window.done = true; }); }",
        {"values": STAFF, "gesture": True, "rules": {"fields": {}, "never": [], "roles": {}, "submit": False}},
    )
    for _ in range(20):
        desk.page.clock.run_for(50)
    assert desk.page.evaluate("window.done") is True
    desk.page.clock.run_for(121_000)
    assert desk.undo() == 0
    assert desk.value("#u") == STAFF["operator_cid"]


def test_no_value_is_kept_to_compare_with(desk: Desk) -> None:
    desk.show_login("<input id=u>")
    kept = desk.page.evaluate(
        """async values => {
             const texts = [];
             const { keep } = sitthiUndo;
             sitthiUndo.keep = fields => { texts.push(JSON.stringify(fields)); keep(fields); };
             await sitthiFill.write({values, origin, url: location.href, gesture: true,
                                     rules: {fields: {}, never: [], roles: {}, submit: false}});
             return texts.join("");
           }""",
        STAFF,
    )
    assert '"before":""' in kept
    assert all(value not in kept for value in STAFF.values())


@pytest.mark.parametrize("trick", ["u.remove()", "u.readOnly = true"])
def test_field_that_cannot_be_written_any_more_is_passed_over(desk: Desk, trick: str) -> None:
    desk.show_login("<input id=u>")
    desk.write(STAFF)
    desk.page.evaluate(trick)
    assert desk.undo() == 1
