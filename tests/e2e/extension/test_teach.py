"""Teaching a page: what the person clicks becomes the policy's text; the page notices nothing and is left as it was."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from host_control import HostControl
from lessons import OVERLAY, Lesson
from playwright.sync_api import Page, expect
from states import logged_in
from texts import text

from sitthi.policy import load_policy
from support.extension_browser import ExtensionBrowser


@pytest.fixture
def lesson(browser: ExtensionBrowser, host: HostControl, page_url: Callable[[str], str]) -> Lesson:
    host.set(replies={"status": logged_in()})
    return Lesson(browser, browser.open(page_url("teach")))


def seen_by(page: Page) -> list[str]:
    """What reached the page. One that listens at the window itself learns that something happens over the pane (a div
    that is not the page's), and focus comes and goes with the tab; nothing else is let through.
    """
    seen: list[str] = page.evaluate("seen")
    return [each for each in seen if not each.endswith((" div", " window")) and each != "focusin at the document"]


def test_popup_leads_to_the_lesson(
    browser: ExtensionBrowser, host: HostControl, page_url: Callable[[str], str]
) -> None:
    host.set(replies={"status": logged_in()})
    page = browser.open(page_url("login_th"))
    browser.press_toolbar_button(page)
    with browser.context.expect_page() as opened:
        browser.real_popup().press("[data-key=teach]")
    opened.value.click("#teach-tabs .primary")
    page.wait_for_selector(OVERLAY, state="attached")


def test_clicked_fields_become_the_text_of_the_policy(lesson: Lesson, tmp_path: Path) -> None:
    lesson.start()
    lesson.click("[data-mark=named]")
    lesson.click("[data-mark=typed]")
    lesson.click("[data-mark=search]")
    lesson.press("s")
    lesson.wait_until_over()
    expect(lesson.options.locator("#teach-status")).to_have_text(text("teach_done", count=3))
    origin = "/".join(lesson.page.url.split("/")[:3])
    assert lesson.site() == {
        "name": "127.0.0.1",
        "match": [f"{origin}/*"],
        "fill": ["operator_cid", "token"],
        "allow_http": True,
        "never": ["#search-form input[name='cid']"],
        "fields": {
            "operator_cid": "#login-form input[name='cid']",
            "token": "#login-form input[type='password']",
        },
    }
    policy = tmp_path / "policy.toml"
    policy.write_text(lesson.options.inner_text("#teach-toml"), "utf-8")
    (site,) = load_policy([policy]).sites
    assert site.fields["token"] == "#login-form input[type='password']"


def test_field_is_taught_in_a_shadow_root_and_in_a_frame(lesson: Lesson) -> None:
    lesson.start()
    lesson.click("teach-box [data-mark=shadow]")
    lesson.click(lesson.page.frame_locator("iframe").locator("input"))
    lesson.press("s")
    assert lesson.rows() == {
        "operator_cid": "teach-box >>> input[aria-label='ผู้ใช้ระบบ']",
        "token": "iframe[src='teach_frame.html'] >>> input[name='token']",
    }


def test_page_gets_no_click_and_no_key_and_is_left_as_it_was(lesson: Lesson) -> None:
    page = lesson.page
    page.fill("[data-mark=named]", "ก่อนสอน")
    page.locator("[data-mark=named]").blur()
    before = page.evaluate("document.documentElement.outerHTML")
    page.evaluate("seen.length = 0")
    lesson.start()
    lesson.click("[data-mark=named]")
    lesson.press("a", "Tab", "Enter")
    lesson.click("[data-mark=select]")
    lesson.press("Escape")
    lesson.wait_until_over()
    assert seen_by(page) == []
    assert page.evaluate("document.documentElement.outerHTML") == before
    assert page.input_value("[data-mark=named]") == "ก่อนสอน"
    assert page.evaluate("document.activeElement.localName") == "body"
    page.click("[data-mark=named]")
    page.keyboard.type("x")
    assert page.input_value("[data-mark=named]") == "ก่อนสอนx"


def test_keys_go_by_their_place_so_a_thai_keyboard_works(browser: ExtensionBrowser, lesson: Lesson) -> None:
    lesson.start()
    browser.press_key(lesson.page, "ห", "KeyS")
    lesson.click("[data-mark=typed]")
    lesson.press("Escape")
    assert lesson.rows() == {"token": "#login-form input[type='password']"}


def test_one_step_back_takes_the_field_back(lesson: Lesson) -> None:
    lesson.start()
    lesson.click("[data-mark=search]")
    lesson.press("b")
    lesson.click("[data-mark=named]")
    lesson.press("Escape")
    assert lesson.rows() == {"operator_cid": "#login-form input[name='cid']"}


def test_field_has_one_role_and_never_is_taken_back_by_a_second_click(lesson: Lesson) -> None:
    lesson.start()
    lesson.click("[data-mark=named]")
    lesson.click("[data-mark=named]")
    lesson.press("s")
    lesson.click("[data-mark=search]")
    lesson.click("[data-mark=hashed]")
    lesson.page.wait_for_timeout(600)  # no double click
    lesson.click("[data-mark=search]")
    lesson.press("s")
    assert lesson.rows() == {"operator_cid": "#login-form input[name='cid']", "never": "input[name='operator']"}


def test_events_that_the_page_makes_itself_teach_nothing(lesson: Lesson) -> None:
    lesson.start()
    box = lesson.page.locator("[data-mark=search]").bounding_box()
    assert box is not None
    lesson.page.evaluate(
        """([x, y]) => {
             const overlay = document.querySelector("[popover=manual]");
             const place = {clientX: x, clientY: y, bubbles: true, composed: true};
             for (const type of ["pointermove", "pointerdown", "click"])
               overlay.dispatchEvent(new MouseEvent(type, place));
             window.dispatchEvent(new KeyboardEvent("keydown", {code: "KeyS"}));
           }""",
        [box["x"] + 5, box["y"] + 5],
    )
    lesson.click("[data-mark=named]")
    lesson.press("Escape")
    assert lesson.rows() == {"operator_cid": "#login-form input[name='cid']"}


def test_page_cannot_look_into_the_overlay_nor_restyle_it(lesson: Lesson) -> None:
    lesson.start()
    looks = lesson.page.evaluate(
        """() => {
             const overlay = document.querySelector("[popover=manual]");
             const {display, opacity} = getComputedStyle(overlay);
             const isOnTop = document.elementFromPoint(5, 5) === overlay;
             return [overlay.shadowRoot, overlay.childNodes.length, display, opacity, isOnTop];
           }"""
    )
    assert looks == [None, 0, "block", "1", True]


def test_field_in_a_modal_dialog_is_taught(lesson: Lesson) -> None:
    lesson.page.evaluate(
        """() => {
             const dialog = document.createElement("dialog");
             dialog.innerHTML = "<form><input name=modal-user></form>";
             document.body.append(dialog);
             dialog.showModal();
           }"""
    )
    lesson.start()
    lesson.page.evaluate("seen.length = 0")
    lesson.click("[name=modal-user]")
    lesson.press("Escape")
    assert lesson.rows() == {"operator_cid": "input[name='modal-user']"}
    assert lesson.page.locator("dialog[open]").count() == 1
    assert seen_by(lesson.page) == []


def test_page_that_leaves_ends_the_lesson_and_the_options_page_says_so(lesson: Lesson) -> None:
    lesson.start()
    lesson.page.reload()
    expect(lesson.options.locator("#teach-status")).to_have_text(text("teach_left"))


def test_second_lesson_on_the_same_site_adds_to_the_first(lesson: Lesson) -> None:
    lesson.start()
    lesson.click("[data-mark=named]")
    lesson.press("Escape")
    lesson.options.click("[data-key=again]")
    lesson.wait_until_asked()
    lesson.press("s")
    lesson.click("[data-mark=typed]")
    lesson.press("Escape")
    expect(lesson.options.locator("#teach-result tbody tr")).to_have_count(2)
    assert list(lesson.rows()) == ["operator_cid", "token"]
    lesson.options.click("[data-role=token] [data-key=remove]")
    assert lesson.site()["fill"] == ["operator_cid"]


@pytest.mark.usefixtures("lasting_access")
def test_try_it_says_what_would_be_filled_after_a_reload_and_what_is_gone(lesson: Lesson) -> None:
    lesson.start()
    lesson.click("[data-mark=named]")
    lesson.click("[data-mark=typed]")
    lesson.press("Escape")
    lesson.page.reload()
    lesson.options.click("[data-key=try]")
    result = lesson.options.locator("#teach-result")
    expect(result.locator("[data-role=operator_cid]")).to_contain_text(text("teach_try_found"))
    expect(result.locator("[data-role=token]")).to_contain_text(text("teach_try_found"))
    lesson.page.evaluate("document.querySelector('[data-mark=typed]').remove()")
    lesson.options.click("[data-key=try]")
    expect(result.locator("[data-role=token]")).to_contain_text(text("teach_try_missing"))
    assert lesson.page.input_value("[data-mark=named]") == ""
