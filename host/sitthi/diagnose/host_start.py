"""Does what browsers start really answer `hello`, and is it this version?"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from typing import TYPE_CHECKING

from sitthi import __version__
from sitthi.diagnose.browsers import first_program
from sitthi.messaging.frames import frame
from sitthi.messaging.messages import PROTOCOL
from sitthi.registration import browsers
from sitthi.registration.launcher import launcher_path

if TYPE_CHECKING:
    from pathlib import Path

    from sitthi.diagnose.section import Section

_WITHIN = 10.0  # seconds; far above any working start


def look(section: Section) -> None:
    programs = [first_program(each) for each in browsers.known() if each.installed()]
    launcher = launcher_path()
    if launcher.exists():
        programs.append(launcher)
    started = list(dict.fromkeys(each for each in programs if each is not None))
    if not started:
        section.finding("host.no_launcher")
    for program in started:
        _start(section, program)


def _start(section: Section, program: Path) -> None:
    hello = {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "hello",
        "params": {"extension": __version__, "browser": "diagnose", "protocol": PROTOCOL},
    }
    began = time.monotonic()
    try:
        done = subprocess.run(
            [str(program)],
            input=frame(json.dumps(hello).encode()),
            capture_output=True,
            timeout=_WITHIN,
            check=False,
            creationflags=_no_window(),
        )
    except (OSError, subprocess.TimeoutExpired) as problem:
        section.finding("host.not_starting", program=program, kind=type(problem).__name__)
        return
    section.fact(f"start_ms {program}"[:120], round((time.monotonic() - began) * 1000))
    try:
        version = str(json.loads(done.stdout[4:])["result"]["host"])
    except (ValueError, KeyError, TypeError):
        section.finding("host.no_answer", program=program)
        return
    if version != __version__:
        section.finding("host.other_version", program=program, version=version[:32], own=__version__)
    else:
        section.finding("host.ok", program=program)


def _no_window() -> int:
    """Of a program that may be one for the console: it flashes no window."""
    if sys.platform == "win32":
        return subprocess.CREATE_NO_WINDOW
    return 0
