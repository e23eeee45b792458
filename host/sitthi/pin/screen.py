"""The display: opening Tk, how many pixels a design pixel takes, and which fonts draw Thai properly.

Knows nothing of PINs and cards. Tk is imported here and in the modules that draw, so that a machine without
it gets a typed error.
"""

from __future__ import annotations

import tkinter as tk
from tkinter import font as tkfont

from sitthi.errors import PinWindowFailed
from sitthi.pin import system

DESIGN_DPI = 96.0
FITS_IN = (660, 480)  # design pixels that a screen must have for a scale to be used

# Tk on X11 does not shape text: with Noto the Thai tone marks overprint, the TLWG fonts stay legible
# (reference: platform 7). Windows shapes text itself.
THAI_FONTS = ("Waree", "Loma", "Garuda", "Leelawadee UI", "Segoe UI", "Tahoma", "Norasi", "Noto Sans Thai")
MONO_FONTS = (
    "Consolas",
    "Cascadia Mono",
    "DejaVu Sans Mono",
    "Liberation Mono",
    "Noto Sans Mono",
    "Tlwg Mono",
)

INK, MUTED, PAPER, LINE = "#16212b", "#55626e", "#ffffff", "#c5ced6"
ACCENT, ACCENT_DARK, ACCENT_SOFT = "#0b6e69", "#08534f", "#e6f2f1"
WARN, WARN_SOFT, BAD, BAD_SOFT = "#7a4300", "#fff1d6", "#9b1111", "#fde9e9"


class Screen:
    """One hidden Tk root. `px` turns design pixels (96 dpi) into pixels of this display."""

    def __init__(self, root: tk.Tk, scale: float, font_scale: float) -> None:
        self.root = root
        self.scale = scale
        self._font_scale = font_scale
        families = set(tkfont.families(root))
        self._text = _first(THAI_FONTS, families, "TkDefaultFont", root)
        self._mono = _first(MONO_FONTS, families, "TkFixedFont", root)

    def px(self, design_pixels: float) -> int:
        return max(1, round(design_pixels * self.scale))

    def text(self, design_pixels: float, *, bold: bool = False) -> tkfont.Font:
        return self._font(self._text, design_pixels, bold)

    def mono(self, design_pixels: float, *, bold: bool = False) -> tkfont.Font:
        return self._font(self._mono, design_pixels, bold)

    def _font(self, family: str, design_pixels: float, bold: bool) -> tkfont.Font:
        size = -max(1, round(design_pixels * self._font_scale))
        return tkfont.Font(self.root, family=family, size=size, weight="bold" if bold else "normal")

    def place(self, window: tk.Wm, width: int, height: int) -> None:
        """Centre on the monitor that the pointer is on.

        Tk on X11 knows only the whole desktop: one much wider than 16:9 is taken as monitors side by side.
        """
        desk_width, desk_height = self.root.winfo_screenwidth(), self.root.winfo_screenheight()
        columns = max(1, round(desk_width / desk_height / (16 / 9)))
        column_width = desk_width // columns
        column = min(max(self.root.winfo_pointerx() // column_width, 0), columns - 1)
        left = column * column_width + max(0, (column_width - width) // 2)
        window.wm_geometry(f"+{left}+{max(0, (desk_height - height) * 2 // 5)}")


def open_screen() -> Screen:
    """Connect to the display. Raises PinWindowFailed(reason="no_display")."""
    system.make_dpi_aware()
    try:
        root = tk.Tk(className="Sitthi")
    except tk.TclError:
        raise PinWindowFailed(reason="no_display") from None
    root.withdraw()
    # An input method is another process that would see the digits.
    root.tk.call("tk", "useinputmethods", False)
    server, desktop = _dpi(root)
    room = min(root.winfo_screenwidth() / FITS_IN[0], root.winfo_screenheight() / FITS_IN[1])
    scale = max(1.0, min(max(server, desktop) / DESIGN_DPI, room))
    return Screen(root, scale, scale * server / desktop)


def _dpi(root: tk.Tk) -> tuple[float, float]:
    """Dots per inch of the server and of the desktop; the latter is Xft.dpi, where desktops put the user's scaling.

    Tk enlarges fonts by the ratio of the two on its own, and nothing else.
    """
    server = float(root.winfo_fpixels("1i"))
    return server, system.desktop_dpi() or server


def _first(wanted: tuple[str, ...], families: set[str], fallback: str, root: tk.Tk) -> str:
    for family in wanted:
        if family in families:
            return family
    return str(tkfont.nametofont(fallback, root).actual("family"))
