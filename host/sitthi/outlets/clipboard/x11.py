"""X11, and Wayland through its X server: who holds a selection must be there to answer, so this process is.

When it ends the selection is empty. A clipboard manager may have copied the text by then; those that know KDE's hint
for passwords do not keep it.
"""

from __future__ import annotations

import tkinter
from collections.abc import Callable

_SELECTION = "CLIPBOARD"
_LOOK_MS = 200
_SECRET_HINT = "x-kde-passwordManagerHint"  # noqa: S105 - the name of a format


def hold(text: str, still: Callable[[], bool], ready: Callable[[], None], failed: Callable[[str], None]) -> None:
    """Until `still` says no, or somebody else owns the clipboard. `ready` once the text can be pasted."""
    try:
        root = tkinter.Tk(className="Sitthi")
    except tkinter.TclError:
        failed("no_display")
        return
    root.withdraw()

    def part(of: str) -> Callable[[str, str], str]:
        return lambda offset, most: of[int(offset) : int(offset) + int(most)]

    for kind in ("STRING", "UTF8_STRING", "TEXT", "text/plain", "text/plain;charset=utf-8"):
        root.selection_handle(part(text), selection=_SELECTION, type=kind)
    root.selection_handle(part("secret"), selection=_SELECTION, type=_SECRET_HINT)
    root.selection_own(selection=_SELECTION, command=root.quit)
    root.update()
    if str(root.tk.call("selection", "own", "-selection", _SELECTION)) != str(root):
        failed("not_owner")
        return

    def look() -> None:
        if still():
            root.after(_LOOK_MS, look)
        else:
            root.quit()

    look()
    ready()
    root.mainloop()
    root.destroy()
