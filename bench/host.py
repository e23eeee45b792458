"""The host: spawn to the first `hello` answered, and requests per second over pipes."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path

from bench import start
from bench.result import Result
from support.host import Account, HostProcess

_RUNS = 41
_REQUESTS = 5000


def measure() -> list[Result]:
    with tempfile.TemporaryDirectory(prefix="sitthi-bench-") as folder:
        account = Account(Path(folder), PCSCLITE_CSOCK_NAME=f"{folder}/none.comm")
        return [*_start(account), _requests(account)]


def _start(account: Account) -> list[Result]:
    name = "host start to first hello"
    results = start.measure(name, [account.launcher], [sys.executable], "python", account.env, _RUNS)
    bare, with_json = (each.limit or 0.0 for each in results)
    limit = 1.8 * bare + (with_json - bare)
    return [*results, Result(name, results[0].value, "ms", limit, "allowed: 1.8 x bare + json import", _RUNS)]


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
