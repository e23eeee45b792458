"""The drawn parts of the PIN window: dots, buttons, the key pad, the notice. They know numbers, never
digits' order.

Buttons call Python closures: what was pressed never becomes a Tcl string.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import font as tkfont

from sitthi.pin import screen as look
from sitthi.pin.screen import Screen


class Dots(tk.Canvas):
    """One ring a digit, filled as digits are typed. Takes the keyboard focus and shows it."""

    def __init__(self, parent: tk.Misc, screen: Screen, length: int) -> None:
        self._radius, self._step, margin = screen.px(8), screen.px(min(44, 300 / length)), screen.px(14)
        width, height = self._step * length + 2 * margin, screen.px(46)
        super().__init__(
            parent, width=width, height=height, background=look.PAPER, takefocus=1,
            highlightthickness=screen.px(2), highlightbackground=look.LINE, highlightcolor=look.ACCENT,
        )  # fmt: skip
        edge = screen.px(2)
        self._rings = []
        for index in range(length):
            x, y = edge + margin + self._step * index + self._step // 2, edge + height // 2
            box = (x - self._radius, y - self._radius, x + self._radius, y + self._radius)
            self._rings.append(self.create_oval(*box, outline=look.MUTED, width=screen.px(2)))

    def show(self, count: int) -> None:
        for index, ring in enumerate(self._rings):
            filled = index < count
            colour = look.ACCENT if filled else look.MUTED
            self.itemconfigure(ring, fill=look.ACCENT if filled else look.PAPER, outline=colour)


def button(
    parent: tk.Misc, screen: Screen, text: str, press: Callable[[], None], *, primary: bool = False
) -> tk.Button:
    """A wide button; its focus ring is visible. Space presses it (Tk's own binding)."""
    colours = (look.ACCENT, look.PAPER, look.ACCENT_DARK) if primary else (look.PAPER, look.INK, look.ACCENT_SOFT)
    return tk.Button(
        parent, text=text, command=press, font=screen.text(15, bold=primary),
        background=colours[0], foreground=colours[1], activebackground=colours[2],
        activeforeground=colours[1],
        disabledforeground="#8d99a3", relief="solid", borderwidth=0 if primary else screen.px(1),
        highlightthickness=screen.px(3), highlightbackground=look.PAPER, highlightcolor="#f2a900",
        padx=screen.px(18), pady=screen.px(5), cursor="hand2",
    )  # fmt: skip


class KeyPad(tk.Frame):
    """Large keys for mouse and touch. Not in the Tab order: the keyboard types digits directly."""

    def __init__(
        self,
        parent: tk.Misc,
        screen: Screen,
        erase: str,
        press: Callable[[int], None],
        undo: Callable[[], None],
    ) -> None:
        super().__init__(parent, background=look.PAPER)
        places = {digit: divmod(digit - 1, 3) for digit in range(1, 10)} | {0: (3, 1)}
        self._keys = [self._key(screen, str(digit), row, column, _pressing(press, digit), 20)
                      for digit, (row, column) in places.items()]  # fmt: skip
        self._keys.append(self._key(screen, erase, 3, 2, undo, 14))
        for index in range(4):
            self.rowconfigure(index, weight=1, minsize=screen.px(56), uniform="key")
        for index in range(3):
            self.columnconfigure(index, weight=1, minsize=screen.px(66), uniform="key")

    def _key(self, screen: Screen, text: str, row: int, column: int, press: Callable[[], None], size: int) -> tk.Button:
        key = tk.Button(
            self, text=text, command=press, font=screen.text(size), takefocus=0, cursor="hand2",
            background="#f1f4f6", foreground=look.INK, activebackground=look.ACCENT_SOFT,
            relief="flat", borderwidth=0, highlightthickness=0,
        )  # fmt: skip
        key.grid(row=row, column=column, sticky="nsew", padx=screen.px(3), pady=screen.px(3))
        return key

    def disable(self) -> None:
        for key in self._keys:
            key.configure(state="disabled")


def label(
    parent: tk.Misc,
    text: str,
    font: tkfont.Font,
    *,
    colour: str = look.INK,
    wrap: int = 0,
    back: str = look.PAPER,
) -> tk.Label:
    """Text to read; broken into lines at `wrap` pixels, if given."""
    # Thai tone marks are drawn above the font's ascent and would be cut at the label's edge.
    above = font.metrics("linespace") // 6
    return tk.Label(
        parent, text=text, font=font, foreground=colour, background=back,
        wraplength=wrap, justify="left", anchor="w", padx=0, pady=above, borderwidth=0,
    )  # fmt: skip


def _pressing(press: Callable[[int], None], digit: int) -> Callable[[], None]:
    return lambda: press(digit)
