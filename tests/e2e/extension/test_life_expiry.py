"""The last half hour of a token: popup, toolbar button, one browser notification each at 30 and 5 minutes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from host_control import HostControl
from lessons import open_options
from playwright.sync_api import expect
from states import OPERATOR, logged_in, reader, session, status
from texts import text

from support.extension_browser import ExtensionBrowser

SPY = """() => {
  const { create, clear } = chrome.notifications;
  globalThis.sitthiShown = { create, clear, made: [], open: [] };
  chrome.notifications.create = async (id, options) => {
    sitthiShown.made.push(options);
    await create.call(chrome.notifications, id, options);
    sitthiShown.open.push(id);
  };
  chrome.notifications.clear = async (id) => {
    sitthiShown.open = sitthiShown.open.filter((each) => each !== id);
    return clear.call(chrome.notifications, id);
  };
}"""
UNSPY = """async () => {
  const { create, clear } = sitthiShown;
  Object.assign(chrome.notifications, { create, clear });
  for (const id of Object.keys(await chrome.notifications.getAll())) await clear.call(chrome.notifications, id);
}"""


@pytest.fixture
def notices(browser: ExtensionBrowser) -> Iterator[Notices]:
    browser.worker.evaluate(SPY)
    yield Notices(browser)
    browser.worker.evaluate(UNSPY)


class Notices:
    """The browser's notifications: real ones, and a list of those made. The browser itself hides each after seconds;
    `open` are those that the extension has not taken back."""

    def __init__(self, browser: ExtensionBrowser) -> None:
        self._browser = browser

    def made(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self._browser.worker.evaluate("sitthiShown.made")
        return found

    def open(self) -> list[str]:
        found: list[str] = self._browser.worker.evaluate("sitthiShown.open")
        return found

    def wait_for(self, ids: list[str]) -> None:
        self.wait_until(lambda: self.open() == ids)

    def wait_until_decided(self, of: dict[str, Any]) -> None:
        """Until the extension has noted the warning about this session, shown or not."""
        noted = "chrome.storage.session.get('warned').then(({warned}) => warned?.of)"
        self.wait_until(lambda: self._browser.worker.evaluate(noted) == of["issued_at"])

    def wait_until(self, true: Callable[[], bool]) -> None:
        for _ in range(750):
            if true():
                return
            self._browser.context.pages[0].wait_for_timeout(20)
        assert true(), f"open: {self.open()}"


def assert_nobody_is_named(notices: Notices, whose: dict[str, Any]) -> None:
    said = " ".join(f"{made['title']} {made['message']}" for made in notices.made())
    parts = [whose[key] for key in ("cid_masked", "token_masked", "name_th", "name_en", "source")]
    for secret in {word for part in parts for word in (part, *part.split())}:
        assert secret not in said
    assert not re.search(r"\d{4}|[A-Z0-9]{6}", said), "looks like a piece of a citizen ID or token"


def warning(of: dict[str, Any], threshold: int, minutes: int) -> list[Any]:
    about = {"kind": "expires_soon", "minutes": minutes, "threshold": threshold, "expires_at": of["expires_at"]}
    return ["session.warning", about]


@pytest.mark.parametrize(
    ("seconds", "minutes", "tone", "badge"),
    [(1795, 30, "warn", "30m"), (900, 30, "warn", "15m"), (290, 5, "bad", "5m")],
)
def test_popup_and_button_warn_in_the_last_half_hour(
    browser: ExtensionBrowser, host: HostControl, seconds: int, minutes: int, tone: str, badge: str
) -> None:
    host.set(replies={"status": logged_in(session=session(seconds=seconds))})
    popup = browser.open_popup_page()
    expect(popup.locator(f"#state .notice-{tone}")).to_contain_text(text("expires_soon", minutes=minutes, time="")[:20])
    expect(popup.locator(f"#countdown.tone-{tone}")).to_be_visible()
    assert browser.worker.evaluate("chrome.action.getBadgeText({})") == badge
    assert badge[:-1] in browser.worker.evaluate("chrome.action.getTitle({})")


def test_nothing_warns_before(browser: ExtensionBrowser, host: HostControl) -> None:
    host.set(replies={"status": logged_in(session=session(seconds=1900))})
    popup = browser.open_popup_page()
    expect(popup.locator("#countdown")).to_be_visible()
    assert popup.locator("#state .notice").count() == 0
    assert browser.worker.evaluate("chrome.action.getBadgeText({})") == "✓"


def test_open_popup_starts_to_warn_at_the_minute(browser: ExtensionBrowser, host: HostControl) -> None:
    host.set(replies={"status": logged_in(session=session(seconds=400))})
    popup = browser.open_popup_page()
    expect(popup.locator("#state .notice-warn")).to_be_visible()
    asked = len(host.asked("status"))
    popup.evaluate("{ const now = Date.now; Date.now = () => now() + 100_000; }")
    expect(popup.locator("#state .notice-bad")).to_be_visible()
    assert len(host.asked("status")) == asked, "it counts by itself"


def test_each_warning_is_one_notification_without_name_or_secret(
    browser: ExtensionBrowser, host: HostControl, notices: Notices
) -> None:
    now = session(seconds=1780)
    at_30, at_5 = warning(now, 30, 30), warning(now, 5, 5)
    host.set(replies={"status": logged_in(session=now)}, notify=[at_30, at_30])
    notices.wait_for(["sitthi-expiry-30"])
    host.set(notify=[at_30, at_5, at_5])
    notices.wait_for(["sitthi-expiry-5"])
    assert [made["title"] for made in notices.made()] == [text("notice_expiry_title", minutes=m) for m in (30, 5)]
    assert_nobody_is_named(notices, now)
    assert all(set(made) == {"type", "iconUrl", "title", "message"} for made in notices.made())


def test_next_persons_token_is_warned_of_again_and_the_former_ones_warning_goes(
    browser: ExtensionBrowser, host: HostControl, notices: Notices
) -> None:
    first, second = session(seconds=1780), {**session(seconds=1780), "issued_at": "2026-11-24T23:35:00+07:00"}
    host.set(replies={"status": logged_in(session=first)}, notify=[warning(first, 30, 30)])
    notices.wait_for(["sitthi-expiry-30"])
    replaced = ["session.changed", {"session": second, "ended": None, "pin_window": False}]
    host.set(replies={"status": logged_in(session=second)}, notify=[replaced])
    notices.wait_for([])
    host.set(notify=[warning(second, 30, 30)])
    notices.wait_for(["sitthi-expiry-30"])
    assert len(notices.made()) == 2


def test_session_that_is_over_is_not_warned_of(browser: ExtensionBrowser, host: HostControl, notices: Notices) -> None:
    gone, now = session(seconds=1780), session(seconds=290)
    asked = len(host.asked("status"))
    host.set(replies={"status": status(reader("card", OPERATOR))}, notify=[warning(gone, 30, 30)])
    notices.wait_until(lambda: len(host.asked("status")) >= asked + 2)  # the model's question, and the warning's own
    host.set(replies={"status": logged_in(session=now)}, notify=[warning(gone, 5, 5), warning(now, 5, 5)])
    notices.wait_for(["sitthi-expiry-5"])
    [made] = notices.made()
    hour = datetime.fromisoformat(now["expires_at"]).astimezone(timezone(timedelta(hours=7)))
    assert f"{hour:%H:%M}" in made["message"]


def test_person_turns_notifications_off_and_popup_and_button_still_warn(
    browser: ExtensionBrowser, host: HostControl, notices: Notices
) -> None:
    options = open_options(browser)
    expect(options.locator("#notices")).to_be_checked()
    options.uncheck("#notices")
    options.reload()
    expect(options.locator("#notices")).not_to_be_checked()
    off, on = session(seconds=1780), {**session(seconds=1780), "issued_at": "2026-11-24T23:36:00+07:00"}
    host.set(replies={"status": logged_in(session=off)}, notify=[warning(off, 30, 30)])
    popup = browser.open_popup_page()
    expect(popup.locator("#state .notice-warn")).to_be_visible()
    notices.wait_until_decided(off)
    options.bring_to_front()
    options.check("#notices")
    host.set(replies={"status": logged_in(session=on)}, notify=[warning(on, 5, 5)])
    notices.wait_for(["sitthi-expiry-5"])
    assert len(notices.made()) == 1


def test_pressed_notification_opens_the_popup(browser: ExtensionBrowser, host: HostControl, notices: Notices) -> None:
    now = session(seconds=1780)
    host.set(replies={"status": logged_in(session=now)}, notify=[warning(now, 30, 30)])
    notices.wait_for(["sitthi-expiry-30"])
    browser.press_notification("sitthi-expiry-30")
    assert browser.real_popup().wait_for("document.body.dataset.view") == "session"
    notices.wait_for([])


def test_browser_that_opens_no_popup_says_what_to_press(
    browser: ExtensionBrowser, host: HostControl, notices: Notices
) -> None:
    now = session(seconds=1780)
    host.set(replies={"status": logged_in(session=now)}, notify=[warning(now, 30, 30)])
    notices.wait_for(["sitthi-expiry-30"])
    browser.worker.evaluate(
        """() => { globalThis.sitthiOpen = chrome.action.openPopup;
                   chrome.action.openPopup = async () => { throw new Error("by click only"); }; }"""
    )
    try:
        browser.press_notification("sitthi-expiry-30")
        notices.wait_for(["sitthi-how-to-open"])
    finally:
        browser.worker.evaluate("() => { chrome.action.openPopup = sitthiOpen; }")
    assert notices.made()[-1]["message"] in {text("notice_open"), text("notice_open_keys", keys="Alt+Shift+U")}
    assert_nobody_is_named(notices, now)
