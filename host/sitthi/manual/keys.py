"""What a key press means for a Token ID: a letter, a digit or an action. Pure.

With the Thai Kedmanee layout on, the keys give Thai letters; the letter that is printed on the same key is meant. The
digit row counts by its position there, as in the PIN window (sitthi.pin.keys).
"""

from __future__ import annotations

import enum

from sitthi.pin.keys import (
    CONTROL,
    DIGIT_BY_CHAR,
    DIGIT_BY_KEYSYM,
    MOD1,
    MOD4,
    SHIFT,
    WINDOWS_ALT,
    WINDOWS_DIGIT_ROW,
    X11_DIGIT_ROW,
)

_X11_V, _WINDOWS_V = 55, 0x56  # the key V: evdev code, virtual-key code
KEDMANEE = {
    **dict(zip("ๆไำพะัีรนย", "qwertyuiop", strict=True)),
    **dict(zip("ฟหกดเ้่าส", "asdfghjkl", strict=True)),
    **dict(zip("ผปแอิืท", "zxcvbnm", strict=True)),
}


class Action(enum.Enum):
    SUBMIT = "submit"
    CANCEL = "cancel"
    ERASE = "erase"
    PASTE = "paste"


_ACTIONS = {
    "Return": Action.SUBMIT, "KP_Enter": Action.SUBMIT, "Escape": Action.CANCEL,
    "BackSpace": Action.ERASE, "Delete": Action.ERASE, "KP_Delete": Action.ERASE,
}  # fmt: skip


def meaning(keysym: str, char: str, keycode: int, state: int, *, platform: str) -> str | Action | None:
    """A small letter or a digit, an action, or None for a key that means nothing here. `platform` is `sys.platform`."""
    windows = platform == "win32"
    if (state & SHIFT and keysym == "Insert") or keysym == "XF86Paste":
        return Action.PASTE
    if state & CONTROL and keycode == (_WINDOWS_V if windows else _X11_V):
        return Action.PASTE
    if state & (CONTROL | (WINDOWS_ALT if windows else MOD1 | MOD4)):
        return None
    if keysym in _ACTIONS:
        return _ACTIONS[keysym]
    if char.isascii() and char.isalpha():
        return char.lower()
    if char in KEDMANEE:
        return KEDMANEE[char]
    digit = DIGIT_BY_KEYSYM.get(keysym, DIGIT_BY_CHAR.get(char))
    if digit is None and not state & SHIFT:
        digit = (WINDOWS_DIGIT_ROW if windows else X11_DIGIT_ROW).get(keycode)
    return None if digit is None else str(digit)
