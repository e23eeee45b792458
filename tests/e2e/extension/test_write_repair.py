"""What the page does while it is filled: events it sees, values it takes back, fields it draws anew."""

from __future__ import annotations

import pytest
from writing import PATIENT_CID, STAFF, Desk

LOG = """<script>
  const seen = [];
  for (const type of ["focus", "focusin", "keydown", "input", "keyup", "change", "blur", "focusout"])
    document.addEventListener(type, event => event.target.id === "u" && seen.push(event.type), true);
</script>"""


def test_page_sees_what_the_browsers_own_autofill_does_and_the_focus_stays(desk: Desk) -> None:
    desk.show_login("<input id=u>", after=LOG)
    desk.page.focus("button")
    desk.write(STAFF)
    order = ["focus", "focusin", "keydown", "input", "keyup", "change", "blur", "focusout"]
    assert desk.page.evaluate("seen") == order
    assert desk.page.evaluate("document.activeElement.localName") == "button"


@pytest.mark.parametrize("later", ["queueMicrotask(put)", "setTimeout(put)", "requestAnimationFrame(put)"])
def test_value_that_the_page_takes_back_once_is_written_once_more(desk: Desk, later: str) -> None:
    desk.show_login(
        "<input id=u>",
        after=f"""<script>u.addEventListener("input", () => {{
                    const put = () => {{ u.value = ""; }}; {later}; }}, {{ once: true }})</script>""",
    )
    assert desk.write(STAFF)["missed"] == []
    assert desk.value("#u") == STAFF["operator_cid"]


def test_value_that_the_page_takes_back_again_and_again_is_given_up(desk: Desk) -> None:
    script = "<script>let n = 0; u.addEventListener('input', () => { n += 1; u.value = ''; })</script>"
    desk.show_login("<input id=u>", after=script)
    assert desk.write(STAFF)["missed"] == [{"role": "operator_cid", "reason": "reverted"}]
    assert desk.page.evaluate("n") == 2


def test_part_of_a_number_is_not_left_behind(desk: Desk) -> None:
    desk.show_login("<input id=u>", after="<script>u.oninput = () => { u.value = u.value.slice(0, 10); }</script>")
    assert desk.reason("operator_cid", STAFF["operator_cid"]) == "reverted"
    assert desk.value("#u") == ""


def test_field_that_the_page_draws_anew_is_filled_again(desk: Desk) -> None:
    desk.show_login(
        "<input id=u>",
        after="""<script>document.querySelector("#u").addEventListener("change", ({ target }) => {
                   const fresh = target.cloneNode(); fresh.value = ""; target.replaceWith(fresh); })</script>""",
    )
    assert desk.write(STAFF)["missed"] == []
    assert desk.value("#u") == STAFF["operator_cid"]


def test_answer_of_the_page_about_a_patient_is_not_replaced(desk: Desk) -> None:
    """A number that is looked up: the page's own record comes in the place of what was written."""
    desk.show_patient(
        "<p><label>เลขบัตรประชาชน <input id=c></label></p><p><label>ชื่อ <input id=f name=fname></label></p>"
        "<script>f.addEventListener('input', () => { f.value = 'กล้า'; });</script>"
    )
    written = desk.write({"patient_cid": PATIENT_CID, "patient_first_name": "สมหญิง"})
    assert written["missed"] == [{"role": "patient_first_name", "reason": "reverted"}]
    assert desk.value("#f") == "กล้า"


@pytest.mark.parametrize(
    "style", ["color: transparent", "color: #fff; background: #fff", "-webkit-text-fill-color: transparent"]
)
def test_field_whose_letters_cannot_be_seen_gets_nothing(desk: Desk, style: str) -> None:
    desk.show_login(f"<input id=u style='{style}'>")
    assert desk.reason("operator_cid", STAFF["operator_cid"]) in {"hidden", "not_found"}
    assert desk.value("#u") == ""


def test_what_is_written_is_never_kept_by_the_browser(desk: Desk) -> None:
    desk.show_login("<input id=u autocomplete=username>")
    desk.write(STAFF)
    assert [desk.page.get_attribute(each, "autocomplete") for each in ("#u", "#p")] == ["off", "off"]


def test_fields_that_are_named_as_the_forms_own_properties_do_no_harm(desk: Desk) -> None:
    names = ["elements", "querySelectorAll", "contains", "children", "parentElement"]
    desk.show_login("<input id=u>" + "".join(f"<input type=hidden name={name}>" for name in names))
    assert desk.write(STAFF, submit=True)["submitted"] is True
