"""Fills a page by the product's own scripts, as the background does: find, take the values of what was found, write."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

from corpus.isolated import IsolatedWorld, all_scripts
from support.extension_browser import IS_FIREFOX
from support.firefox.isolated import FirefoxWorld

_RULES: dict[str, Any] = {"fields": {}, "never": [], "roles": {}, "submit": False}

#: Finite animations only: a spinner never ends.
_AT_REST = """() => Promise.all(document.getAnimations()
    .filter(each => Number.isFinite(each.effect?.getComputedTiming().endTime))
    .map(each => each.finished.catch(() => null)))"""

#: What a person sees in each control, in the order of the page; shadow roots are looked into by the caller's locator.
_SHOWN = """controls => controls.filter(each => each.checkVisibility() && each.type !== "hidden").flatMap(each =>
    each.type === "radio" ? (each.checked ? [each.labels[0]?.textContent.trim() ?? each.value] : [])
    : each.localName === "select" ? [each.selectedOptions[0]?.textContent.trim() ?? ""]
    : [each.value])"""


class PersonAtPage:
    """Somebody with the extension, in front of one page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._world = FirefoxWorld(page, all_scripts()) if IS_FIREFOX else IsolatedWorld(page)

    def find(self) -> list[dict[str, Any]]:
        """The fields that the product offers to fill, once nothing moves any more."""
        self.page.evaluate(_AT_REST)
        self._world.enter()
        place = self._place()
        survey = self._world.call("(origin, url, rules) => sitthiFill.survey(origin, url, rules)", *place, _RULES)
        fields: list[dict[str, Any]] = survey["fields"]
        return fields

    def write(self, values: dict[str, str]) -> dict[str, Any]:
        origin, url = self._place()
        order = {"origin": origin, "url": url, "rules": _RULES, "values": values, "gesture": True}
        written: dict[str, Any] = self._world.call("order => sitthiFill.write(order)", order)
        return written

    def press(self, button: str) -> None:
        self.page.get_by_role("button", name=button, exact=True).click()

    def shown(self) -> list[str]:
        values: list[str] = self.page.locator("input, select, textarea").evaluate_all(_SHOWN)
        return values

    def _place(self) -> tuple[str, str]:
        url = self.page.url
        return url.split("/frameworks/", 1)[0], url
