"""The panel in Chromium's own side panel: opened from the popup by a real press, beside the page, with a card."""

from __future__ import annotations

from pathlib import Path

from sitthi_sandbox.browser import ExtensionBrowser
from sitthi_sandbox.card.people import PEOPLE
from sitthi_sandbox.desktop import Desktop
from sitthi_sandbox.world import World
from support.counter import login, new_host, wait_card

_PATIENT = PEOPLE["patient"]


def test_the_panel_stays_beside_the_page_and_shows_a_patient_only_while_the_card_is_in(
    chromium: ExtensionBrowser, world: World, desktop: Desktop
) -> None:
    world.insert("officer")
    with new_host(world) as host:
        wait_card(host)
        login(world, host)
    page = chromium.open(f"{world.his}/login")
    width = page.evaluate("innerWidth")
    chromium.press_toolbar_button(page)
    desktop.click(*chromium.real_popup().point("#panel"))

    panel = chromium.side_panel()
    panel.wait_for("document.body.dataset.view === 'waiting'")
    page.wait_for_function("before => innerWidth < before", arg=width)  # the browser made room for it
    assert not chromium.popup_is_open()

    world.insert("patient", 1)
    panel.wait_for("!!document.querySelector('article.patient')")
    panel.press("[data-key=rights]")
    panel.wait_for("!!document.querySelector('article.rights')")
    shown = panel.evaluate("document.body.innerText")
    assert _PATIENT.cid in shown.replace("-", "")
    desktop.wait_still()
    desktop.picture(Path("build") / "shots" / "side-panel.png")

    world.remove(1)
    panel.wait_for("document.body.dataset.view === 'waiting'")
    left = panel.evaluate("document.documentElement.textContent")
    assert _PATIENT.cid not in left.replace("-", "")
    assert _PATIENT.name_th[1] not in left
