"""Sending the login when policy says so: one button that says "log in", and a login that was written whole."""

from __future__ import annotations

from typing import Any

import pytest
from writing import PATIENT_CID, STAFF, Desk

FIELDS = "<p><label>ผู้ใช้งาน <input id=u name=u></label></p><p><label>รหัสผ่าน <input id=p type=password></label></p>"


def show(desk: Desk, buttons: str, fields: str = FIELDS, around: str = "form") -> None:
    desk.show(
        f"<{around} id=f><h2>เข้าสู่ระบบ</h2>{fields}{buttons}</{around}>"
        """<script>
          window.pressed = [];
          addEventListener("submit", event => event.preventDefault());
          addEventListener("click", event => pressed.push(event.target.textContent || event.target.value));
        </script>"""
    )


def sent(desk: Desk, written: dict[str, Any]) -> list[str]:
    """What was pressed, once the press that was announced has been done."""
    if written["submitted"]:
        desk.page.wait_for_function("pressed.length > 0")
    pressed: list[str] = desk.page.evaluate("pressed")
    return pressed


@pytest.mark.parametrize(
    "button",
    [
        "<button>เข้าสู่ระบบ</button>",
        "<button>Log in</button><button type=button>ลืมรหัสผ่าน</button><button>สมัครสมาชิก</button>",
        "<button type=button>Sign in</button>",
        "<input type=submit value=Login>",
        "<a class=btn role=button tabindex=0>ลงชื่อเข้าใช้</a>",
        "<button>เข้าสู่ระบบ</button><button type=button>เข้าสู่ระบบด้วย ThaiD</button>",
    ],
)
def test_the_one_button_that_says_log_in_is_pressed(desk: Desk, button: str) -> None:
    show(desk, button)
    written = desk.write(STAFF, submit=True)
    assert (written["submitted"], written["unsubmitted"]) == (True, "")
    assert len(sent(desk, written)) == 1


def test_button_outside_its_form_and_page_without_a_form(desk: Desk) -> None:
    show(desk, "</form><button form=f>เข้าสู่ระบบ</button>")
    assert sent(desk, desk.write(STAFF, submit=True)) == ["เข้าสู่ระบบ"]
    show(desk, "<button>เข้าสู่ระบบ</button>", around="div")
    assert sent(desk, desk.write(STAFF, submit=True)) == ["เข้าสู่ระบบ"]


@pytest.mark.parametrize(
    "buttons",
    [
        "",
        "<button>ตกลง</button>",
        "<button>ลบผู้ใช้ที่เข้าสู่ระบบ</button>",
        "<button>ลงทะเบียนเข้าใช้งาน</button>",
        "<button>เข้าสู่ระบบ</button><button>เข้าสู่ระบบ HOSxP</button>",
        "<button disabled>เข้าสู่ระบบ</button>",
        "<button hidden>เข้าสู่ระบบ</button>",
    ],
)
def test_nothing_is_pressed_when_it_is_not_clear(desk: Desk, buttons: str) -> None:
    show(desk, buttons)
    written = desk.write(STAFF, submit=True)
    assert written["filled"] == ["operator_cid", "token"]
    assert (written["submitted"], written["unsubmitted"]) == (False, "no_button")


def test_nothing_is_pressed_without_the_policys_word(desk: Desk) -> None:
    show(desk, "<button>เข้าสู่ระบบ</button>")
    assert desk.write(STAFF)["submitted"] is False


def test_nothing_is_pressed_unasked(desk: Desk) -> None:
    show(desk, "<button>เข้าสู่ระบบ</button>")
    rules = {"fields": {}, "never": [], "roles": {}, "submit": True}
    written = desk.page.evaluate(
        "given => sitthiFill.write({origin, url: location.href, gesture: false, ...given})",
        {"values": STAFF, "rules": rules},
    )
    assert (written["filled"], written["submitted"]) == (["operator_cid", "token"], False)


def test_nothing_is_pressed_after_a_miss(desk: Desk) -> None:
    show(desk, "<button>เข้าสู่ระบบ</button>", FIELDS.replace("id=p", "id=p maxlength=12"))
    written = desk.write(STAFF, submit=True)
    assert (written["submitted"], written["unsubmitted"]) == (False, "incomplete")


def test_nothing_is_pressed_for_a_patient(desk: Desk) -> None:
    desk.show_patient("<p><label>เลขบัตรประชาชน <input id=c></label></p><button>เข้าสู่ระบบ</button>")
    written = desk.write({"patient_cid": PATIENT_CID}, submit=True)
    assert (written["filled"], written["submitted"], written["unsubmitted"]) == (["patient_cid"], False, "")


def test_value_that_the_page_takes_away_before_the_press_is_not_sent(desk: Desk) -> None:
    show(desk, "<button>เข้าสู่ระบบ</button>")
    written = desk.page.evaluate(
        """given => sitthiFill.write({origin, url: location.href, gesture: true, ...given})
             .then(written => { u.value = ""; return written; })""",
        {"values": STAFF, "rules": {"fields": {}, "never": [], "roles": {}, "submit": True}},
    )
    assert written["submitted"] is True
    desk.page.evaluate("new Promise(resolve => setTimeout(resolve, 120))")
    assert desk.page.evaluate("pressed") == []


def test_next_is_a_word_for_the_first_step_alone(desk: Desk) -> None:
    first = FIELDS.split("</p>", 1)[0] + "</p>"
    show(desk, "<button>ถัดไป</button>", first)
    written = desk.write({"operator_cid": STAFF["operator_cid"]}, submit=True)
    assert written["filled"] == ["operator_cid"]
    assert sent(desk, written) == ["ถัดไป"]
    show(desk, "<button>ถัดไป</button>")
    assert desk.write(STAFF, submit=True)["unsubmitted"] == "no_button"
