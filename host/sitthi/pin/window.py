"""The PIN window: what is shown, what keys and clicks do, and when it closes. One window for one try.

Knows cards only as callables; the digits stay in a PinEntry, never in a Tk variable or Entry widget, whose
text Tk would keep as a Tcl string. There is no clipboard.
"""

from __future__ import annotations

import sys
import time
import tkinter as tk
from collections.abc import Callable
from threading import Thread
from types import TracebackType

from sitthi.errors import PinCancelled, PinTimeout, SitthiError, UnexpectedFailure
from sitthi.pin import screen as look
from sitthi.pin.entry import PinEntry
from sitthi.pin.keys import Action, meaning
from sitthi.pin.layout import Layout
from sitthi.pin.request import PinRequest
from sitthi.pin.screen import Screen
from sitthi.pin.texts import texts_for
from sitthi.pin.verification import Prospect

TICK_MS = 100
RAISE_EVERY_TICKS = 5
ACCEPTED_SHOWN_MS = 350
NOTICE_SHOWN_MS = 8000
NOTICE_DEAF_MS = 700  # a key that was meant for the PIN does not close the notice unread

Outcome = SitthiError | None


class PinWindow:
    """Shows itself in `run`, which returns when the window is gone.

    `verify(pin)` is called at most once, in a thread of its own; `report(outcome)` exactly once, as soon as
    the outcome is known, before anything is shown about it; `lost()` is asked several times a second.
    """

    def __init__(
        self,
        screen: Screen,
        request: PinRequest,
        *,
        verify: Callable[[bytearray], Outcome],
        report: Callable[[Outcome], None],
        lost: Callable[[], Outcome],
        abandoned: Callable[[], bool],
    ) -> None:
        self._screen, self._request, self._texts = screen, request, texts_for(request.language)
        self._verify, self._report, self._lost, self._abandoned = verify, report, lost, abandoned
        self._window = tk.Toplevel(screen.root, class_="Sitthi", background=look.PAPER)
        self._window.withdraw()
        self._entry: PinEntry | None = None
        self._layout: Layout | None = None
        self._outcome: list[Outcome] = []
        self._checking = self._closed = False
        self._ticks = 0
        screen.root.report_callback_exception = self._failed_inside

    def run(self, prospect: Prospect) -> None:
        """Ask for the PIN, report the outcome, show it."""
        deadline = time.monotonic() + self._request.timeout_s
        self._entry = PinEntry(prospect.min_length, prospect.max_length, deadline)
        self._layout = Layout(
            self._window, self._screen, self._request, prospect,
            digit=self._digit, erase=self._erase, submit=self._submit, cancel=self._cancel,
        )  # fmt: skip
        self._window.bind("<KeyPress>", self._key)
        self._present(self._layout.dots)
        try:
            self._screen.root.mainloop()
        finally:
            self._entry.wipe()

    def run_notice(self, failure: SitthiError) -> None:
        """Only tell why nothing can be asked; the failure has been reported already."""
        self._outcome.append(failure)
        if self._show_notice(failure):
            self._present(self._window)
            self._screen.root.mainloop()

    def stop(self) -> None:
        """End the loop (signal handler, abandoned process)."""
        self._closed = True
        if self._entry is not None:
            self._entry.wipe()
        self._screen.root.quit()

    # ---- keys and clicks -------------------------------------------------------------------------

    def _key(self, event: tk.Event[tk.Misc]) -> str | None:
        state = event.state if isinstance(event.state, int) else 0
        meant = meaning(event.keysym, event.char, event.keycode, state, platform=sys.platform)
        if isinstance(meant, int):
            self._digit(meant)
        elif meant is Action.ERASE:
            self._erase()
        elif meant is Action.CANCEL:
            self._cancel()
        elif meant is Action.SUBMIT:
            focused = self._window.focus_get()
            self._cancel() if self._layout and focused is self._layout.cancel else self._submit()
        return "break" if meant is not None else None

    def _digit(self, digit: int) -> None:
        if self._open_for_typing() and not self._entry_now().add(digit):
            self._window.bell()
        self._draw()

    def _erase(self) -> None:
        if self._open_for_typing():
            self._entry_now().remove_last()
        self._draw()

    def _cancel(self) -> None:
        if self._open_for_typing():
            self._end(PinCancelled())

    def _submit(self) -> None:
        if not self._open_for_typing():
            return
        if not self._entry_now().complete:
            self._window.bell()
            return
        self._checking = True
        pin = self._entry_now().take()
        if self._layout:
            self._layout.freeze(self._texts.checking)
        Thread(target=self._work, args=(pin,), daemon=True).start()

    def _work(self, pin: bytearray) -> None:
        outcome = self._verify(pin)
        self._report(outcome)
        self._outcome.append(outcome)

    def _open_for_typing(self) -> bool:
        return not self._checking and not self._outcome

    def _entry_now(self) -> PinEntry:
        if self._entry is None:
            raise RuntimeError("the window asks for no PIN")
        return self._entry

    # ---- time ------------------------------------------------------------------------------------

    def _tick(self) -> None:
        if self._closed:
            return
        if self._abandoned():
            self.stop()
            return
        if self._checking and self._outcome:
            self._checking = False
            self._show_outcome(self._outcome[0])
        elif self._open_for_typing():
            self._watch_time_and_card()
        self._ticks += 1
        if self._ticks % RAISE_EVERY_TICKS == 0:
            self._window.lift()
        self._window.after(TICK_MS, self._tick)

    def _watch_time_and_card(self) -> None:
        gone = self._lost()
        if gone is not None:
            self._end(gone)
        elif self._entry_now().timed_out(time.monotonic()):
            self._end(PinTimeout())
        else:
            self._draw()

    def _draw(self) -> None:
        if self._layout and self._open_for_typing():
            entry = self._entry_now()
            self._layout.draw(entry.count, entry.complete, entry.countdown(time.monotonic()))

    # ---- endings ---------------------------------------------------------------------------------

    def _end(self, outcome: SitthiError) -> None:
        self._outcome.append(outcome)
        self._report(outcome)
        self.stop()

    def _show_outcome(self, outcome: Outcome) -> None:
        if outcome is None and self._layout:
            self._layout.accepted(self._texts.accepted)
            self._window.after(ACCEPTED_SHOWN_MS, self.stop)
        elif outcome is None or not self._show_notice(outcome):
            self.stop()

    def _show_notice(self, failure: SitthiError) -> bool:
        words = self._texts.notice(failure)
        if words is None:
            return False
        if self._layout:
            self._layout.frame.destroy()
        Layout.notice(self._window, self._screen, *words, hint=self._texts.press_any_key)
        self._window.unbind("<KeyPress>")
        self._window.after(NOTICE_DEAF_MS, self._close_on_any_key)
        self._window.after(NOTICE_SHOWN_MS, self.stop)
        return True

    def _close_on_any_key(self) -> None:
        for event in ("<KeyPress>", "<ButtonPress>"):
            self._window.bind(event, lambda _: self.stop())
        self._window.protocol("WM_DELETE_WINDOW", self.stop)

    def _present(self, focus: tk.Misc) -> None:
        window = self._window
        window.title("Sitthi")
        window.resizable(False, False)
        window.protocol("WM_DELETE_WINDOW", self._cancel)
        if self._screen.root.tk.call("tk", "windowingsystem") == "x11":
            window.wm_attributes("-type", "dialog")
        window.wm_attributes("-topmost", True)
        window.update_idletasks()
        self._screen.place(window, window.winfo_reqwidth(), window.winfo_reqheight())
        window.deiconify()
        window.lift()
        window.focus_force()
        focus.focus_force()
        window.after(TICK_MS, self._tick)

    def _failed_inside(self, kind: type[BaseException], _value: BaseException, _trace: TracebackType | None) -> None:
        self._report(UnexpectedFailure(kind=kind.__name__))
        self.stop()
