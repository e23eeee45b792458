"""Citizen IDs and tokens: with or without dashes as the field wants them, and one digit a box."""

from __future__ import annotations

import pytest
from writing import PATIENT_CID, STAFF, Desk

DASHED = "3-1001-01000-01-8"
BARE = STAFF["operator_cid"]


@pytest.mark.parametrize(
    ("attributes", "written"),
    [
        ("", BARE),
        ("maxlength=13", BARE),
        ("maxlength=17", DASHED),
        ("placeholder='x-xxxx-xxxxx-xx-x'", DASHED),
        ("placeholder='x-xxxx-xxxxx-xx-x' maxlength=13", BARE),
        ("data-mask='0-0000-00000-00-0'", DASHED),
        ("data-inputmask=\"'mask': '9-9999-99999-99-9'\"", DASHED),
        (r"pattern='\d-\d{4}-\d{5}-\d{2}-\d'", DASHED),
        (r"pattern='\d{13}' maxlength=17", BARE),
        ("type=tel inputmode=numeric", BARE),
        ("type=number", BARE),
        ("type=number placeholder='x-xxxx-xxxxx-xx-x'", BARE),
        ("pattern='['", BARE),
    ],
)
def test_citizen_id_in_the_form_that_the_field_takes(desk: Desk, attributes: str, written: str) -> None:
    desk.show_login(f"<input id=u {attributes}>")
    assert desk.reason("operator_cid", BARE) == ""
    assert desk.value("#u") == written


def test_value_that_the_fields_own_pattern_refuses_is_not_written(desk: Desk) -> None:
    desk.show_login("<input id=u pattern='[a-z]{3,10}'>")
    assert desk.reason("operator_cid", BARE) == "format"
    assert desk.value("#u") == ""


#: Boxes as pages make them: the focus goes on by itself, and what is too much goes into the next box.
ADVANCE = """<script>
  const boxes = [...document.querySelectorAll(".b")];
  boxes.forEach((box, index) => {
    box.addEventListener("keyup", () => box.value.length >= box.maxLength && boxes[index + 1]?.focus());
    box.addEventListener("input", () => {
      const rest = box.value.slice(box.maxLength);
      if (rest) { box.value = box.value.slice(0, box.maxLength); boxes[index + 1].value = rest; }
    });
    box.addEventListener("focus", () => { if (SELECTS) box.select(); });
  });
</script>"""


def boxes(*sizes: int) -> str:
    inputs = "".join(f"<input class=b name=cid{at} size={size} maxlength={size}>" for at, size in enumerate(sizes))
    return f"<p>เลขประจำตัวประชาชนผู้ป่วย <span>{inputs}</span></p>"


def digits(desk: Desk) -> list[str]:
    held: list[str] = desk.page.eval_on_selector_all(".b", "boxes => boxes.map(box => box.value)")
    return held


@pytest.mark.parametrize("selects", ["true", "false"])
@pytest.mark.parametrize(
    ("sizes", "written"),
    [((1,) * 13, list(PATIENT_CID)), ((1, 4, 5, 2, 1), ["1", "1008", "00447", "89", "9"])],
)
def test_boxes_that_move_on_by_themselves_get_their_own_digits(
    desk: Desk, sizes: tuple[int, ...], written: list[str], selects: str
) -> None:
    desk.show_patient(boxes(*sizes) + ADVANCE.replace("SELECTS", selects))
    assert desk.reason("patient_cid", PATIENT_CID) == ""
    assert digits(desk) == written


def test_boxes_with_another_patients_digits_are_left_alone(desk: Desk) -> None:
    desk.show_patient(boxes(*(1,) * 13))
    desk.page.fill("[name=cid3]", "7")
    assert desk.reason("patient_cid", PATIENT_CID) == "occupied"
    assert digits(desk) == ["", "", "", "7", *[""] * 9]


def test_box_that_the_page_empties_once_is_filled_again(desk: Desk) -> None:
    desk.show_patient(
        boxes(*(1,) * 13)
        + """<script>document.querySelector("[name=cid12]").addEventListener("input", ({ target }) => {
               document.querySelector("[name=cid5]").value = ""; }, { once: true })</script>"""
    )
    assert desk.reason("patient_cid", PATIENT_CID) == ""
    assert digits(desk) == list(PATIENT_CID)


def test_boxes_that_keep_only_a_part_are_emptied(desk: Desk) -> None:
    desk.show_patient(
        boxes(*(1,) * 13)
        + """<script>document.querySelector("[name=cid5]").addEventListener("input", ({ target }) => {
               target.value = ""; })</script>"""
    )
    assert desk.reason("patient_cid", PATIENT_CID) == "reverted"
    assert digits(desk) == [""] * 13
