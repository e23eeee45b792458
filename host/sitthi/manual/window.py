"""The Token ID window: what keys and clicks do, and when it closes. Asks once and ends.

Typed letters stay in a TokenEntry, hidden unless the person asks to see them.
"""

from __future__ import annotations

import sys
import time
import tkinter as tk
from collections.abc import Callable
from types import TracebackType

from sitthi.errors import SitthiError, SourceCancelled, SourceTimeout, UnexpectedFailure
from sitthi.manual.entry import TokenEntry
from sitthi.manual.keys import Action, meaning
from sitthi.manual.layout import Layout
from sitthi.manual.request import TokenRequest
from sitthi.manual.texts import texts_for
from sitthi.pin import screen as look
from sitthi.pin.screen import Screen

TICK_MS = 200
RAISE_EVERY_TICKS = 5
_SOURCE = "manual"


class TokenWindow:
    """`run` shows it and returns the token, or why there is none, when the window is gone.

    `abandoned()` is asked several times a second.
    """

    def __init__(self, screen: Screen, request: TokenRequest, abandoned: Callable[[], bool]) -> None:
        self._screen, self._texts, self._abandoned = screen, texts_for(request.language), abandoned
        self._window = tk.Toplevel(screen.root, class_="Sitthi", background=look.PAPER)
        self._window.withdraw()
        self._entry = TokenEntry(time.monotonic() + request.timeout_s)
        self._layout = Layout(
            self._window, screen, request,
            paste=self._paste, show=self._show, submit=self._submit, cancel=self._cancel,
        )  # fmt: skip
        self._plain = False
        self._keys_while_pasting: list[tk.Event[tk.Misc]] | None = None
        self._complaint = ""
        self._outcome: str | SitthiError = SourceCancelled(source=_SOURCE)
        self._closed = False
        self._ticks = 0
        screen.root.report_callback_exception = self._failed_inside

    def run(self) -> str | SitthiError:
        self._window.bind("<KeyPress>", self._key)
        self._present()
        try:
            self._screen.root.mainloop()
        finally:
            self._entry.wipe()
        return self._outcome

    # ---- keys and clicks -------------------------------------------------------------------------

    def _key(self, event: tk.Event[tk.Misc]) -> str | None:
        state = event.state if isinstance(event.state, int) else 0
        meant = meaning(event.keysym, event.char, event.keycode, state, platform=sys.platform)
        if meant is None:
            if event.char.isprintable() and event.char not in ("", " "):
                self._complain(self._texts.not_a_letter)
            return None
        if self._keys_while_pasting is not None and meant is not Action.CANCEL:
            self._keys_while_pasting.append(event)
        elif meant is Action.SUBMIT:
            pressed = self._layout.focused_button(self._window.focus_get())
            pressed.invoke() if pressed is not None else self._submit()
        elif meant is Action.CANCEL:
            self._cancel()
        elif meant is Action.PASTE:
            self._paste()
        elif meant is Action.ERASE:
            self._entry.remove_last()
            self._draw()
        elif self._entry.add(meant):
            self._draw()
        else:
            self._window.bell()
        return "break"

    def _paste(self) -> None:
        """The program that holds the clipboard may take its time, in which Tk hands out keys: they wait for what comes
        before them, or else an Enter would be for a Token ID that is not there yet.
        """
        if self._keys_while_pasting is not None:
            return
        waiting = self._keys_while_pasting = []
        try:
            copied = str(self._window.clipboard_get())
        except tk.TclError:
            copied = ""
        finally:
            self._keys_while_pasting = None
        if self._closed:
            return
        self._put(copied)
        for event in waiting:
            self._key(event)

    def _put(self, copied: str) -> None:
        if self._entry.paste(copied):
            self._layout.field.focus_set()
            self._draw()
        else:
            self._complain(self._texts.not_pasted)

    def _show(self) -> None:
        self._plain = not self._plain
        self._layout.field.focus_set()
        self._draw()

    def _submit(self) -> None:
        if self._entry.complete:
            self._end(self._entry.text())
        else:
            self._window.bell()

    def _cancel(self) -> None:
        self._end(SourceCancelled(source=_SOURCE))

    # ---- showing ---------------------------------------------------------------------------------

    def _complain(self, text: str) -> None:
        self._window.bell()
        self._draw(text)

    def _draw(self, complaint: str = "") -> None:
        """A complaint stays until the next key that means something."""
        self._complaint = complaint
        self._redraw()

    def _redraw(self) -> None:
        entry, left = self._entry, self._entry.countdown(time.monotonic())
        if left is not None:
            line = self._texts.seconds_left.format(n=left)
        elif self._complaint:
            line = self._complaint
        else:
            line = self._texts.complete if entry.complete else self._texts.typed.format(n=entry.count)
        bad = left is not None or bool(self._complaint)
        self._layout.draw(entry.shown(self._plain), self._plain, line, complete=entry.complete, bad=bad)

    def _present(self) -> None:
        window = self._window
        window.title("Sitthi")
        window.resizable(False, False)
        window.protocol("WM_DELETE_WINDOW", self._cancel)
        if self._screen.root.tk.call("tk", "windowingsystem") == "x11":
            window.wm_attributes("-type", "dialog")
        window.wm_attributes("-topmost", True)
        self._draw()
        window.update_idletasks()
        self._screen.place(window, window.winfo_reqwidth(), window.winfo_reqheight())
        window.deiconify()
        window.lift()
        window.focus_force()
        self._layout.field.focus_force()
        window.after(TICK_MS, self._tick)

    # ---- time and endings ------------------------------------------------------------------------

    def _tick(self) -> None:
        if self._closed:
            return
        if self._abandoned():
            self._end(SourceCancelled(source=_SOURCE))
            return
        if self._entry.timed_out(time.monotonic()):
            self._end(SourceTimeout(source=_SOURCE, reason="window"))
            return
        self._redraw()
        self._ticks += 1
        if self._ticks % RAISE_EVERY_TICKS == 0:
            self._window.lift()
        self._window.after(TICK_MS, self._tick)

    def _end(self, outcome: str | SitthiError) -> None:
        if not self._closed:
            self._closed = True
            self._outcome = outcome
            self._screen.root.quit()

    def _failed_inside(self, kind: type[BaseException], _value: BaseException, _trace: TracebackType | None) -> None:
        self._end(UnexpectedFailure(kind=kind.__name__))
