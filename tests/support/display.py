"""A bare X server of a test's own, with a window manager: for windows that are typed into by xdotool."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def private_display() -> Iterator[str]:
    """Its name, on a free display, once the window manager is there.

    `-noreset`: else the server starts over whenever its last client leaves, and takes a window manager with it that is
    just about to come.
    """
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1366x768x24", "-nolisten", "tcp", "-noreset"],
        pass_fds=(write,),
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    with open(read) as number:
        name = f":{number.readline().strip()}"
    environment = os.environ | {"DISPLAY": name}
    manager = subprocess.Popen(["openbox", "--sm-disable"], env=environment, stderr=subprocess.DEVNULL)
    try:
        _wait_managed(environment)
        yield name
    finally:
        for process in (manager, server):
            process.terminate()
            process.wait(10)


def _wait_managed(environment: dict[str, str]) -> None:
    deadline = time.monotonic() + 10
    asked = ["xprop", "-root", "_NET_SUPPORTING_WM_CHECK"]
    while b"window id" not in subprocess.run(asked, env=environment, capture_output=True, check=False).stdout:
        assert time.monotonic() < deadline, "the window manager did not start"
        time.sleep(0.05)
