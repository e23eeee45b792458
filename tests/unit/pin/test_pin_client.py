"""The host's side of the PIN process against children that behave, and children that do not."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import msgpack
import pytest

from sitthi.errors import LoginInProgress, PinWindowFailed, PinWrong
from sitthi.pin import child, client
from sitthi.pin.client import verify_pin
from sitthi.pin.request import PinRequest
from sitthi.pin.result import pack_result

REQUEST = PinRequest("Reader 00", "1100800447899", "นาย สมชาย ใจดี", "1-1008-xxxxx-xx-9", timeout_s=1)
HOLD = "import time; time.sleep(60)"


def a_child(code: str, *arguments: str) -> list[str]:
    """A child that first takes the request from its stdin."""
    return [sys.executable, "-I", "-c", f"import sys, os; request = sys.stdin.buffer.read()\n{code}", *arguments]


def answering(packed: bytes, after: str = "") -> list[str]:
    return a_child(f"os.write(1, bytes.fromhex({packed.hex()!r})); os.close(1)\n{after}")


def alive(process_id: int) -> bool:
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    return "\nState:\tZ" not in Path(f"/proc/{process_id}/status").read_text()


def wait_until(condition: object, seconds: float = 10.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < deadline, "did not happen"
        time.sleep(0.02)


def test_an_accepted_pin_returns() -> None:
    verify_pin(REQUEST, argv=answering(pack_result(None)))


def test_the_child_gets_the_request_and_nothing_else_on_its_command_line(tmp_path: Path) -> None:
    out = tmp_path / "seen"
    code = f"open({str(out)!r}, 'wb').write(request)\nos.write(1, bytes.fromhex({pack_result(None).hex()!r}))"
    verify_pin(REQUEST, argv=a_child(code))
    assert msgpack.unpackb(out.read_bytes())["expected_cid"] == REQUEST.expected_cid
    assert REQUEST.expected_cid not in " ".join(child.command())


def test_a_wrong_pin_is_raised_with_its_tries() -> None:
    with pytest.raises(PinWrong) as wrong:
        verify_pin(REQUEST, argv=answering(pack_result(PinWrong(attempts_left=2))))
    assert wrong.value.data == {"attempts_left": 2}


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("os._exit(0)", "died"),
        ("os.kill(os.getpid(), 9)", "died"),
        ("print('hello'); sys.stdout.flush()", "bad_answer"),
        ("os.write(1, b'\\xc1')", "bad_answer"),
        ("[os.write(1, bytes(4000)) for _ in range(3)]", "bad_answer"),
        (f"os.write(1, bytes.fromhex({pack_result(None).hex()!r}) * 2)", "bad_answer"),
    ],
)
def test_a_child_that_dies_or_talks_nonsense(code: str, reason: str) -> None:
    with pytest.raises(PinWindowFailed) as failed:
        verify_pin(REQUEST, argv=a_child(code))
    assert failed.value.data == {"reason": reason}


def test_a_child_that_reads_nothing_and_dies() -> None:
    with pytest.raises(PinWindowFailed):
        verify_pin(REQUEST, argv=[sys.executable, "-I", "-c", "pass"])


def test_a_program_that_is_not_there() -> None:
    with pytest.raises(PinWindowFailed) as failed:
        verify_pin(REQUEST, argv=["/nonexistent/sitthi-pin"])
    assert failed.value.data == {"reason": "not_started"}


def test_a_child_that_never_answers_is_killed(tmp_path: Path) -> None:
    out = tmp_path / "pid"
    with pytest.raises(PinWindowFailed) as failed:
        verify_pin(REQUEST, argv=a_child(f"open({str(out)!r}, 'w').write(str(os.getpid()))\n{HOLD}"), grace_s=1)
    assert failed.value.data == {"reason": "no_answer"}
    assert not alive(int(out.read_text()))


def test_the_result_counts_at_once_while_the_window_still_shows_it() -> None:
    started = time.monotonic()
    verify_pin(REQUEST, argv=answering(pack_result(None), HOLD))
    assert time.monotonic() - started < 30
    assert client._lingering is not None
    assert client._lingering.poll() is None
    client._lingering.kill()


def test_the_next_login_ends_the_message_of_the_last_one() -> None:
    verify_pin(REQUEST, argv=answering(pack_result(None), HOLD))
    first = client._lingering
    assert first is not None
    verify_pin(REQUEST, argv=answering(pack_result(None)))
    assert first.poll() is not None


def test_a_message_that_stays_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "LINGER_S", 0.1)
    verify_pin(REQUEST, argv=answering(pack_result(None), HOLD))
    process = client._lingering
    assert process is not None
    wait_until(lambda: process.poll() is not None)


def test_a_second_window_of_the_same_host_is_refused(tmp_path: Path) -> None:
    ready = tmp_path / "ready"
    argv = a_child(f"open({str(ready)!r}, 'w').close()\n{HOLD}")
    outcome: list[Exception] = []

    def first() -> None:
        try:
            verify_pin(REQUEST, argv=argv, grace_s=1.0)
        except PinWindowFailed as failure:
            outcome.append(failure)

    thread = threading.Thread(target=first)
    thread.start()
    wait_until(ready.exists)
    with pytest.raises(LoginInProgress):
        verify_pin(REQUEST, argv=answering(pack_result(None)))
    thread.join()
    assert len(outcome) == 1
    verify_pin(REQUEST, argv=answering(pack_result(None)))


def test_the_environment_of_the_child_is_the_little_that_a_window_needs() -> None:
    passed = child.environment(
        {
            "DISPLAY": ":0", "XDG_STATE_HOME": "/s", "LC_ALL": "th_TH.UTF-8", "PCSCLITE_CSOCK_NAME": "/p",
            "PYTHONPATH": "/evil", "PYTHONSTARTUP": "/evil", "LD_PRELOAD": "/evil", "XMODIFIERS": "@im=ibus",
            "SITTHI_POLICY": "/x", "SECRET": "1", "LocalAppData": "C:\\u",
        }
    )  # fmt: skip
    assert set(passed) == {"DISPLAY", "XDG_STATE_HOME", "LC_ALL", "PCSCLITE_CSOCK_NAME", "LocalAppData"}


def test_the_real_command_finds_this_copy_of_sitthi_isolated_from_the_current_folder(tmp_path: Path) -> None:
    (tmp_path / "msgpack.py").write_text("raise SystemExit(9)")
    done = subprocess.run(
        child.command(),
        input=b"not a request",
        capture_output=True,
        cwd=tmp_path,
        env=child.environment(os.environ) | {"PYTHONPATH": str(tmp_path)},
        timeout=30,
        check=False,
    )
    assert done.returncode == 0
    assert msgpack.unpackb(done.stdout) == {"ok": False, "error": "internal_error", "data": {"kind": "InvalidRequest"}}
    assert done.stderr == b""


def test_without_a_display_the_reason_is_said() -> None:
    done = subprocess.run(
        child.command(),
        input=REQUEST.pack(),
        capture_output=True,
        env={k: v for k, v in child.environment(os.environ).items() if k not in ("DISPLAY", "WAYLAND_DISPLAY")},
        timeout=30,
        check=False,
    )
    answer = msgpack.unpackb(done.stdout)
    assert answer == {"ok": False, "error": "pin_window_failed", "data": {"reason": "no_display"}}
    assert done.stderr == b""


def test_without_tk_the_reason_is_said() -> None:
    argv = child.command()
    argv[3] = "import sys; sys.modules['tkinter'] = None; " + argv[3]
    with pytest.raises(PinWindowFailed) as failed:
        verify_pin(REQUEST, argv=argv)
    assert failed.value.data == {"reason": "no_tk"}


def test_the_process_that_holds_a_pin_leaves_no_core_and_prints_no_values() -> None:
    code = (
        "import resource, ctypes\n"
        "from sitthi.pin.hardening import forbid_memory_dumps, silence_tracebacks\n"
        "forbid_memory_dumps(); silence_tracebacks()\n"
        "print(resource.getrlimit(resource.RLIMIT_CORE), ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))\n"
        "secret = '1234'; int('x' + secret)"
    )
    root = str(Path(client.__file__).parents[2])
    done = subprocess.run(
        [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, {root!r})\n{code}"],
        capture_output=True, text=True, timeout=30, check=False,
    )  # fmt: skip
    assert done.stdout == "(0, 0) 0\n"
    assert done.stderr == ""
