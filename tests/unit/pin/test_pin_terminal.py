"""The prompt in a terminal: same rules, nothing echoed; on a real pseudo-terminal at the end."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from test_pin_verification import CID, REQUEST, FakeCard

from sitthi.errors import PinCancelled, PinLastTryRefused, PinTimeout, PinWindowFailed, PinWrong
from sitthi.pin import terminal
from sitthi.pin.terminal import verify_in_terminal
from sitthi.pin.tries import TriesMemory


class FakeTerminal:
    """Gives the keys of `typed`, then silence."""

    def __init__(self, typed: bytes) -> None:
        self._keys = [bytes([key]) for key in typed]
        self.shown = ""

    def write(self, text: str) -> None:
        self.shown += text

    def read_key(self, timeout_s: float) -> bytes:
        return self._keys.pop(0) if self._keys else b""

    @contextmanager
    def opened(self) -> Iterator[FakeTerminal]:
        yield self


@pytest.fixture
def tries(tmp_path: Path) -> TriesMemory:
    return TriesMemory(tmp_path / "tries")


def ask(typed: bytes, card: FakeCard, tries: TriesMemory) -> FakeTerminal:
    tty = FakeTerminal(typed)
    verify_in_terminal(REQUEST, access=card.access, tries=tries, terminal=tty.opened())
    return tty


def test_four_digits_and_enter_are_tried_once_and_not_shown(tries: TriesMemory) -> None:
    card = FakeCard()
    shown = ask(b"12x\x7f\x7f12345\r", card, tries).shown
    assert card.pins == [b"1234"]
    assert "1234" not in shown


def test_erasing_and_letters(tries: TriesMemory) -> None:
    card = FakeCard()
    ask(b"9a\x7f12 34\n", card, tries)
    assert card.pins == [b"1234"]


def test_who_asks_and_whose_card_is_shown_before(tries: TriesMemory) -> None:
    tries.record(CID, 2)
    shown = ask(b"1234\r", FakeCard(), tries).shown
    for part in ("Sitthi", REQUEST.name, REQUEST.cid_masked, "2"):
        assert part in shown
    assert CID not in shown


@pytest.mark.parametrize("key", [b"\x03", b"\x04", b"\x1b"])
def test_cancel(tries: TriesMemory, key: bytes) -> None:
    card = FakeCard()
    with pytest.raises(PinCancelled):
        ask(b"12" + key, card, tries)
    assert card.pins == []


def test_enter_before_the_fourth_digit_sends_nothing(tries: TriesMemory, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter(float(second) for second in range(0, 1000, 5))
    monkeypatch.setattr(terminal, "_now", lambda: next(clock))
    card = FakeCard()
    with pytest.raises(PinTimeout):
        ask(b"123\r", card, tries)
    assert card.pins == []


def test_a_wrong_pin_and_the_last_try(tries: TriesMemory) -> None:
    with pytest.raises(PinWrong):
        ask(b"0000\r", FakeCard(outcome=PinWrong(attempts_left=1)), tries)
    card = FakeCard()
    with pytest.raises(PinLastTryRefused):
        ask(b"1234\r", card, tries)
    assert card.pins == []


def test_without_a_terminal_the_reason_is_said(tries: TriesMemory) -> None:
    code = (
        "from sitthi.pin.terminal import controlling_terminal\n"
        "from sitthi.errors import PinWindowFailed\n"
        "try:\n    controlling_terminal().__enter__()\n"
        "except PinWindowFailed as failure:\n    print(failure.data['reason'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, start_new_session=True, timeout=30,
        stdin=subprocess.DEVNULL, env=os.environ | {"PYTHONPATH": str(Path(terminal.__file__).parents[2])}, check=False,
    )  # fmt: skip
    assert done.stdout == "no_terminal\n"
    assert PinWindowFailed.name == "pin_window_failed"


def read_until(master: int, wanted: bytes) -> bytes:
    seen, deadline = b"", time.monotonic() + 20
    while wanted not in seen:
        assert time.monotonic() < deadline, seen
        if select.select([master], [], [], 0.1)[0]:
            seen += os.read(master, 1000)
    return seen


def test_a_real_terminal_echoes_nothing_and_is_put_back(tmp_path: Path) -> None:
    child_id, master = pty.fork()
    if child_id == 0:
        try:
            card = FakeCard()
            verify_in_terminal(REQUEST, access=card.access, tries=TriesMemory(tmp_path / "t"))
            os.write(1, b"tried " + str(len(card.pins)).encode() + b"\n")
        finally:
            os._exit(0)
    try:
        seen = read_until(master, b"Ctrl-C")
        os.write(master, b"7531\r")
        seen += read_until(master, b"tried 1")
        assert b"7531" not in seen
    finally:
        os.close(master)
        os.waitpid(child_id, 0)
