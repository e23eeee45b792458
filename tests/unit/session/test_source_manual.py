"""A typed Token ID: the entry, the keys, the window's process, the terminal, and the one harmless query."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path

import msgpack
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitthi.errors import (
    SitthiError,
    SourceCancelled,
    SourceRejected,
    SourceTimeout,
    SourceTokenRefused,
    SourceUnavailable,
)
from sitthi.manual import ask as ask_module
from sitthi.manual import texts
from sitthi.manual.client import ask_in_window
from sitthi.manual.entry import LENGTH, TokenEntry, is_token
from sitthi.manual.keys import KEDMANEE, Action, meaning
from sitthi.manual.request import InvalidRequest, TokenRequest, unpack_request
from sitthi.manual.result import InvalidResult, pack_result, unpack_result
from sitthi.manual.terminal import ask_in_terminal
from sitthi.pin import child
from sitthi.policy.model import ManualPolicy, NhsoPolicy, Policy, SessionPolicy
from sitthi.session.sources import CardHolder, IssuedToken
from sitthi.session.sources.manual import ManualSource
from sitthi.session.sources.registry import make_sources
from sitthi_sandbox.nhso.app import nhso_server, open_sandbox
from sitthi_sandbox.nhso.faults import Fault, FaultKind, FaultTarget
from sitthi_sandbox.nhso.state import Sandbox
from unit.session.conftest import CID, TOKEN

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
REQUEST = TokenRequest("นางสาว ทดสอบ ระบบ", "1-1008-xxxxx-xx-9", timeout_s=2)


# ---- typing ------------------------------------------------------------------------------------------------------


def typed(text: str) -> TokenEntry:
    entry = TokenEntry(deadline=60)
    for letter in text:
        entry.add(letter)
    return entry


def test_sixteen_letters_and_digits_are_complete_and_a_capital_is_a_small_one() -> None:
    entry = typed(TOKEN.upper())
    assert entry.complete and entry.text() == TOKEN
    assert not entry.add("x")
    entry.remove_last()
    assert not entry.complete
    with pytest.raises(ValueError, match="not complete"):
        entry.text()


@given(st.text(max_size=60))
def test_whatever_is_typed_only_a_token_comes_out(text: str) -> None:
    entry = typed(text)
    expected = [
        letter for letter in (each.lower() for each in text) if letter in "abcdefghijklmnopqrstuvwxyz0123456789"
    ]
    assert entry.count == min(len(expected), LENGTH)
    assert not entry.complete or (entry.text() == "".join(expected[:LENGTH]) and is_token(entry.text()))


def test_a_paste_takes_a_whole_token_or_nothing() -> None:
    entry = typed("abc")
    for bad in ("", TOKEN[:-1], TOKEN + "0", f"{CID}#{TOKEN}", TOKEN[:-1] + "!", TOKEN[:-1] + "ก"):
        assert not entry.paste(bad)
    assert entry.count == 3
    assert entry.paste(f" {TOKEN.upper()}\r\n")
    assert entry.text() == TOKEN


def test_the_field_shows_groups_of_four_hidden_unless_asked() -> None:
    entry = typed("ab12c")
    assert entry.shown(plain=False) == "•••• •___ ____ ____"
    assert entry.shown(plain=True) == "ab12 c___ ____ ____"


def test_time_runs_out_and_is_shown_near_the_end() -> None:
    entry = TokenEntry(deadline=60)
    assert (entry.countdown(39), entry.countdown(40), entry.countdown(61)) == (None, 20, 0)
    assert not entry.timed_out(59.9) and entry.timed_out(60)


X11, WINDOWS = "linux", "win32"


@pytest.mark.parametrize(
    ("keysym", "char", "keycode", "state", "platform", "expected"),
    [
        ("a", "a", 38, 0, X11, "a"),
        ("A", "A", 38, 1, X11, "a"),
        ("7", "7", 16, 0, X11, "7"),
        ("KP_7", "7", 79, 0x10, X11, "7"),
        ("Thai_fofan", "ฟ", 38, 0, X11, "a"),
        ("Thai_lakkhangyao", "ๅ", 10, 0, X11, "1"),
        ("slash", "/", 11, 0, X11, "2"),
        ("slash", "/", 61, 0, X11, None),
        ("??", "ต", 0x39, 0, WINDOWS, "9"),
        ("Thai_lekha", "๕", 15, 1, X11, "5"),
        ("Return", "\r", 36, 0, X11, Action.SUBMIT),
        ("Escape", "\x1b", 9, 0, X11, Action.CANCEL),
        ("BackSpace", "\x08", 22, 0, X11, Action.ERASE),
        ("v", "\x16", 55, 4, X11, Action.PASTE),
        ("Thai_oang", "", 55, 4, X11, Action.PASTE),
        ("v", "\x16", 0x56, 4, WINDOWS, Action.PASTE),
        ("Insert", "", 118, 1, X11, Action.PASTE),
        ("a", "a", 38, 8, X11, None),
        ("c", "\x03", 54, 4, X11, None),
        ("Shift_L", "", 50, 0, X11, None),
    ],
)
def test_what_a_key_means(
    keysym: str, char: str, keycode: int, state: int, platform: str, expected: str | Action | None
) -> None:
    assert meaning(keysym, char, keycode, state, platform=platform) == expected


def test_every_letter_of_the_keyboard_has_its_thai_key() -> None:
    assert sorted(KEDMANEE.values()) == list("abcdefghijklmnopqrstuvwxyz")


def test_both_languages_say_everything() -> None:
    for each in fields(texts.Texts):
        thai, english = (getattr(texts.texts_for(language), each.name) for language in ("th", "en"))
        assert thai and english
        assert ("{n}" in thai) == ("{n}" in english)


# ---- the window's process ----------------------------------------------------------------------------------------


def test_request_and_result_pass_the_pipe() -> None:
    assert unpack_request(REQUEST.pack()) == REQUEST
    assert REQUEST.name not in repr(REQUEST)
    assert unpack_result(pack_result(TOKEN)) == TOKEN
    failure = unpack_result(pack_result(SourceTimeout(reason="window")))
    assert isinstance(failure, SourceTimeout) and failure.data == {"reason": "window"}


@given(st.binary(max_size=60))
def test_no_bytes_break_the_pipe(packed: bytes) -> None:
    with pytest.raises(InvalidRequest):
        unpack_request(packed)
    with pytest.raises(InvalidResult):
        unpack_result(packed)


@pytest.mark.parametrize(
    "answer", [{"token": TOKEN.upper()}, {"token": "x"}, {"token": 1}, {"token": TOKEN, "x": 1}, [], {}]
)
def test_a_result_of_another_shape_is_none(answer: object) -> None:
    with pytest.raises(InvalidResult):
        unpack_result(msgpack.packb(answer))


def a_child(code: str) -> list[str]:
    return [sys.executable, "-I", "-c", f"import sys, os, time; request = sys.stdin.buffer.read()\n{code}"]


def failure_of(argv: list[str]) -> SitthiError:
    with pytest.raises(SitthiError) as failure:
        ask_in_window(REQUEST, argv=argv, grace_s=0)
    return failure.value


def test_the_client_returns_the_token_and_gives_the_child_nothing_on_its_command_line(tmp_path: Path) -> None:
    seen = tmp_path / "seen"
    code = f"open({str(seen)!r}, 'wb').write(request); os.write(1, bytes.fromhex({pack_result(TOKEN).hex()!r}))"
    assert ask_in_window(REQUEST, argv=a_child(code)) == TOKEN
    assert msgpack.unpackb(seen.read_bytes())["name"] == REQUEST.name
    assert REQUEST.name not in " ".join(child.command("sitthi.manual"))


def test_the_client_raises_what_the_window_reports() -> None:
    cancelled = pack_result(SourceCancelled(source="manual")).hex()
    assert isinstance(failure_of(a_child(f"os.write(1, bytes.fromhex({cancelled!r}))")), SourceCancelled)


@pytest.mark.parametrize(
    ("argv", "reason"),
    [
        (a_child("os._exit(3)"), "died"),
        (a_child("os.write(1, b'nonsense')"), "bad_answer"),
        (a_child("time.sleep(60)"), "no_answer"),
        (["/nonexistent/python"], "not_started"),
    ],
)
def test_a_window_that_dies_hangs_or_talks_nonsense(argv: list[str], reason: str) -> None:
    started = time.monotonic()
    failure = failure_of(argv)
    assert isinstance(failure, SourceUnavailable) and failure.data["reason"] == reason
    assert time.monotonic() - started < 30


def test_the_real_process_without_a_display_says_so() -> None:
    argv = child.command("sitthi.manual")
    hidden = {name: os.environ.pop(name) for name in ("DISPLAY", "WAYLAND_DISPLAY") if name in os.environ}
    try:
        with pytest.raises(SourceUnavailable) as failure:
            ask_in_window(REQUEST, argv=argv, grace_s=20)
    finally:
        os.environ.update(hidden)
    assert failure.value.data == {"source": "manual", "reason": "no_display"}


# ---- the terminal ------------------------------------------------------------------------------------------------


class Terminal:
    def __init__(self, keys: bytes) -> None:
        self._keys = [keys[at : at + 1] for at in range(len(keys))]
        self.shown = ""

    def write(self, text: str) -> None:
        self.shown += text

    def read_key(self, timeout_s: float) -> bytes:
        if self._keys:
            return self._keys.pop(0)
        time.sleep(timeout_s)
        return b""


@contextmanager
def opened(terminal: Terminal) -> Iterator[Terminal]:
    yield terminal


def test_the_terminal_takes_a_token_and_shows_only_dots() -> None:
    terminal = Terminal(b"X\x7f!" + TOKEN.encode()[:-1] + b"\r" + TOKEN.encode()[-1:] + b"zz\r")
    assert ask_in_terminal(REQUEST, terminal=opened(terminal)) == TOKEN
    assert REQUEST.name in terminal.shown and REQUEST.cid_masked in terminal.shown
    assert terminal.shown.count("•") == LENGTH + 1
    assert TOKEN[:4] not in terminal.shown


@pytest.mark.parametrize(("keys", "error"), [(b"abc\x03", SourceCancelled), (b"abc", SourceTimeout)])
def test_the_terminal_can_be_left(keys: bytes, error: type[SitthiError]) -> None:
    with pytest.raises(error):
        ask_in_terminal(REQUEST, terminal=opened(Terminal(keys)))


@pytest.mark.parametrize("terminal", [True, False])
def test_the_person_is_asked_where_the_program_was_started(
    monkeypatch: pytest.MonkeyPatch, terminal: bool, holder: CardHolder
) -> None:
    asked: list[tuple[str, TokenRequest]] = []

    def asks(where: str) -> object:
        return lambda request: asked.append((where, request)) or TOKEN

    monkeypatch.setattr(ask_module, "_in_a_terminal", lambda: terminal)
    monkeypatch.setattr("sitthi.manual.terminal.ask_in_terminal", asks("terminal"))
    monkeypatch.setattr("sitthi.manual.client.ask_in_window", asks("window"))
    policy = Policy(session=SessionPolicy(sources=("manual",)), manual=ManualPolicy(timeout_seconds=33))
    (source,) = make_sources(policy)
    assert source.obtain(holder, NOW).token == TOKEN
    ((where, request),) = asked
    assert where == ("terminal" if terminal else "window")
    assert (request.name, request.timeout_s, request.language) == (holder.name_th, 33, "th")
    assert CID not in request.cid_masked


# ---- the harmless query ------------------------------------------------------------------------------------------


@pytest.fixture
def nhso(tmp_path: Path) -> Iterator[tuple[Sandbox, NhsoPolicy]]:
    sandbox = open_sandbox(tmp_path / "nhso.db")
    with nhso_server(sandbox) as server:
        yield sandbox, NhsoPolicy(f"{server.url}/ucwstokenp1/UCWSTokenP1", 5)
        sandbox.faults.clear()


@pytest.fixture
def officer(holder: CardHolder) -> CardHolder:
    """Somebody whom the sandbox knows as a user."""
    return CardHolder("1101500000008", holder.name_th, holder.name_en)


def obtain(officer: CardHolder, typed: str, test: NhsoPolicy | None) -> IssuedToken:
    return ManualSource(lambda holder: typed, test).obtain(officer, NOW)


def test_a_typed_token_is_this_persons_from_now_on(officer: CardHolder) -> None:
    assert obtain(officer, TOKEN, None) == IssuedToken(TOKEN, officer.cid, "uc", NOW)


def test_a_window_that_gives_no_token_is_not_believed(officer: CardHolder) -> None:
    with pytest.raises(SourceUnavailable):
        obtain(officer, TOKEN[:-1], None)


def test_one_query_tells_a_right_token_from_a_mistyped_one(
    nhso: tuple[Sandbox, NhsoPolicy], officer: CardHolder
) -> None:
    sandbox, policy = nhso
    token = sandbox.registry.login(officer.cid, sandbox.clock.now()).token
    assert obtain(officer, token, policy).token == token
    wrong = ("a" if token[0] != "a" else "b") + token[1:]
    with pytest.raises(SourceTokenRefused):
        obtain(officer, wrong, policy)
    counts = sandbox.calls.report()["counts"]
    assert isinstance(counts, dict) and sum(counts.values()) == 2


def test_another_persons_token_is_refused(nhso: tuple[Sandbox, NhsoPolicy], officer: CardHolder) -> None:
    sandbox, policy = nhso
    others = next(user.cid for user in sandbox.registry.users(sandbox.clock.now()) if user.cid != officer.cid)
    token = sandbox.registry.login(others, sandbox.clock.now()).token
    with pytest.raises(SourceTokenRefused):
        obtain(officer, token, policy)


@pytest.mark.parametrize("kind", [FaultKind.HTTP_500, FaultKind.HTML, FaultKind.TRUNCATED])
def test_a_test_that_could_not_be_made_is_no_test(
    nhso: tuple[Sandbox, NhsoPolicy], officer: CardHolder, kind: FaultKind
) -> None:
    sandbox, policy = nhso
    token = sandbox.registry.login(officer.cid, sandbox.clock.now()).token
    sandbox.faults.arm(Fault(kind, 0, FaultTarget.SOAP), 1)
    with pytest.raises(SourceUnavailable) as failure:
        obtain(officer, token, policy)
    assert failure.value.data == {"source": "manual", "reason": "test_query"}
    assert token not in str(failure.value) + str(failure.value.__context__)


def test_a_status_that_nobody_knows_is_not_taken_for_a_right_token(
    officer: CardHolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sitthi.errors import NhsoRejected
    from sitthi.nhso import ucws

    def rejects(*_: object, **__: object) -> None:
        raise NhsoRejected(ws_status="NHSO-00009")

    monkeypatch.setattr(ucws, "search_current_by_pid", rejects)
    with pytest.raises(SourceRejected):
        obtain(officer, TOKEN, NhsoPolicy())
