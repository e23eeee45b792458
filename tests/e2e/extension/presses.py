"""The two halves of a press, with time between them."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page

#: A press that takes longer than popup/press.js thinks is none; on a busy machine ours may.
_PRESSES_DO_NOT_END = """() => {
  const real = setTimeout;
  globalThis.endlessPresses = 0;
  globalThis.setTimeout = (run, ms, ...rest) => {
    if (ms !== 1000) return real(run, ms, ...rest);
    endlessPresses += 1;
    return 0;
  };
}"""
#: For news on their way to a page.
MEANWHILE_MS = 200


def endless_presses(page: Page) -> None:
    """From now on. `was_endless` tells whether one has begun: else the number above is no longer press.js's own."""
    page.evaluate(_PRESSES_DO_NOT_END)


def was_endless(page: Page) -> bool:
    begun: int = page.evaluate("endlessPresses")
    return begun > 0


def halves_of_press(page: Page, button: str, how: str = "mouse") -> tuple[Callable[[], None], Callable[[], None]]:
    """The button has been made ready for it: the pointer is over it, or it has the focus."""
    if how == "space":
        page.focus(button)
        return lambda: page.keyboard.down(" "), lambda: page.keyboard.up(" ")
    page.hover(button)
    return page.mouse.down, page.mouse.up


def mark(page: Page, button: str) -> str:
    """A selector that finds the button until it is drawn anew."""
    page.locator(button).evaluate("button => { button.dataset.drawn = 'before' }")
    return "[data-drawn=before]"
