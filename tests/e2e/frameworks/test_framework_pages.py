"""On pages built with real frameworks, the framework itself holds what was filled: it sends it to the HIS on submit."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, Response, expect

from e2e.frameworks.cases import CASES, PAGES, Case
from e2e.frameworks.filling import PersonAtPage
from e2e.frameworks.his_client import HisClient
from sitthi_sandbox.his.submissions import fingerprint

SHOTS = Path(__file__).parents[3] / "build" / "frameworks-shots"
#: Roles whose values a page shows as they are, but for separators and split boxes.
WRITTEN_OUT = {"operator_cid", "token", "patient_cid"}
SEPARATORS = re.compile(r"[\s/._-]")


def is_submission(response: Response) -> bool:
    return response.request.method == "POST"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_framework_holds_and_sends_what_was_filled(page: Page, his: HisClient, case: Case) -> None:
    person = PersonAtPage(page)
    values = case.values(his.token)
    page.goto(his.address(case.name))
    if case.opener:
        person.press(case.opener)
    shown: list[str] = []
    with page.expect_response(is_submission) as submission:
        for step in case.steps:
            page.get_by_role("button", name=step.button, exact=True).wait_for()
            assert sorted(field["role"] for field in person.find()) == sorted(step.roles)
            written = person.write({role: values[role] for role in step.roles})
            assert written["missed"] == [] and sorted(written["filled"]) == sorted(step.roles)
            shown = person.shown()
            person.press(step.button)
    expect(page.get_by_role("status")).to_have_text(submission.value.json()["message"])
    page.screenshot(path=SHOTS / f"{case.name}.png")

    received = his.received(case.name)
    assert received["fields"] == {role: fingerprint(text) for role, text in case.expected(his.token).items()}
    assert received["outcome"] == case.outcome
    # The answer has made the framework draw the page again, from its state.
    assert person.shown() == shown
    for role in WRITTEN_OUT & set(case.steps[-1].roles):
        assert values[role] in SEPARATORS.sub("", "".join(shown))


@pytest.mark.parametrize("name", ["react-dashes", "vue-model", "angular-blur"])
def test_a_value_that_only_stands_in_the_dom_is_not_sent(page: Page, his: HisClient, name: str) -> None:
    """Else the pages would prove nothing."""
    person = PersonAtPage(page)
    page.goto(his.address(name))
    page.locator("input").evaluate_all("inputs => inputs.forEach(each => { each.value = '1101500000008'; })")
    with page.expect_response(is_submission):
        person.press("เข้าสู่ระบบ")
    received = his.received(name)
    assert received["fields"] == {"operator_cid": fingerprint(""), "token": fingerprint("")}
    assert received["outcome"] == "invalid"


def test_every_page_has_its_test() -> None:
    assert sorted(case.name for case in CASES) == sorted(folder.name for folder in PAGES.iterdir())
