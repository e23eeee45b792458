"""A form of the test's own making on a page of its own, filled by the product's content scripts."""

from __future__ import annotations

from typing import Any

from finder import inject
from playwright.sync_api import Page, Route

STAFF = {"operator_cid": "3100101000018", "token": "A1B2C3D4E5F6G7H8"}
PATIENT_CID = "1100800447899"

_WRITE = """given => sitthiFill.write({origin: location.origin, url: location.href, gesture: true, ...given,
    rules: {fields: {}, never: [], roles: {}, submit: false, ...given.rules}})"""


class Desk:
    """A page at the counter, and somebody who fills it."""

    def __init__(self, page: Page, origin: str) -> None:
        self.page = page
        self.origin = origin

    def show(self, body: str) -> None:
        """A document of the origin with this body; its scripts run."""
        text = f"<!doctype html><html lang=th><meta charset=utf-8><title>HIS</title><body>{body}"
        url = f"{self.origin}/made.html"

        def answer(route: Route) -> None:
            route.fulfill(body=text, content_type="text/html; charset=utf-8")

        self.page.route(url, answer)
        self.page.goto(url)
        self.page.unroute(url)
        inject(self.page)

    def show_patient(self, fields: str) -> None:
        """A patient's form, with an HN that nobody fills."""
        self.show(f"<form><h2>ทะเบียนผู้ป่วย</h2><p><label>HN <input name=hn></label></p>{fields}</form>")

    def show_login(self, user: str, *, after: str = "") -> None:
        self.show(
            f"<form onsubmit='return false'><h2>เข้าสู่ระบบ</h2><p><label>เลขประจำตัวประชาชน {user}</label></p>"
            f"<p><label>รหัสผ่าน <input id=p type=password></label></p><button>เข้าสู่ระบบ</button></form>{after}"
        )

    def write(self, values: dict[str, str], **rules: Any) -> dict[str, Any]:
        written: dict[str, Any] = self.page.evaluate(_WRITE, {"values": values, "rules": rules})
        return written

    def reason(self, role: str, value: str) -> str:
        """Why the one value was not written; "" when it was."""
        missed = self.write({role: value})["missed"]
        return str(missed[0]["reason"]) if missed else ""

    def undo(self) -> int:
        return int(self.page.evaluate("sitthiFill.undo().restored"))

    def value(self, selector: str) -> str:
        return self.page.input_value(selector)
