"""The host's and PIN process's end on Windows, in the Python of the package."""

import pytest

from installer import ROOT
from installer.windows.pins import load
from installer.windows.runtime import unpack_whole_python
from support.wine.prefix import WinePrefix, windows_path

_HOLDS_THE_LOADER = f"""
import ctypes, os, sys, threading
sys.path.insert(0, {windows_path(ROOT / "host")!r})
from sitthi.ending import end_now
held = threading.Event()
def hold():  # as a thread does that is loading a DLL
    cookie = ctypes.c_size_t()
    assert ctypes.windll.ntdll.LdrLockLoaderLock(0, None, ctypes.byref(cookie)) == 0
    held.set()
    threading.Event().wait()
threading.Thread(target=hold, daemon=True).start()
assert held.wait(30)
print("ends now", flush=True)
end_now()
"""


@pytest.mark.timeout(150)
def test_a_thread_that_is_loading_a_dll_does_not_keep_the_process(prefix: WinePrefix) -> None:
    folder = prefix.drive / "whole-python"
    unpack_whole_python(load(), folder)
    done = prefix.run(windows_path(folder / "python.exe"), "-I", "-B", "-c", _HOLDS_THE_LOADER)
    assert done.stdout.split() == [b"ends", b"now"], done.stderr
    assert done.returncode == 0
