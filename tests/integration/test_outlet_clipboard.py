"""The clipboard under a real X server: another program reads and pastes the token, until its time is over."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sitthi_sandbox.desktop import Desktop
from support.host import Account, Failure, HostProcess
from support.sessions import begin_session

CID, TOKEN = "1101500000008", "a1b2c3d4e5f6g7h8"
SECONDS = 5
POLICY = f"[session]\nlock_on_removal = false\n[outlet.clipboard]\non = true\nseconds = {SECONDS}\n"
_READ = """
import sys, tkinter
root = tkinter.Tk(); root.withdraw()
for kind in sys.argv[1:]:
    try:
        print(root.selection_get(selection="CLIPBOARD", type=kind))
    except tkinter.TclError:
        print("")
"""
_OWN = """
import tkinter
root = tkinter.Tk(); root.withdraw()
root.clipboard_clear(); root.clipboard_append("something else"); root.update()
print("mine", flush=True)
root.mainloop()
"""
_PASTE = """
import tkinter
root = tkinter.Tk(); root.title("paste here")
entry = tkinter.Entry(root); entry.pack(); entry.focus_force()
entry.bind("<Return>", lambda _: (print(entry.get(), flush=True), root.quit()))
root.mainloop()
"""


@pytest.fixture(scope="module")
def desktop() -> Iterator[Desktop]:
    with Desktop(width=400, height=300) as desktop:
        yield desktop


@pytest.fixture
def account(tmp_path: Path, desktop: Desktop) -> Account:
    return Account(tmp_path, POLICY, PCSCLITE_CSOCK_NAME=str(tmp_path / "no-pcscd.comm"), **desktop.env)


@pytest.fixture
def host(account: Account) -> Iterator[HostProcess]:
    with HostProcess(account) as running:
        running.hello()
        running.call("status")  # from here on it sees a changed policy
        begin_session(account, CID, TOKEN)
        yield running
        running.call("session.logout")
        wait(lambda: not holders(account))  # the next test reads the same clipboard


def read(account: Account, *kinds: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", _READ, *(kinds or ("UTF8_STRING",))],
        env=account.env, capture_output=True, text=True, timeout=30, check=True,
    )  # fmt: skip
    return done.stdout.splitlines()


def wait(condition: Callable[[], bool], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def holders(account: Account) -> list[Path]:
    """The processes that hold a clipboard of this account."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            arguments, environment = (process / "cmdline").read_bytes(), (process / "environ").read_bytes()
        except OSError:
            continue
        if b"sitthi.outlets.clipboard" in arguments and str(account.folder).encode() in environment:
            found.append(process)
    return found


def test_another_program_reads_it_until_the_time_is_over(account: Account, host: HostProcess) -> None:
    began = time.monotonic()
    assert host.call("outlets.copy") == {"seconds": SECONDS}
    assert read(account, "UTF8_STRING", "STRING", "x-kde-passwordManagerHint") == [TOKEN, TOKEN, "secret"]
    wait(lambda: not holders(account))
    assert SECONDS - 0.5 < time.monotonic() - began < SECONDS + 10
    assert read(account) == [""]
    assert not list((account.folder / "run" / "sitthi").glob("clipboard-*"))


def test_it_can_be_pasted_with_the_keyboard(account: Account, host: HostProcess, desktop: Desktop) -> None:
    with subprocess.Popen([sys.executable, "-c", _PASTE], env=account.env, stdout=subprocess.PIPE, text=True) as window:
        desktop.focus(desktop.window("paste here"))
        host.call("outlets.copy")
        desktop.press("ctrl+v", "Return")
        assert window.stdout
        assert window.stdout.readline() == f"{TOKEN}\n"


def for_ten_minutes(account: Account, host: HostProcess) -> None:
    """What ends in this test does not end because the time is over."""
    account.policy_file.write_text(POLICY.replace(str(SECONDS), "600"))
    host.wait_for("policy.changed")


def test_another_text_is_left_alone(account: Account, host: HostProcess) -> None:
    for_ten_minutes(account, host)
    host.call("outlets.copy")
    with subprocess.Popen([sys.executable, "-c", _OWN], env=account.env, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout
        assert other.stdout.readline() == "mine\n"
        wait(lambda: not holders(account))
        assert read(account) == ["something else"]
        other.kill()


def test_a_logout_empties_it_at_once(account: Account, host: HostProcess) -> None:
    for_ten_minutes(account, host)
    host.call("outlets.copy")
    assert read(account) == [TOKEN]
    host.call("session.logout")
    wait(lambda: not holders(account), 5)
    assert read(account) == [""]


def test_the_token_is_in_no_argument_and_no_environment(account: Account, host: HostProcess) -> None:
    host.call("outlets.copy")
    (holder,) = holders(account)
    seen = [(holder / name).read_bytes() for name in ("cmdline", "environ")]
    seen += [path.read_bytes() for path in account.folder.rglob("*") if path.is_file()]
    assert not [each for each in seen if TOKEN.encode() in each]


def test_without_the_policy_nothing_is_copied(account: Account, host: HostProcess) -> None:
    account.policy_file.write_text("")
    host.wait_for("policy.changed")
    with pytest.raises(Failure) as caught:
        host.call("outlets.copy")
    assert caught.value.name == "outlet_off"
    assert read(account) == [""]
    assert host.call("status")["outlets"] == []


def test_without_a_display_it_says_so(account: Account) -> None:
    account.env["DISPLAY"] = ":4242"
    with HostProcess(account) as host:
        host.hello()
        begin_session(account, CID, TOKEN)
        with pytest.raises(Failure) as caught:
            host.call("outlets.copy")
        assert (caught.value.name, caught.value.data) == ("outlet_clipboard_failed", {"reason": "no_display"})
