"""What a key press means for a PIN: a table from key symbols and key codes to digits and actions. Pure.

A digit on the key top counts whatever the layout: Latin and Thai digits, the numeric pad with and without
Num Lock. The Thai Kedmanee layout has letters on the digit row (ๅ / - ภ ถ ุ ึ ค ต จ), so an unmodified key
of that row counts by its position. Anything pressed with Control or Alt is no digit, which also refuses
every paste shortcut.
"""

from __future__ import annotations

import enum

# Modifier bits of Tk's event.state. On Windows Alt is 0x20000; on X11 it is Mod1, and Super is Mod4 (Tk
# bind(3)).
SHIFT, CONTROL, MOD1, MOD4, WINDOWS_ALT = 0x1, 0x4, 0x8, 0x40, 0x20000

_LATIN = {str(digit): digit for digit in range(10)}
_NUM_PAD = {f"KP_{digit}": digit for digit in range(10)}
_NUM_PAD_UNLOCKED = {
    "KP_Insert": 0, "KP_End": 1, "KP_Down": 2, "KP_Next": 3, "KP_Left": 4,
    "KP_Begin": 5, "KP_Right": 6, "KP_Home": 7, "KP_Up": 8, "KP_Prior": 9,
}  # fmt: skip
_THAI = {
    "Thai_leksun": 0, "Thai_leknung": 1, "Thai_leksong": 2, "Thai_leksam": 3, "Thai_leksi": 4,
    "Thai_lekha": 5, "Thai_lekhok": 6, "Thai_lekchet": 7, "Thai_lekpaet": 8, "Thai_lekkao": 9,
}  # fmt: skip
DIGIT_BY_KEYSYM = _LATIN | _NUM_PAD | _NUM_PAD_UNLOCKED | _THAI
DIGIT_BY_CHAR = {chr(0x0E50 + digit): digit for digit in range(10)}  # ๐ to ๙: Windows has no Thai key symbols

X11_DIGIT_ROW = {10 + offset: (offset + 1) % 10 for offset in range(10)}  # evdev codes of the keys 1 … 9 0
WINDOWS_DIGIT_ROW = {0x30 + digit: digit for digit in range(10)}  # virtual-key codes VK_0 … VK_9


class Action(enum.Enum):
    SUBMIT = "submit"
    CANCEL = "cancel"
    ERASE = "erase"


_ACTIONS = {
    "Return": Action.SUBMIT, "KP_Enter": Action.SUBMIT, "Escape": Action.CANCEL,
    "BackSpace": Action.ERASE, "Delete": Action.ERASE, "KP_Delete": Action.ERASE,
}  # fmt: skip


def meaning(keysym: str, char: str, keycode: int, state: int, *, platform: str) -> int | Action | None:
    """A digit 0..9, an action, or None for a key that means nothing here. `platform` is `sys.platform`."""
    windows = platform == "win32"
    held = state & (CONTROL | (WINDOWS_ALT if windows else MOD1 | MOD4))
    if held:
        return None
    if keysym in _ACTIONS:
        return _ACTIONS[keysym]
    if keysym in DIGIT_BY_KEYSYM:
        return DIGIT_BY_KEYSYM[keysym]
    if char in DIGIT_BY_CHAR:
        return DIGIT_BY_CHAR[char]
    if state & SHIFT:
        return None
    return (WINDOWS_DIGIT_ROW if windows else X11_DIGIT_ROW).get(keycode)
