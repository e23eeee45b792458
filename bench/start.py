"""The start of a host, as a browser starts it: process made, `hello` asked, first bytes of the answer read."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from bench.result import median_ms
from sitthi.messaging.frames import frame

_HELLO = {"jsonrpc": "2.0", "id": 1, "method": "hello", "params": {"extension": "0", "browser": "b", "protocol": 1}}


def hello_ms(command: Sequence[str | Path], env: Mapping[str, str], runs: int) -> float:
    """Median milliseconds."""
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


def python_ms(python: Sequence[str], code: str, runs: int, env: Mapping[str, str] | None = None) -> float:
    """Median milliseconds of a Python that starts isolated, runs the code and ends."""
    command = [*python, "-I", "-S", "-c", code]
    return median_ms(lambda: subprocess.run(command, check=True, env=env, capture_output=True), runs)
