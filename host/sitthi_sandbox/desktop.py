"""A desktop for the demo and the tests: the machine's own display, or a private Xvfb with a window manager.

Types and clicks as a person would (xdotool) and takes pictures (ImageMagick's `import`). Knows nothing of Sitthi.
"""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path
from types import TracebackType
from typing import Self


class DesktopError(RuntimeError):
    """A window did not come, or a program for the desktop is missing."""


class Desktop:
    """A context manager. `own=True` uses the display that DISPLAY names and leaves it alone at the end."""

    def __init__(self, *, own: bool = False, width: int = 1280, height: int = 900, dpi: int = 96) -> None:
        self._own = own
        self._screen = f"{width}x{height}x24"
        self._dpi = dpi
        self._processes: list[subprocess.Popen[bytes]] = []
        self.display = os.environ.get("DISPLAY", "") if own else ""

    @property
    def env(self) -> dict[str, str]:
        """What a child needs in its environment to show its windows here."""
        return {"DISPLAY": self.display}

    def __enter__(self) -> Self:
        if not self._own:
            self._start_xvfb()
            self._start_window_manager()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for process in reversed(self._processes):
            process.terminate()
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    # ---- a person's hands and eyes -----------------------------------------------------------------------------------

    def window(self, title: str, timeout: float = 15.0, *, other_than: set[str] | None = None) -> str:
        """The id of the visible window with this title (a regular expression), as soon as it is there."""
        deadline = time.monotonic() + timeout
        while not (found := self.windows(title) - (other_than or set())):
            if time.monotonic() > deadline:
                raise DesktopError(f"no window {title!r}")
            time.sleep(0.02)
        return found.pop()

    def windows(self, title: str) -> set[str]:
        """The ids of all visible windows with this title now."""
        return visible_windows(title, self._environment())

    def wait_gone(self, title: str, timeout: float = 15.0) -> None:
        """Until no visible window has this title."""
        deadline = time.monotonic() + timeout
        while self.windows(title):
            if time.monotonic() > deadline:
                raise DesktopError(f"window {title!r} is still there")
            time.sleep(0.05)

    def focus(self, window: str) -> None:
        self._xdotool("windowactivate", "--sync", window)

    def press(self, *keys: str) -> None:
        """Key names of X11 (`Return`, `alt+shift+s`, `1`), to whatever has the focus."""
        self._xdotool("key", "--delay", "60", *keys)

    def click(self, x: int, y: int) -> None:
        """Move the pointer to a point of the screen and press its first button."""
        self._xdotool("mousemove", str(x), str(y), "click", "1")

    def context_menu(self, x: int, y: int) -> None:
        """Press the pointer's other button at a point of the screen."""
        self._xdotool("mousemove", str(x), str(y), "click", "3")

    def picture(self, target: Path, window: str = "root") -> Path:
        target.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run(
            ["import", "-window", window, str(target)],
            env=self._environment(),
            check=True,
            capture_output=True,
        )
        return target

    def wait_still(self, timeout: float = 3.0) -> None:
        """Until the screen has stopped changing: three looks that show the same, or the time is over."""
        deadline = time.monotonic() + timeout
        looks: list[bytes] = []
        while time.monotonic() < deadline and (len(looks) < 3 or len(set(looks[-3:])) > 1):
            looks.append(
                subprocess.run(
                    ["import", "-window", "root", "-depth", "8", "rgb:-"],
                    env=self._environment(),
                    check=True,
                    capture_output=True,
                ).stdout
            )
            time.sleep(0.1)

    # ---- starting ----------------------------------------------------------------------------------------------------

    def _start_xvfb(self) -> None:
        read, write = os.pipe()
        command = ["Xvfb", "-displayfd", str(write), "-screen", "0", self._screen, "-dpi", str(self._dpi)]
        self._processes.append(
            subprocess.Popen(
                [*command, "-nolisten", "tcp", "-noreset"],
                pass_fds=[write],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        )
        os.close(write)
        with os.fdopen(read, "rb") as said:
            number = said.readline().strip()
        if not number:
            raise DesktopError("Xvfb did not start")
        self.display = f":{number.decode()}"

    def _start_window_manager(self) -> None:
        self._processes.append(
            subprocess.Popen(
                ["openbox", "--sm-disable"],
                env=self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        )
        deadline = time.monotonic() + 10
        while b"_NET_SUPPORTING_WM_CHECK" not in self._root_properties():
            if time.monotonic() > deadline:
                raise DesktopError("the window manager did not start")
            time.sleep(0.05)

    def _root_properties(self) -> bytes:
        command = ["xprop", "-root", "_NET_SUPPORTING_WM_CHECK"]
        answer = subprocess.run(command, env=self._environment(), capture_output=True, check=False).stdout
        return b"" if b"not found" in answer or b"no such atom" in answer else answer

    def _xdotool(self, *arguments: str, timeout: float = 15.0) -> str:
        try:
            done = subprocess.run(
                ["xdotool", *arguments],
                env=self._environment(),
                capture_output=True,
                check=False,
                timeout=timeout,
                text=True,
            )
        except subprocess.TimeoutExpired:
            raise DesktopError(f"xdotool {arguments[0]} found nothing: {arguments[-1]}") from None
        if done.returncode != 0:
            raise DesktopError(f"xdotool {arguments[0]} failed")
        return done.stdout

    def _environment(self) -> dict[str, str]:
        return {**os.environ, "DISPLAY": self.display}


def visible_windows(title: str, env: dict[str, str]) -> set[str]:
    """The ids of all visible windows with this title now, on the display that `env` names."""
    while True:
        found = subprocess.run(
            ["xdotool", "search", "--onlyvisible", "--name", title], env=env, capture_output=True, check=False
        )
        # It gives up, without a word of what it has seen, when any window goes while it looks.
        if b"BadWindow" not in found.stderr:
            return set(found.stdout.decode().split())
