"""The registrar's morning, done with keyboard and mouse: log in by card and PIN, fill the HIS, check a patient."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from sitthi_sandbox.browser import ExtensionBrowser, RealPopup, screen_point
from sitthi_sandbox.card.people import PEOPLE
from sitthi_sandbox.demo.steps import Steps
from sitthi_sandbox.desktop import Desktop
from sitthi_sandbox.world import World

_OPEN_POPUP = "alt+shift+u"
_PIN_WINDOW = "^Sitthi$"
_LOG_IN = '[data-key="login"]'
_FILL = '[data-key="fill"]'
_CHECK_RIGHTS = '[data-key="rights"]'
_RIGHTS = ".rights"


def run(world: World, browser: ExtensionBrowser, desktop: Desktop, steps: Steps, page: Page) -> None:
    """Every step is done as a person does it and checked by its effect. Raises whatever fails."""
    officer, patient = PEOPLE["officer"], PEOPLE["patient"]
    with steps.step("the officer's card is put in; the popup says whose it is"):
        world.insert("officer")
        popup = _open_popup(browser, desktop)
        popup.wait_for(f"document.body.innerText.includes({officer.name_th[1]!r})")
        point = popup.point(_LOG_IN)
        steps.picture("card-in")
    with steps.step("log in: the PIN window opens, apart from the browser"):
        desktop.click(*point)
        desktop.focus(desktop.window(_PIN_WINDOW))
        desktop.press(*officer.pin)
        steps.picture("pin-window")
    with steps.step("the PIN is verified on the card, the token obtained, the login form filled"):
        desktop.press("Return")
        expect(page.locator("#username")).to_have_value(officer.cid, timeout=15_000)
        expect(page.locator("#password")).not_to_have_value("", timeout=15_000)
        desktop.wait_gone(_PIN_WINDOW)
        steps.picture("login-filled")
    with steps.step("the HIS checks citizen ID and token at NHSO and lets the officer in"):
        desktop.click(*screen_point(page, "button.primary"))
        page.wait_for_url("**/eligibility*", timeout=15_000)
    with steps.step("the patient's card is put in; the eligibility form is filled from it"):
        world.insert("patient", reader=1)
        popup = _open_popup(browser, desktop)
        popup.wait_for(f"document.body.innerText.includes({patient.name_th[1]!r})")
        popup.wait_for(f"!document.querySelector({_FILL!r})?.disabled")
        desktop.click(*popup.point(_FILL))
        expect(page.locator("[name=patient_cid]")).to_have_value(patient.cid, timeout=15_000)
        expect(page.locator("[name=first_name]")).to_have_value(patient.name_th[1])
    with steps.step("the patient's rights, from NHSO, in the popup"):
        if not browser.popup_is_open():
            popup = _open_popup(browser, desktop)
        desktop.click(*popup.point(_CHECK_RIGHTS))
        popup.wait_for(f"!!document.querySelector({_RIGHTS!r})")
        popup.point(_RIGHTS)
        steps.picture("rights-in-popup")
    with steps.step("the HIS asks NHSO with what the form holds, and shows the same rights"):
        desktop.press("Escape")
        desktop.click(*screen_point(page, "button.primary"))
        page.wait_for_load_state()
        expect(page.locator("#rights")).to_have_attribute("data-outcome", "ok", timeout=15_000)
        page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        steps.picture("rights-in-his")
    with steps.step("both cards are taken out: the session is locked, the patient is gone from the popup"):
        world.remove(1)
        world.remove(0)
        popup = _open_popup(browser, desktop)
        popup.wait_for("document.body.dataset.view === 'locked'")
        popup.wait_for(f"!document.body.innerText.includes({patient.name_th[1]!r})")
        steps.picture("locked")


def _open_popup(browser: ExtensionBrowser, desktop: Desktop) -> RealPopup:
    desktop.focus(desktop.window(browser.window))
    desktop.press(_OPEN_POPUP)
    return browser.real_popup()
