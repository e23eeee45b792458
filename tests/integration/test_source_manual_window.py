"""The real Token ID window on a real X server, typed into by xdotool. Tk's window is found by its title."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from sitthi.errors import SitthiError, SourceCancelled, SourceTimeout
from sitthi.manual.client import ask_in_window
from sitthi.manual.request import TokenRequest
from support.display import private_display

TOOLS = ("Xvfb", "xdotool", "openbox", "setxkbmap", "import")
TOKEN = "a1b2c3d4e5f6g7h8"
REQUEST = TokenRequest("นางสาว กิ่งแก้ว ใจเย็นยิ่ง", "1-1015-xxxxx-00-8", timeout_s=30)

pytestmark = pytest.mark.skipif(any(shutil.which(tool) is None for tool in TOOLS), reason=f"needs {', '.join(TOOLS)}")


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    """An X server of our own with a window manager."""
    with private_display() as name:
        yield name


class Desk:
    """One request at the window: it runs in a thread, the test types."""

    def __init__(self, display: str) -> None:
        self._env = os.environ | {"DISPLAY": display}
        self._outcome: list[str | SitthiError] = []
        self._thread: threading.Thread | None = None

    def open(self, request: TokenRequest = REQUEST) -> Desk:
        """Ask, and wait until the window is there and has the keyboard."""
        self._thread = threading.Thread(target=self._run, args=(request,))
        self._thread.start()
        wait_until(lambda: self.xdotool("getactivewindow").strip() in self.windows())
        return self

    def outcome(self, within: float = 15.0) -> str | SitthiError:
        assert self._thread is not None
        self._thread.join(within)
        assert not self._thread.is_alive(), "the window did not end"
        return self._outcome.pop()

    def keys(self, *names: str) -> None:
        self.xdotool("key", "--delay", "20", *names)

    def copy(self, text: str, *, gives_after: float = 0.0) -> subprocess.Popen[bytes]:
        """A program that holds `text` in the clipboard until it is ended, and takes so many seconds to hand it over."""
        code = (
            "import sys, time, tkinter\nroot = tkinter.Tk(); root.withdraw()\n"
            "def give(offset, most): time.sleep(float(sys.argv[2])); return sys.argv[1][int(offset):]\n"
            "for kind in ('UTF8_STRING', 'STRING'): root.selection_handle(give, selection='CLIPBOARD', type=kind)\n"
            "root.selection_own(selection='CLIPBOARD'); root.update(); print('ready', flush=True); root.mainloop()"
        )
        command = [sys.executable, "-c", code, text, str(gives_after)]
        holder = subprocess.Popen(command, env=self._env, stdout=subprocess.PIPE)
        assert holder.stdout and holder.stdout.readline() == b"ready\n"
        return holder

    def windows(self) -> set[str]:
        return set(self.xdotool("search", "--onlyvisible", "--name", "^Sitthi$").split())

    def xdotool(self, *arguments: str) -> str:
        done = subprocess.run(
            ["xdotool", *arguments], env=self._env, capture_output=True, text=True, timeout=20, check=False
        )
        return done.stdout

    def picture(self) -> bytes:
        """The window's pixels, when they no longer change."""
        (window,) = self.windows()
        taken = [b""]

        def still() -> bool:
            command = ["import", "-window", window, "rgb:-"]
            taken.append(subprocess.run(command, env=self._env, capture_output=True, check=True).stdout)
            return len(taken) > 3 and len(set(taken[-3:])) == 1

        wait_until(still)
        return taken[-1]

    def layout(self, *names: str) -> None:
        subprocess.run(["setxkbmap", *names], env=self._env, check=True)

    def _run(self, request: TokenRequest) -> None:
        try:
            self._outcome.append(ask_in_window(request))
        except SitthiError as failure:
            self._outcome.append(failure)


@pytest.fixture
def desk(display: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setenv("DISPLAY", display)
    desk = Desk(display)
    yield desk
    desk.layout("us")
    if desk._thread is not None and desk._thread.is_alive():
        desk.keys("Escape")
        desk._thread.join(35)


def wait_until(condition: Callable[[], object], within: float = 10.0) -> None:
    deadline = time.monotonic() + within
    while not condition():
        assert time.monotonic() < deadline, "did not happen"
        time.sleep(0.05)


def test_typed_by_the_keyboard_alone(desk: Desk) -> None:
    desk.open().keys(*TOKEN[:-1], "Return", "x", "BackSpace", TOKEN[-1], "z", "Return")
    assert desk.outcome() == TOKEN
    wait_until(lambda: not desk.windows())


def test_typed_with_the_thai_layout_on(desk: Desk) -> None:
    desk.layout("th")
    # xdotool asks the layout for the keys: these are the Thai letters on the keys of q w e r … and of the digits 2 3.
    thai = {"a": "Thai_fofan", "s": "Thai_hohip", "1": "Thai_lakkhangyao", "2": "slash", "e": "Thai_saraam"}
    desk.open().keys(*[thai[letter] for letter in "as12e" * 3 + "a"], "Return")
    assert desk.outcome() == "as12e" * 3 + "a"


@pytest.mark.parametrize("shortcut", ["ctrl+v", "shift+Insert"])
def test_pasted_from_the_clipboard(desk: Desk, shortcut: str) -> None:
    holder = desk.copy(f"  {TOKEN}\n")
    try:
        desk.open().keys("x", shortcut, "Return")
        assert desk.outcome() == TOKEN
    finally:
        holder.terminate()
        holder.wait(10)


def test_keys_pressed_while_a_slow_program_hands_over_its_clipboard_wait_for_it(desk: Desk) -> None:
    holder = desk.copy(TOKEN, gives_after=0.5)
    try:
        desk.open().keys("ctrl+v", "BackSpace", TOKEN[-1], "Return")
        assert desk.outcome() == TOKEN
        desk.open().keys("ctrl+v", "Escape")
        assert isinstance(desk.outcome(), SourceCancelled)
    finally:
        holder.terminate()
        holder.wait(10)


def test_what_is_no_token_is_not_pasted(desk: Desk) -> None:
    holder = desk.copy("1101500000008")
    try:
        desk.open().keys("ctrl+v", *TOKEN, "Return")
        assert desk.outcome() == TOKEN
    finally:
        holder.terminate()
        holder.wait(10)


def test_enter_on_cancel_cancels_and_so_do_escape_and_the_close_button(desk: Desk) -> None:
    desk.open().keys(*TOKEN, "Tab", "Tab", "Tab", "Return")
    assert isinstance(desk.outcome(), SourceCancelled)
    desk.open().keys("Escape")
    assert isinstance(desk.outcome(), SourceCancelled)
    desk.open()
    desk.keys("alt+F4")  # the window manager then asks it to close
    assert isinstance(desk.outcome(), SourceCancelled)


def test_the_time_runs_out(desk: Desk) -> None:
    desk.open(TokenRequest(REQUEST.name, REQUEST.cid_masked, timeout_s=2)).keys(*TOKEN)
    failure = desk.outcome()
    assert isinstance(failure, SourceTimeout)
    assert failure.data == {"source": "manual", "reason": "window"}


def test_the_window_goes_with_the_host_that_asked(desk: Desk) -> None:
    code = (
        "import subprocess, sys; from sitthi.manual.request import TokenRequest; from sitthi.pin import child;"
        "process = subprocess.Popen(child.command('sitthi.manual'), stdin=subprocess.PIPE);"
        "process.stdin.write(TokenRequest('', '').pack()); process.stdin.close(); process.wait()"
    )
    host = subprocess.Popen([sys.executable, "-c", code])
    wait_until(desk.windows)
    host.kill()
    host.wait()
    wait_until(lambda: not desk.windows())


def test_a_picture_of_the_window_shows_no_token_unless_asked(desk: Desk) -> None:
    """What is on the screen differs between hidden and shown, and is the same for two hidden tokens."""
    pictures = []
    for token, shown in ((TOKEN, False), ("z" * 16, False), (TOKEN, True)):
        desk.open().keys(*token)
        if shown:
            desk.keys("Tab", "Tab", "space")
        pictures.append(desk.picture())
        desk.keys("Escape")
        desk.outcome()
    assert pictures[0] == pictures[1] != pictures[2]
