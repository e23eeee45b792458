"""The real PIN process with its real window on a real X server, typed into by xdotool, against a card in a real pcscd.

The host's side is `verify_pin`, as the service calls it. Tk's window is found by its title.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from sitthi.errors import (
    CardChanged,
    CardRemoved,
    NoCard,
    PinBlocked,
    PinCancelled,
    PinLastTryRefused,
    PinTimeout,
    PinUnsupported,
    PinWindowFailed,
    PinWrong,
    SitthiError,
)
from sitthi.pin import child, client
from sitthi.pin.client import verify_pin
from sitthi.pin.request import PinRequest
from sitthi_sandbox.card.card import VirtualCard
from sitthi_sandbox.card.vpcd import VirtualSlot
from sitthi_sandbox.desktop import visible_windows
from support.cards import SELECT_ADM, SELECT_MOI, virtual_card, wait_until_present
from support.display import private_display

TOOLS = ("Xvfb", "xdotool", "openbox", "setxkbmap")
VERIFY = bytes.fromhex("8020")
TITLE = "^Sitthi$"
# Where keys are in the window, in design pixels from its left upper corner at 96 dpi (layout.py, widgets.py).
PAD_LEFT, PAD_TOP, PAD_STEP_X = 427, 100, 66

pytestmark = pytest.mark.skipif(any(shutil.which(tool) is None for tool in TOOLS), reason=f"needs {', '.join(TOOLS)}")


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    """An X server of our own with a window manager."""
    with private_display() as name:
        yield name


class Desk:
    """One login at the window: the request runs in a thread, the test types."""

    def __init__(self, display: str, request: PinRequest) -> None:
        self.request = request
        self._env = os.environ | {"DISPLAY": display}
        self._outcome: list[SitthiError | None] = []
        self._thread = threading.Thread(target=self._run)

    def open(self, **changes: object) -> Desk:
        """Start the login and wait until its window is there and has the keyboard."""
        last = client._lingering
        self.start(**changes)
        # The message of the last login has the same title, and the X server may give its window id out again.
        wait_until(lambda: last is None or client._lingering is not last)
        wait_until(lambda: self.xdotool("getactivewindow").strip() in self.windows())
        return self

    def start(self, **changes: object) -> None:
        self.request = replace(self.request, **changes)  # type: ignore[arg-type]
        self._thread = threading.Thread(target=self._run)
        self._outcome.clear()
        self._thread.start()

    def outcome(self, within: float = 15.0) -> SitthiError | None:
        """What `verify_pin` raised, None if it returned."""
        self._thread.join(within)
        assert not self._thread.is_alive(), "the login did not end"
        return self._outcome[0]

    def keys(self, *names: str) -> None:
        self.xdotool("key", "--delay", "20", *names)

    def click(self, x: int, y: int) -> None:
        (window,) = self.windows()
        self.xdotool("mousemove", "--window", window, str(x), str(y), "click", "1")

    def windows(self) -> set[str]:
        """Ids of the visible windows of Sitthi."""
        return visible_windows(TITLE, self._env)

    def shown(self) -> bool:
        return bool(self.windows())

    def gone(self, within: float = 5.0) -> None:
        wait_until(lambda: not self.shown(), within)

    def xdotool(self, *arguments: str) -> str:
        """Its output; "" when it fails, for instance because no window is active."""
        done = subprocess.run(
            ["xdotool", *arguments], env=self._env, capture_output=True, text=True, timeout=20, check=False
        )
        return done.stdout

    def processes(self) -> list[int]:
        """The PIN processes that this login has started."""
        started_by = Path(f"/proc/self/task/{self._thread.native_id}/children")
        listed = started_by.read_text().split() if started_by.exists() else []
        found = []
        for each in listed:
            with suppress(FileNotFoundError):
                if b"sitthi.pin" in Path(f"/proc/{each}/cmdline").read_bytes():
                    found.append(int(each))
        return found

    def layout(self, name: str) -> None:
        subprocess.run(["setxkbmap", name], env=self._env, check=True, timeout=10)

    def _run(self) -> None:
        try:
            verify_pin(self.request)
        except SitthiError as failure:
            self._outcome.append(failure)
        else:
            self._outcome.append(None)


def wait_until(condition: Callable[[], bool], within: float = 20.0) -> None:
    deadline = time.monotonic() + within
    while not condition():
        assert time.monotonic() < deadline, "did not happen in time"
        time.sleep(0.03)


@pytest.fixture
def apdus(card: VirtualCard) -> list[bytes]:
    """Every command that the card gets from now on."""
    seen: list[bytes] = []
    card.observer = lambda command, response: seen.append(bytes(command))
    return seen


@pytest.fixture
def desk(
    display: str, card: VirtualCard, reader: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Desk]:
    monkeypatch.setenv("DISPLAY", display)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    request = PinRequest(
        reader, card.person.cid, "น.ส. กิ่งแก้ว ใจเย็นยิ่ง", "1-1015-xxxxx-xx-8", "https://his.example.go.th"
    )
    desk = Desk(display, request)
    yield desk
    # Whatever a test left open: Escape cancels a question, any key closes a message.
    deadline = time.monotonic() + 12
    while desk.shown() and time.monotonic() < deadline:
        desk.keys("Escape")
        time.sleep(0.1)


def verifications(apdus: list[bytes]) -> int:
    return sum(command.startswith(VERIFY) for command in apdus)


# ---- the outcomes ----------------------------------------------------------------------------------------


def test_the_right_pin_is_accepted_and_the_window_closes(desk: Desk, card: VirtualCard, apdus: list[bytes]) -> None:
    desk.open().keys("1", "2", "3", "4", "Return")
    assert desk.outcome() is None
    assert card.tries.left == card.tries.limit
    assert verifications(apdus) == 1
    moi, adm = (max(i for i, sent in enumerate(apdus) if sent == aid) for aid in (SELECT_MOI, SELECT_ADM))
    assert moi < adm < next(i for i, sent in enumerate(apdus) if sent.startswith(VERIFY))
    desk.gone()


def test_a_wrong_pin_is_reported_while_its_message_still_stands(
    desk: Desk, card: VirtualCard, apdus: list[bytes]
) -> None:
    desk.open().keys("9", "9", "9", "9", "Return")
    outcome = desk.outcome()
    assert isinstance(outcome, PinWrong)
    assert outcome.data == {"attempts_left": 2}
    wait_until(desk.shown)  # one look may meet a window that is just going
    assert verifications(apdus) == 1
    assert card.tries.left == 2
    wait_until(lambda: (desk.keys("space"), not desk.shown())[1])


def test_a_new_login_replaces_the_message_of_the_last_one(desk: Desk, card: VirtualCard) -> None:
    desk.open().keys("9", "9", "9", "9", "Return")
    assert isinstance(desk.outcome(), PinWrong)
    desk.open()
    wait_until(lambda: len(desk.windows()) == 1)
    desk.keys("1", "2", "3", "4", "Return")
    assert desk.outcome() is None
    assert card.tries.left == card.tries.limit


def test_the_last_try_is_never_sent(desk: Desk, card: VirtualCard, apdus: list[bytes]) -> None:
    for left in (2, 1):
        desk.open().keys("9", "9", "9", "9", "Return")
        outcome = desk.outcome()
        assert outcome is not None
        assert outcome.data == {"attempts_left": left}
    desk.start()
    refused = desk.outcome()
    assert isinstance(refused, PinLastTryRefused)
    assert card.tries.left == 1
    assert verifications(apdus) == 2
    wait_until(desk.shown)


def test_policy_may_allow_the_last_try(desk: Desk, card: VirtualCard) -> None:
    for _ in range(2):
        desk.open().keys("9", "9", "9", "9", "Return")
        desk.outcome()
    desk.open(allow_last_try=True).keys("1", "2", "3", "4", "Return")
    assert desk.outcome() is None
    assert card.tries.left == card.tries.limit


def test_a_blocked_card_is_recognised(desk: Desk, card: VirtualCard) -> None:
    card.tries.set(0)
    desk.open().keys("1", "2", "3", "4", "Return")
    assert isinstance(desk.outcome(), PinBlocked)
    wait_until(desk.shown)


@pytest.mark.parametrize("key", ["Escape", "alt+F4"])
def test_cancelling(desk: Desk, apdus: list[bytes], key: str) -> None:
    desk.open().keys("1", "2", key)
    assert isinstance(desk.outcome(), PinCancelled)
    assert verifications(apdus) == 0
    desk.gone()


def test_the_time_is_limited(desk: Desk, apdus: list[bytes]) -> None:
    desk.open(timeout_s=2).keys("1", "2", "3", "4")
    assert isinstance(desk.outcome(), PinTimeout)
    assert verifications(apdus) == 0
    desk.gone()


def test_a_card_that_is_taken_out_closes_the_window(desk: Desk, slot: VirtualSlot) -> None:
    desk.open().keys("1", "2")
    slot.remove()
    assert isinstance(desk.outcome(within=3.0), CardRemoved)
    desk.gone()


def test_a_card_that_is_taken_out_at_the_verification_is_no_wrong_pin(desk: Desk, card: VirtualCard) -> None:
    desk.open().keys("1", "2", "3", "4")
    card.pull_at(3)
    desk.keys("Return")
    assert isinstance(desk.outcome(), CardRemoved)
    assert card.tries.left == card.tries.limit


def test_a_damaged_answer_is_no_wrong_pin(desk: Desk, card: VirtualCard) -> None:
    card.behaviour.verify_sw = 0x6F42
    desk.open().keys("1", "2", "3", "4", "Return")
    outcome = desk.outcome()
    assert outcome is not None
    assert outcome.name == "card_unreadable"
    assert card.tries.left == card.tries.limit


def test_another_persons_card_gets_no_window(desk: Desk, slot: VirtualSlot, reader: str) -> None:
    slot.remove()
    slot.insert(virtual_card("patient"))
    wait_until_present(reader)
    desk.start()
    assert isinstance(desk.outcome(), CardChanged)
    assert not desk.shown()


def test_an_empty_reader_gets_no_window(desk: Desk, slot: VirtualSlot) -> None:
    slot.remove()
    desk.start()
    assert isinstance(desk.outcome(), NoCard | CardRemoved)


def test_a_profile_that_does_not_exist(desk: Desk) -> None:
    desk.start(profile="no-such-card")
    assert isinstance(desk.outcome(), PinUnsupported)


def test_without_a_display(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":4242")
    desk.start()
    outcome = desk.outcome()
    assert isinstance(outcome, PinWindowFailed)
    assert outcome.data == {"reason": "no_display"}


# ---- typing ----------------------------------------------------------------------------------------------


def test_enter_before_the_fourth_digit_sends_nothing(desk: Desk, apdus: list[bytes]) -> None:
    desk.open().keys("1", "2", "3", "Return", "KP_Enter")
    desk.keys("4", "Return")
    assert desk.outcome() is None
    assert verifications(apdus) == 1


def test_backspace_and_a_fifth_digit(desk: Desk) -> None:
    desk.open().keys("1", "2", "8", "BackSpace", "3", "a", "4", "5", "Return")
    assert desk.outcome() is None


def test_the_numeric_pad(desk: Desk) -> None:
    desk.open().keys("KP_1", "KP_2", "KP_3", "KP_4", "KP_Enter")
    assert desk.outcome() is None


def test_a_thai_keyboard_layout(desk: Desk) -> None:
    """The physical keys 1 2 3 4: with Kedmanee they give ๅ / - ภ."""
    desk.layout("th")
    try:
        desk.open().keys("10", "11", "12", "13", "Return")
        assert desk.outcome() is None
    finally:
        desk.layout("us")


def test_the_mouse_alone(desk: Desk) -> None:
    desk.open()
    for digit in range(1, 5):
        row, column = divmod(digit - 1, 3)
        desk.click(PAD_LEFT + PAD_STEP_X * column, PAD_TOP + 80 * row)
    desk.keys("Return")
    assert desk.outcome() is None


def test_the_buttons_by_keyboard(desk: Desk, apdus: list[bytes]) -> None:
    desk.open().keys("1", "2", "3", "4", "Tab", "Tab", "space")
    assert desk.outcome() is None
    desk.gone()
    desk.open().keys("1", "2", "3", "4", "Tab", "Return")
    assert isinstance(desk.outcome(), PinCancelled)
    assert verifications(apdus) == 1


def test_nothing_can_be_pasted(desk: Desk, display: str, apdus: list[bytes]) -> None:
    code = (
        "import tkinter as t; r = t.Tk(); r.withdraw(); r.clipboard_append('1234'); r.selection_own();"
        "r.selection_handle(lambda o, n: '1234'); print('owns', flush=True); r.mainloop()"
    )
    owner = subprocess.Popen(
        [sys.executable, "-c", code],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"DISPLAY": display},
    )
    try:
        assert owner.stdout is not None
        assert owner.stdout.readline() == "owns\n"
        desk.open().keys("ctrl+v", "shift+Insert", "ctrl+y")
        desk.xdotool("click", "2")
        desk.keys("Return", "Escape")
        assert isinstance(desk.outcome(), PinCancelled)
        assert verifications(apdus) == 0
    finally:
        owner.terminate()
        owner.wait(10)


# ---- the process -----------------------------------------------------------------------------------------


def test_the_window_ends_with_the_host_that_opened_it(desk: Desk) -> None:
    code = (
        "import subprocess, sys; from sitthi.pin import child;"
        "p = subprocess.Popen(child.command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE);"
        "p.stdin.write(sys.stdin.buffer.read()); p.stdin.close(); print(p.pid, flush=True); p.wait()"
    )
    host = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert host.stdin is not None and host.stdout is not None
    host.stdin.write(desk.request.pack())
    host.stdin.close()
    window_process = Path(f"/proc/{int(host.stdout.readline())}/exe")
    wait_until(desk.shown)
    time.sleep(0.5)  # it looks for its host every 0.1 s
    assert window_process.exists()
    host.kill()
    host.wait()
    desk.gone()
    wait_until(lambda: not window_process.exists())


def test_the_window_ends_when_it_is_told_to(desk: Desk) -> None:
    process = subprocess.Popen(child.command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdin is not None
    process.stdin.write(desk.request.pack())
    process.stdin.close()
    wait_until(desk.shown)
    process.send_signal(signal.SIGTERM)
    assert process.wait(5) == 0
    desk.gone()


def test_the_pin_is_in_no_file(desk: Desk, tmp_path: Path) -> None:
    desk.open().keys("9", "9", "9", "9", "Return")
    desk.outcome()
    for path in tmp_path.rglob("*"):
        assert path.is_dir() or b"9999" not in path.read_bytes()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may read the memory of the PIN process")
def test_one_copy_of_the_pin_while_it_is_typed_and_none_after_the_answer(desk: Desk) -> None:
    """Looks for the digits in all writable memory of the real process, while it still shows the outcome."""
    desk.open()
    (process,) = desk.processes()
    assert memory_count(process, "ผู้ขอ".encode()) > 0
    desk.keys("7", "3", "9", "6")
    wait_until(lambda: memory_count(process, b"7396") == 1)
    desk.keys("Return")
    assert isinstance(desk.outcome(), PinWrong)
    assert desk.shown()
    assert memory_count(process, b"7396") == 0
    for wide in ("utf-16-le", "utf-32-le"):
        assert memory_count(process, "7396".encode(wide)) == 0


def memory_count(process_id: int, wanted: bytes) -> int:
    """How often `wanted` stands in the writable memory of a process."""
    found = 0
    with open(f"/proc/{process_id}/maps") as maps, open(f"/proc/{process_id}/mem", "rb", buffering=0) as memory:
        for region in maps:
            span, permissions = region.split()[:2]
            if not permissions.startswith("rw"):
                continue
            start, end = (int(edge, 16) for edge in span.split("-"))
            memory.seek(start)
            with suppress(OSError):
                found += memory.read(end - start).count(wanted)
    return found
