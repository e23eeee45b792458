"""Where things stand in the PIN window: who asks and whose card on the left, the key pad on the right.

Draws what it is told; decides nothing.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import font as tkfont

from sitthi.pin import screen as look
from sitthi.pin.request import PinRequest
from sitthi.pin.screen import Screen
from sitthi.pin.texts import texts_for
from sitthi.pin.verification import Prospect
from sitthi.pin.widgets import Dots, KeyPad, button, label
from sitthi.pin.wrapping import wrap_origin

LEFT_WIDTH = 350  # design pixels
ORIGIN_SIZES = (20, 17, 14)
ORIGIN_LINES = 3  # a longer origin takes the smallest size, and as many lines as it needs


class Layout:
    """The widgets of one PIN request inside `window`."""

    def __init__(
        self, window: tk.Toplevel, screen: Screen, request: PinRequest, prospect: Prospect, *,
        digit: Callable[[int], None], erase: Callable[[], None],
        submit: Callable[[], None], cancel: Callable[[], None],
    ) -> None:  # fmt: skip
        self._screen, self._texts = screen, texts_for(request.language)
        self._length = prospect.min_length
        self.frame = tk.Frame(window, background=look.PAPER)
        self.frame.pack(fill="both", expand=True)
        _header(self.frame, screen, self._texts.product, self._texts.heading)
        body = tk.Frame(self.frame, background=look.PAPER)
        body.pack(fill="both", padx=screen.px(20), pady=(screen.px(12), screen.px(16)))
        left = tk.Frame(body, background=look.PAPER)
        left.pack(side="left", fill="y", anchor="n")
        tk.Frame(left, width=screen.px(LEFT_WIDTH), height=0, background=look.PAPER).pack()
        self._who(left, request)
        if prospect.tries_left is not None:
            self._tries(left, prospect.tries_left)
        self.dots = Dots(left, screen, prospect.max_length)
        self.dots.pack(anchor="w", pady=(screen.px(8), 0))
        self._line = label(left, "", screen.text(13), colour=look.MUTED, wrap=screen.px(LEFT_WIDTH))
        self._line.pack(anchor="w", fill="x")
        buttons = tk.Frame(left, background=look.PAPER)
        buttons.pack(side="bottom", fill="x", pady=(screen.px(10), 0))
        self.cancel = button(buttons, screen, self._texts.cancel, cancel)
        self._ok = button(buttons, screen, self._texts.ok, submit, primary=True)
        self.cancel.pack(side="left", expand=True, fill="x", padx=(0, screen.px(8)))
        self._ok.pack(side="left", expand=True, fill="x")
        self._pad = KeyPad(body, screen, self._texts.erase, digit, erase)
        self._pad.pack(side="left", fill="both", padx=(screen.px(24), 0))
        self.draw(0, False, None)

    def draw(self, count: int, complete: bool, countdown: int | None) -> None:
        """`count` digits are there; the time that is left is shown only when it is short."""
        self.dots.show(count)
        state = "normal" if complete else "disabled"
        self._ok.configure(state=state, background=look.ACCENT if complete else "#dfe5e9")  # type: ignore[call-overload]
        if countdown is None:
            self._line.configure(text=self._texts.digits_needed.format(n=self._length), foreground=look.MUTED)
        else:
            self._line.configure(text=self._texts.seconds_left.format(n=countdown), foreground=look.BAD)

    def freeze(self, text: str) -> None:
        """The PIN is on its way to the card: nothing can be pressed."""
        self._line.configure(text=text, foreground=look.INK)
        self._ok.configure(state="disabled")
        self.cancel.configure(state="disabled")
        self._pad.disable()

    def accepted(self, text: str) -> None:
        self._line.configure(text=f"✓ {text}", foreground=look.ACCENT, font=self._screen.text(15, bold=True))

    def _who(self, parent: tk.Frame, request: PinRequest) -> None:
        screen, texts = self._screen, self._texts
        label(parent, texts.asked_by, screen.text(12), colour=look.MUTED).pack(anchor="w")
        if request.origin:
            text, font = self._origin(request.origin)
            label(parent, text, font).pack(anchor="w")
        else:
            label(parent, texts.itself, screen.text(18, bold=True)).pack(anchor="w")
        label(parent, texts.card_of, screen.text(12), colour=look.MUTED).pack(anchor="w", pady=(screen.px(4), 0))
        label(parent, request.name, screen.text(16), wrap=screen.px(LEFT_WIDTH)).pack(anchor="w")
        label(parent, request.cid_masked, screen.mono(15)).pack(anchor="w")

    def _origin(self, origin: str) -> tuple[str, tkfont.Font]:
        width = self._screen.px(LEFT_WIDTH)
        for size in ORIGIN_SIZES:
            font = self._screen.mono(size, bold=True)
            lines = wrap_origin(origin, lambda text, font=font: font.measure(text) <= width)  # type: ignore[misc]
            if len(lines) <= ORIGIN_LINES:
                break
        return "\n".join(lines), font

    def _tries(self, parent: tk.Frame, left: int) -> None:
        if left <= 1:
            colour, back = look.BAD, look.BAD_SOFT
        else:
            colour, back = (look.WARN, look.WARN_SOFT) if left == 2 else (look.MUTED, look.PAPER)
        pad = self._screen.px(6) if left <= 2 else 0
        font, wrap = self._screen.text(13, bold=left <= 2), self._screen.px(LEFT_WIDTH - 20)
        line = label(parent, self._texts.tries(left), font, colour=colour, back=back, wrap=wrap)
        line.configure(padx=pad)
        line.pack(anchor="w", pady=(self._screen.px(4), 0))

    @staticmethod
    def notice(window: tk.Toplevel, screen: Screen, title: str, text: str, *, hint: str) -> None:
        """Fill `window` with something to read instead."""
        frame = tk.Frame(window, background=look.PAPER)
        frame.pack(fill="both", expand=True, padx=screen.px(24), pady=screen.px(20))
        wrap = screen.px(LEFT_WIDTH + 170)
        label(frame, title, screen.text(20, bold=True), colour=look.BAD, wrap=wrap).pack(anchor="w")
        label(frame, text, screen.text(15), wrap=wrap).pack(anchor="w", pady=screen.px(12))
        label(frame, hint, screen.text(12), colour=look.MUTED).pack(anchor="w")


def _header(parent: tk.Frame, screen: Screen, product: str, heading: str) -> None:
    band = tk.Frame(parent, background=look.ACCENT)
    band.pack(fill="x")
    inner = tk.Frame(band, background=look.ACCENT)
    inner.pack(fill="x", padx=screen.px(20), pady=screen.px(4))
    label(inner, heading, screen.text(16, bold=True), colour=look.PAPER, back=look.ACCENT).pack(side="left")
    label(inner, product, screen.text(13), colour="#cfe7e5", back=look.ACCENT).pack(side="right")
