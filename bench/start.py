"""The start of a host as a browser starts it: process made, `hello` asked, first bytes of the answer read (medians)."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from bench.result import Result, median_ms
from sitthi.messaging.frames import frame

Command = Sequence[str | Path]
_HELLO = {"jsonrpc": "2.0", "id": 1, "method": "hello", "params": {"extension": "0", "browser": "b", "protocol": 1}}


def measure(
    name: str, host: Command, python: Command, python_name: str, env: Mapping[str, str], runs: int
) -> list[Result]:
    """Start to the first `hello`, against that Python started isolated with nothing to do, and with `import json`."""
    answered = _hello_ms(host, env, runs)
    return [
        Result(name, answered, "ms", _python_ms(python, code, env, runs), f"{python_name} -I -S -c {shown}", runs)
        for code, shown in (("pass", "pass"), ("import json", "'import json'"))
    ]


def _hello_ms(command: Command, env: Mapping[str, str], runs: int) -> float:
    hello = frame(json.dumps(_HELLO).encode())

    def once() -> None:
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=env
        ) as host:
            assert host.stdin and host.stdout
            host.stdin.write(hello)
            host.stdin.flush()
            assert host.stdout.read(4)
            host.kill()

    return median_ms(once, runs)


def _python_ms(python: Command, code: str, env: Mapping[str, str], runs: int) -> float:
    """Until it has ended."""
    command = [*python, "-I", "-S", "-c", code]
    return median_ms(lambda: subprocess.run(command, check=True, env=env, capture_output=True), runs)
