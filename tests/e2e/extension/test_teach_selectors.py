"""The selectors that teaching gives: each finds its field again on the next visit, and no other field."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from finder import inject
from playwright.sync_api import Page

from support.extension_browser import EXTENSION, ExtensionBrowser

BY_WORDS = {
    "search": "#search-form input[name='cid']",
    "named": "#login-form input[name='cid']",
    "counted": "input[placeholder='Token ID 16 หลัก']",
    "hashed": "input[name='operator']",
    "typed": "#login-form input[type='password']",
    "odd": "[id='it\\'s:odd\\\\one']",
    "radio": "input[name='sex']",
    "select": "select[name='pname']",
    "clobbered": "input[name='children']",
    "shadow": "teach-box >>> input[aria-label='ผู้ใช้ระบบ']",
    "shadow-2": "teach-box >>> input[type='password']",
    "frame": "iframe[src='teach_frame.html'] >>> input[name='token']",
}
BY_PLACE = ["cell-1", "cell-2"]

WALK = """(() => {
  const walk = root => [...root.querySelectorAll("*")].flatMap(each => [
    each,
    ...(each.shadowRoot ? walk(each.shadowRoot) : []),
    ...(each.localName === "iframe" && each.contentDocument ? walk(each.contentDocument) : []),
  ]);
  return walk(document).filter(each => each.dataset?.mark);
})()"""


@pytest.fixture
def page(browser: ExtensionBrowser, page_url: Callable[[str], str]) -> Page:
    page = browser.open(page_url("teach"))
    prepare(page)
    return page


def prepare(page: Page) -> None:
    inject(page)
    page.evaluate((EXTENSION / "content/selector.js").read_text("utf-8"))


def selectors(page: Page) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = page.evaluate(
        f"Object.fromEntries({WALK}.map(each => [each.dataset.mark, sitthiSelector.of(each)]))"
    )
    return found


def marks_found(page: Page, selector: str) -> list[str]:
    """What the finder's own reading of the selector gives first: a question of several radios is one field."""
    marks: list[str] = page.evaluate(
        "selector => sitthiRules.query(document, selector).map(each => each.dataset.mark ?? '')", selector
    )
    return marks


@pytest.mark.parametrize("mark", BY_WORDS)
def test_what_people_wrote_names_the_field(page: Page, mark: str) -> None:
    assert selectors(page)[mark] == {"selector": BY_WORDS[mark], "sure": True}


def test_place_in_the_page_is_the_last_resort_and_said_so(page: Page) -> None:
    for mark in BY_PLACE:
        given = selectors(page)[mark]
        assert given["sure"] is False
        assert given["selector"].startswith("#login-form > table:nth-of-type(1) > ")


def test_every_selector_finds_its_field_again_on_the_next_visit(page: Page) -> None:
    given = selectors(page)
    ids = page.evaluate("document.querySelector('[data-mark=typed]').id")
    page.reload()
    prepare(page)
    assert page.evaluate("document.querySelector('[data-mark=typed]').id") != ids
    assert {mark: marks_found(page, each["selector"])[:1] for mark, each in given.items()} == {
        mark: [mark] for mark in given
    }
    assert set(given) == {*BY_WORDS, *BY_PLACE}
    for mark in given.keys() - {"radio"}:
        assert len(marks_found(page, given[mark]["selector"])) == 1


@pytest.mark.parametrize(
    "generated",
    [
        "mat-input-3", "input-12", ":r1:", "«r1»", "ember412", "el-id-1024-5", "f3a9c01b", "radix-:r0:", "css-1x2y3z",
        "u1764000000", "j_idt12:user", "_r_1_",
    ],
)  # fmt: skip
def test_generated_id_is_not_trusted(page: Page, generated: str) -> None:
    page.evaluate("id => { const field = document.querySelector('[data-mark=counted]'); field.id = id; }", generated)
    assert "placeholder" in selectors(page)["counted"]["selector"]


@pytest.mark.parametrize("written", ["username", "txtUser", "ctl00_Main_txtUser", "user_role_id", "h1n1", "เลขบัตร"])
def test_id_that_somebody_wrote_is_trusted(page: Page, written: str) -> None:
    page.evaluate("id => { const field = document.querySelector('[data-mark=counted]'); field.id = id; }", written)
    assert selectors(page)["counted"]["selector"] == f"#{written}"


def test_no_selector_of_a_page_without_words_is_longer_than_the_policy_takes(page: Page) -> None:
    depth = 120
    page.evaluate(
        "depth => { document.body.innerHTML = '<section><i></i>'.repeat(depth) + '<input data-mark=deep><input>'; }",
        depth,
    )
    assert selectors(page)["deep"] is None
