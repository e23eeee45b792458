"""Which framework pages there are, what a person presses on each, and what the HIS must be sent. Knows no browser."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sitthi_sandbox.nhso.seed import CLERK, OFFICER

PAGES = Path(__file__).parents[2] / "corpus" / "frameworks" / "pages"
LOG_IN = "เข้าสู่ระบบ"

#: As the host gives them.
PATIENT = {
    "patient_cid": CLERK,
    "patient_title": "น.ส.",
    "patient_first_name": "กิ่งดาว",
    "patient_last_name": "ทดสอบดี",
    "patient_birth_date": "1987-09-01",
    "patient_sex": "female",
}


@dataclass(frozen=True)
class Step:
    """One look at the page: the roles to find and fill, then the page's own button to press."""

    roles: tuple[str, ...]
    button: str


@dataclass(frozen=True)
class Case:
    """One page. `opener`: the button that shows the form; `codes`: what reaches the HIS as a code of the page's own."""

    name: str
    steps: tuple[Step, ...]
    outcome: str = "accepted"
    opener: str = ""
    codes: Mapping[str, str] = field(default_factory=dict)

    def values(self, token: str) -> dict[str, str]:
        """Role → value of everything this page asks for."""
        known = {"operator_cid": OFFICER, "token": token, **PATIENT}
        return {role: known[role] for step in self.steps for role in step.roles}

    def expected(self, token: str) -> dict[str, str]:
        """Role → what the HIS is to receive."""
        return {**self.values(token), **self.codes}


def _login(name: str, *, button: str = LOG_IN, opener: str = "") -> Case:
    return Case(name, (Step(("operator_cid", "token"), button),), opener=opener)


def _patient(name: str, button: str, **codes: str) -> Case:
    own = {f"patient_{part}": text for part, text in codes.items()}
    return Case(name, (Step(tuple(PATIENT), button),), "received", codes=own)


CASES = (
    _login("react-controlled"),
    _login("react-18", button="ลงชื่อเข้าใช้"),
    _login("react-hook-form"),
    _login("react-dashes"),
    _login("react-reverts"),
    Case("react-two-step", (Step(("operator_cid",), "ถัดไป"), Step(("token",), LOG_IN))),
    _login("react-mui"),
    _login("react-antd"),
    _patient("react-patient", "ตรวจสอบสิทธิ", title="นางสาว", birth_date="01/09/2530", sex="2"),
    _login("preact"),
    _login("vue-model"),
    _login("vue-lazy-number"),
    _login("vue-reverts"),
    _login("vue-boxes"),
    _patient("vue-patient", "บันทึกผู้ป่วย", birth_date="01/09/2530", sex="F"),
    _login("vuetify-form"),
    _login("vuetify-dialog", opener="ลงชื่อเข้าใช้"),
    _login("angular-template"),
    _login("angular-reactive"),
    _login("angular-blur"),
    _login("angular-material"),
    _patient("angular-patient", "ตรวจสอบสิทธิ", title="004"),
    _login("angularjs"),
    _login("svelte-bind"),
    _login("lit-shadow"),
    _login("jquery-inputmask"),
    _login("jquery-mask"),
    _login("imask"),
    _login("cleave"),
    _login("bootstrap-modal", opener="ลงชื่อเข้าใช้"),
    _login("alpine"),
)
