"""Does the launcher that browsers start really answer `hello`?"""

from __future__ import annotations

import json
import subprocess
import time
from typing import TYPE_CHECKING

from sitthi import __version__
from sitthi.messaging.frames import frame
from sitthi.messaging.messages import PROTOCOL
from sitthi.registration.launcher import launcher_path

if TYPE_CHECKING:
    from sitthi.diagnose.section import Section

_WITHIN = 10.0  # seconds; far above any working start


def look(section: Section) -> None:
    launcher = launcher_path()
    if not launcher.exists():
        section.finding("warning", "No launcher for this user.", "Run: sitthi register (or install the package).")
        return
    section.fact("launcher", str(launcher))
    hello = {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "hello",
        "params": {"extension": __version__, "browser": "diagnose", "protocol": PROTOCOL},
    }
    began = time.monotonic()
    try:
        done = subprocess.run(
            [str(launcher)],
            input=frame(json.dumps(hello).encode()),
            capture_output=True,
            timeout=_WITHIN,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as problem:
        section.finding("error", f"The host does not start: {type(problem).__name__}.", "Run: sitthi register")
        return
    section.fact("start_ms", round((time.monotonic() - began) * 1000))
    try:
        answer = json.loads(done.stdout[4:])["result"]
    except (ValueError, KeyError):
        section.finding(
            "error",
            "The host starts but does not answer `hello`.",
            "Run: sitthi register; then send this report.",
        )
        return
    if answer["host"] != __version__:
        section.finding("error", "The launcher starts another version of Sitthi.", "Run: sitthi register")
    else:
        section.finding("ok", "The host starts and answers.")
