"""The page for a picked list: everybody once, bad lines told, stopped and gone on with, a CSV at the end."""

from __future__ import annotations

import pytest
from host_control import HELD, HostControl
from playwright.sync_api import Page, expect
from states import logged_in, rights
from texts import text

from support.extension_browser import ORIGIN, ExtensionBrowser

LIST = "hn,ชื่อ,เลขบัตร\r\n1,ก,1100800447899\r\n2,ข,๓-๑๐๐๑-๐๑๐๐๐-๐๑-๘\r\n\r\n3,ค,123\r\n4,ง,1100800447899\r\n"


@pytest.fixture
def page(browser: ExtensionBrowser, host: HostControl) -> Page:
    host.set(replies={"status": logged_in(), "rights.check": rights(name="=cmd|' ทดสอบ")})
    return browser.open(f"{ORIGIN}/batch/batch.html")


def pick(page: Page, content: bytes) -> None:
    page.set_input_files("#file", {"name": "list.csv", "mimeType": "text/csv", "buffer": content})


def saved(browser: ExtensionBrowser, page: Page) -> list[list[str]]:
    content = browser.saved(page, "#save")
    assert content.startswith(b"\xef\xbb\xbf")
    return [line.split(",") for line in content.decode("utf-8-sig").splitlines()]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp874"])
def test_everybody_is_asked_once_and_stands_in_the_order_of_the_list(
    page: Page, browser: ExtensionBrowser, host: HostControl, encoding: str
) -> None:
    pick(page, LIST.encode(encoding))
    expect(page.locator("#count")).to_have_text(text("batch_count_bad", count="4", bad="1"))
    page.click("#go")
    expect(page.locator("#progress")).to_have_text(text("batch_done", count="4"))
    assert host.asked("rights.check") == [{"cid": "1100800447899"}, {"cid": "3100101000018"}]
    header, *rows = saved(browser, page)
    assert [row[:3] for row in rows] == [
        ["2", "1100800447899", "ok"], ["3", "3100101000018", "ok"], ["5", "", "bad_line"], ["6", "1100800447899", "ok"],
    ]  # fmt: skip
    name = header.index("name")
    assert {row[name] for row in rows} == {"'=cmd|' ทดสอบ", ""}


def test_a_dead_token_stops_it_and_nobody_is_asked_twice_afterwards(page: Page, host: HostControl) -> None:
    pick(page, LIST.encode())
    host.set(replies={"rights.check": {"error": {"message": "token_revoked"}}})
    page.click("#go")
    expect(page.locator("#problem")).to_contain_text(text("batch_stopped"))
    host.set(replies={"rights.check": rights()})
    asked = len(host.asked("rights.check"))
    page.click("#go")
    expect(page.locator("#progress")).to_have_text(text("batch_done", count="4"))
    assert len(host.asked("rights.check")) == asked + 2
    expect(page.locator("#problem")).to_have_text("")


def test_one_that_fails_is_told_and_the_others_go_on(page: Page, browser: ExtensionBrowser, host: HostControl) -> None:
    host.set(replies={"rights.check": {"error": {"message": "nhso_bad_answer"}}})
    pick(page, LIST.encode())
    page.click("#go")
    expect(page.locator("#progress")).to_have_text(text("batch_done", count="4"))
    rows = saved(browser, page)[1:]
    assert [(row[2], row[-1]) for row in rows] == [
        ("failed", "nhso_bad_answer"), ("failed", "nhso_bad_answer"), ("bad_line", "invalid_cid"),
        ("failed", "nhso_bad_answer"),
    ]  # fmt: skip


def test_it_can_be_paused(page: Page, host: HostControl) -> None:
    host.set(delays={"rights.check": HELD})
    pick(page, LIST.encode())
    page.click("#go")
    while not host.asked("rights.check"):
        page.wait_for_timeout(20)
    expect(page.locator("#go")).to_have_text(text("batch_pause"))
    page.click("#go")
    expect(page.locator("#go")).to_have_text(text("batch_pausing"))
    expect(page.locator("#go")).to_be_disabled()
    host.set(delays={})
    expect(page.locator("#go")).to_have_text(text("batch_go_on"))
    assert len(host.asked("rights.check")) == 1
