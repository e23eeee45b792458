"""The example page of the sample HIS, with cards and the PIN window; cards, policies and senders with a told host."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from api_pages import PageServer, admitted_extension, wait_for_scripts
from host_control import HostControl
from playwright.sync_api import Playwright, expect
from states import PATIENT, READER, READER_2, logged_in, reader, site, sites

from sitthi_sandbox.browser import ExtensionBrowser
from sitthi_sandbox.card.people import PEOPLE
from sitthi_sandbox.desktop import Desktop
from sitthi_sandbox.world import World
from support.counter import type_pin
from support.extension_browser import extension_browser, shown_browser

STATUS = {"session": "active", "expires_at": None, "patient": False, "login": False}


def test_the_samples_program_logs_in_and_reads_the_patient(
    world: World, desktop: Desktop, playwright_driver: Playwright, tmp_path: Path
) -> None:
    profile = world.folder / "profile"
    world.register(profile)
    world.insert("officer")
    extension = admitted_extension(tmp_path)
    with shown_browser(playwright_driver, profile, world.env, extension=extension) as browser:
        wait_for_scripts(browser, 2)
        page = browser.open(f"{world.his}/sitthi-api")
        page.click("#login")
        type_pin(desktop, PEOPLE["officer"].pin)
        expect(page.locator("#said")).to_contain_text("ยินดีต้อนรับ", timeout=15_000)
        assert world.his_last()["sitthi_api"]["outcome"] == "accepted"
        world.insert("patient", reader=1)
        page.click("#patient")  # as soon as the program has heard of the card
        expect(page.locator("#said")).to_contain_text(PEOPLE["patient"].name_th[1], timeout=15_000)
        assert ":" in page.inner_text("#said")
        page.reload()
        expect(page.locator("#said")).to_contain_text("session: active, patient's card: in")


@pytest.fixture
def server() -> Iterator[PageServer]:
    server = PageServer()
    yield server
    server.close()


@pytest.fixture
def admitted(
    own_profile: Path, own_host: HostControl, playwright_driver: Playwright, tmp_path: Path
) -> Iterator[ExtensionBrowser]:
    listed = site("http://127.0.0.1/all/*", allow_http=True, api=["status", "token"])
    own_host.set(replies={"status": logged_in(), "sites.list": sites(listed), "api.call": {"status": STATUS}})
    extension = admitted_extension(tmp_path)
    with extension_browser(own_profile, playwright=playwright_driver, extension=extension) as browser:
        wait_for_scripts(browser, 2)
        yield browser


def wait(browser: ExtensionBrowser, condition: Callable[[], object]) -> None:
    for _ in range(500):
        if condition():
            return
        browser.context.pages[0].wait_for_timeout(20)
    pytest.fail("never came")


def test_a_page_hears_of_the_patients_card_but_of_no_other(
    admitted: ExtensionBrowser, own_host: HostControl, server: PageServer
) -> None:
    listening = "for (const name of ['patientInserted', 'patientRemoved']) sitthi.on(name, e => heard.push(e));"
    page = admitted.open(server.page("/all/x", f"const heard = []; {listening}"))
    wait(admitted, lambda: own_host.asked("api.call"))
    operator = {**PATIENT, "role": "operator"}
    own_host.set(
        replies={"status": logged_in(reader("card", PATIENT))},
        notify=[
            ["card.inserted", {"reader": READER_2, "card": operator}],
            ["card.removed", {"reader": READER_2}],
            ["card.inserted", {"reader": READER, "card": PATIENT}],
            ["card.removed", {"reader": READER}],
        ],
    )
    page.wait_for_function("heard.length >= 2")
    assert page.evaluate("heard") == [{"type": "patientInserted"}, {"type": "patientRemoved"}]


def test_where_a_call_comes_from_is_what_the_browser_says(
    admitted: ExtensionBrowser, own_host: HostControl, server: PageServer
) -> None:
    url = server.page(
        "/all/x",
        """const ask = new Promise(done => {
             const line = new MessageChannel();
             line.port1.onmessage = done;
             dispatchEvent(new MessageEvent("sitthi-api-offer", {ports: [line.port2]}));
             line.port1.postMessage({id: 1, method: "token", gesture: true, origin: "https://his.example",
               url: "https://his.example/x", top_frame: true});
           }); sitthi.status().catch(() => {});""",
    )
    admitted.open(f"{url}#fragment")
    wait(admitted, lambda: own_host.asked("api.call"))
    assert own_host.asked("api.call") == [
        {"origin": server.url, "url": url, "top_frame": True, "gesture": False, "method": "status"}
    ]


def test_a_site_that_loses_its_api_loses_the_scripts_and_the_next_is_given_them(
    admitted: ExtensionBrowser, own_host: HostControl, server: PageServer
) -> None:
    moved = site("http://127.0.0.1/moved/*", allow_http=True, api=["status"])
    changed = [["policy.changed", {"revision": "r2"}]]
    own_host.set(replies={"sites.list": sites(site("http://127.0.0.1/all/*", allow_http=True))}, notify=changed)
    wait_for_scripts(admitted, 0)
    assert admitted.open(server.page("/all/x", "")).evaluate("'sitthi' in window") is False
    own_host.set(replies={"sites.list": sites(moved)}, notify=changed)
    wait_for_scripts(admitted, 2)
    assert admitted.open(server.page("/moved/x", "")).evaluate("'sitthi' in window") is True
