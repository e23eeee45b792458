"""A native host that says what a test tells it to. For the looks of the extension only: it knows no card, no policy.

Run as `fake_host.py BEHAVIOUR.json`. The behaviour file is read again for every request and whenever it changes:

    {"replies": {"status": {...result...}, "session.login": {"error": {"message": "pin_wrong", "data": {...}}}},
     "delays": {"session.login": 0.5},            seconds, or until the file no longer says so
     "exit": 3,                                   end at once with this code
     "garble": true,                              write something that is no frame
     "die": true,                                 end now, and at every new start
     "notify": [[7, "session.changed", {...}], …]}   numbered; sent once, unless it stood there at the start

Every request is appended to `BEHAVIOUR.json.log`, one JSON object a line. Must not import anything of `sitthi`.
"""

from __future__ import annotations

import json
import os
import struct
import sys
import threading
import time
from pathlib import Path
from typing import Any, BinaryIO

HELLO = {
    "host": "0.1.0",
    "protocol": 1,
    "platform": "linux",
    "language": "th",
    "capabilities": ["card", "login", "fill", "rights"],
}
EMPTY: dict[str, dict[str, object]] = {"session.logout": {}, "fill.report": {}}
POLL_SECONDS = 0.03


class FakeHost:
    def __init__(self, behaviour: Path, out: BinaryIO) -> None:
        self._behaviour = behaviour
        self._out = out
        self._write_lock = threading.Lock()
        self._log = Path(f"{behaviour}.log")
        self._told = max((number for number, *_ in self.behave().get("notify", [])), default=0)

    def behave(self) -> dict[str, Any]:
        """The behaviour of now. The test replaces the file in one step, so it is always whole."""
        behaviour: dict[str, Any] = json.loads(self._behaviour.read_text("utf-8"))
        return behaviour

    def send(self, message: dict[str, object]) -> None:
        body = json.dumps(message).encode()
        with self._write_lock:
            self._out.write(struct.pack("=I", len(body)) + body)
            self._out.flush()

    def answer(self, request: dict[str, Any]) -> None:
        method = request["method"]
        with self._log.open("a", encoding="utf-8") as log:
            log.write(json.dumps({"method": method, "params": request.get("params")}) + "\n")
        began = time.monotonic()
        while time.monotonic() - began < self.behave().get("delays", {}).get(method, 0):
            time.sleep(POLL_SECONDS)
        reply = {"hello": HELLO, **EMPTY, **self.behave().get("replies", {})}.get(method)
        envelope: dict[str, object] = {"jsonrpc": "2.0", "id": request["id"]}
        if reply is None:
            error = {"code": -32601, "message": "method_not_found", "data": {}}
            self.send({**envelope, "error": error})
        elif "error" in reply:
            self.send({**envelope, "error": {"code": -32000, "data": {}, **reply["error"]}})
        else:
            self.send({**envelope, "result": reply})

    def watch(self) -> None:
        """Tells the browser what the test wants told. Not by the file's time: two files of one tick have the same."""
        while True:
            time.sleep(POLL_SECONDS)
            behaviour = self.behave()
            if behaviour.get("die"):
                os._exit(1)
            for number, method, params in behaviour.get("notify", []):
                if number > self._told:
                    self.send({"jsonrpc": "2.0", "method": method, "params": params})
                    self._told = number


def main() -> None:
    out = sys.stdout.buffer
    host = FakeHost(Path(sys.argv[1]), out)
    behaviour = host.behave()
    if "exit" in behaviour or behaviour.get("die"):
        os._exit(behaviour.get("exit", 1))
    if behaviour.get("garble"):
        out.write(b"this is no frame\n")
        out.flush()
    threading.Thread(target=host.watch, daemon=True).start()
    frames = sys.stdin.buffer
    while len(header := frames.read(4)) == 4:
        request = json.loads(frames.read(struct.unpack("=I", header)[0]))
        threading.Thread(target=host.answer, args=(request,), daemon=True).start()


if __name__ == "__main__":
    main()
