"""Where things stand in the Token ID window. Draws what it is told; decides nothing."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable

from sitthi.manual.request import TokenRequest
from sitthi.manual.texts import texts_for
from sitthi.pin import screen as look
from sitthi.pin.screen import Screen
from sitthi.pin.widgets import button, label

WIDTH = 470  # design pixels


class Layout:
    """The widgets of one request inside `window`."""

    def __init__(
        self, window: tk.Toplevel, screen: Screen, request: TokenRequest, *,
        paste: Callable[[], None], show: Callable[[], None],
        submit: Callable[[], None], cancel: Callable[[], None],
    ) -> None:  # fmt: skip
        self._texts = texts_for(request.language)
        frame = tk.Frame(window, background=look.PAPER)
        frame.pack(fill="both", expand=True)
        _header(frame, screen, self._texts.product, self._texts.heading)
        body = tk.Frame(frame, background=look.PAPER)
        body.pack(fill="both", padx=screen.px(20), pady=(screen.px(12), screen.px(16)))
        wrap = screen.px(WIDTH)
        label(body, self._texts.belongs_to, screen.text(12), colour=look.MUTED).pack(anchor="w")
        label(body, request.name, screen.text(16), wrap=wrap).pack(anchor="w")
        label(body, request.cid_masked, screen.mono(15)).pack(anchor="w")
        label(body, self._texts.where, screen.text(13), wrap=wrap).pack(anchor="w", pady=(screen.px(8), 0))
        row = tk.Frame(body, background=look.PAPER)
        row.pack(fill="x", pady=(screen.px(10), 0))
        self.field = tk.Label(
            row, font=screen.mono(20), foreground=look.INK, background=look.PAPER, takefocus=1, anchor="w",
            padx=screen.px(10), pady=screen.px(8), highlightthickness=screen.px(2),
            highlightbackground=look.LINE, highlightcolor=look.ACCENT,
        )  # fmt: skip
        self.field.pack(side="left", fill="x", expand=True)
        self._show = button(row, screen, self._texts.show, show)
        self._show.pack(side="right", padx=(screen.px(8), 0))
        self.paste = button(row, screen, self._texts.paste, paste)
        self.paste.pack(side="right", padx=(screen.px(8), 0))
        self._line = label(body, "", screen.text(13), colour=look.MUTED, wrap=wrap)
        self._line.pack(anchor="w", fill="x")
        buttons = tk.Frame(body, background=look.PAPER)
        buttons.pack(fill="x", pady=(screen.px(10), 0))
        self.cancel = button(buttons, screen, self._texts.cancel, cancel)
        self._ok = button(buttons, screen, self._texts.ok, submit, primary=True)
        self.cancel.pack(side="left", expand=True, fill="x", padx=(0, screen.px(8)))
        self._ok.pack(side="left", expand=True, fill="x")

    def draw(self, shown: str, plain: bool, line: str, *, complete: bool, bad: bool) -> None:
        """`line` is the one line below the field; `bad` makes it stand out."""
        self.field.configure(text=shown)
        self._show.configure(text=self._texts.hide if plain else self._texts.show)
        self._line.configure(text=line, foreground=look.BAD if bad else look.MUTED)
        state, back = ("normal", look.ACCENT) if complete else ("disabled", "#dfe5e9")
        self._ok.configure(state=state, background=back)  # type: ignore[call-overload]

    def focused_button(self, focused: tk.Misc | None) -> tk.Button | None:
        """The button that Enter would press instead of OK."""
        return next((each for each in (self.cancel, self.paste, self._show) if each is focused), None)


def _header(parent: tk.Frame, screen: Screen, product: str, heading: str) -> None:
    band = tk.Frame(parent, background=look.ACCENT)
    band.pack(fill="x")
    inner = tk.Frame(band, background=look.ACCENT)
    inner.pack(fill="x", padx=screen.px(20), pady=screen.px(4))
    label(inner, heading, screen.text(16, bold=True), colour=look.PAPER, back=look.ACCENT).pack(side="left")
    label(inner, product, screen.text(13), colour="#cfe7e5", back=look.ACCENT).pack(
        side="right", padx=(screen.px(20), 0)
    )
