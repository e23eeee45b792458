"""The host: spawn to the first `hello` answered, and requests per second over pipes."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.result import Result, median_ms
from sitthi.messaging.frames import frame
from support.host import Account, HostProcess

_RUNS = 41
_REQUESTS = 5000


def measure() -> list[Result]:
    with tempfile.TemporaryDirectory(prefix="sitthi-bench-") as folder:
        account = Account(Path(folder), PCSCLITE_CSOCK_NAME=f"{folder}/none.comm")
        return [*_start(account), _requests(account)]


def _start(account: Account) -> list[Result]:
    hello = frame(
        json.dumps(
            {
                "jsonrpc": "2.0",
                "id": 1,
                "method": "hello",
                "params": {"extension": "0", "browser": "b", "protocol": 1},
            }
        ).encode()
    )

    def first_hello() -> None:
        with subprocess.Popen(
            [account.launcher], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=account.env
        ) as host:
            assert host.stdin and host.stdout
            host.stdin.write(hello)
            host.stdin.flush()
            assert host.stdout.read(4)
            host.kill()

    def python(code: str) -> float:
        command = [sys.executable, "-I", "-S", "-c", code]
        return median_ms(lambda: subprocess.run(command, check=True), _RUNS)

    bare, with_json = python("pass"), python("import json")
    answered = median_ms(first_hello, _RUNS)
    limit = 1.8 * bare + (with_json - bare)
    return [
        Result("host start to first hello", answered, "ms", bare, "python -I -S -c pass", _RUNS),
        Result("host start to first hello", answered, "ms", with_json, "python -I -S -c 'import json'", _RUNS),
        Result("host start to first hello", answered, "ms", limit, "allowed: 1.8 x bare + json import", _RUNS),
    ]


def _requests(account: Account) -> Result:
    with HostProcess(account) as host:
        host.hello()
        host.call("status")
        began = time.perf_counter()
        boxes = [host.start_call("status") for _ in range(_REQUESTS)]
        for box in boxes:
            host.result(box, 60)
        seconds = time.perf_counter() - began
    payload = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "status", "params": {}})
    began = time.perf_counter()
    for _ in range(_REQUESTS):
        json.loads(json.dumps(json.loads(payload)))
    limit = _REQUESTS / (time.perf_counter() - began)
    return Result("status requests", _REQUESTS / seconds, "1/s", limit, "JSON parse and dump alone", _REQUESTS)
