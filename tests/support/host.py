"""The real host executable over real pipes, with an account of its own (folders, policy) for each test."""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import queue
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any, Protocol, Self

from sitthi.messaging.frames import frame
from sitthi.registration.launcher import launcher_text

TIMEOUT = 15.0


class Account:
    """A user account's folders and environment; nothing of the machine's own account is touched."""

    def __init__(self, folder: Path, policy: str = "", **env: str) -> None:
        self.folder = folder
        for name in ("home", "run", "state"):
            (folder / name).mkdir(mode=0o700, parents=True, exist_ok=True)
        self.policy_file = folder / "policy.toml"
        self.policy_file.write_text(policy, encoding="utf-8")
        self.launcher = folder / "sitthi-host"
        self.launcher.write_text(launcher_text(), encoding="utf-8")
        self.launcher.chmod(0o700)
        self.env = {
            "PATH": os.environ["PATH"],
            "LANG": "C.UTF-8",
            "HOME": str(folder / "home"),
            "XDG_RUNTIME_DIR": str(folder / "run"),
            "XDG_STATE_HOME": str(folder / "state"),
            "SITTHI_POLICY": str(self.policy_file),
            **env,
        }

    @property
    def state(self) -> Path:
        return self.folder / "state" / "sitthi"


class Failure(Exception):
    """An error answer of the host."""

    def __init__(self, error: dict[str, Any]) -> None:
        super().__init__(f"{error['message']} {error['data']}")
        self.code, self.name, self.data = error["code"], error["message"], error["data"]


class Home(Protocol):
    """What a host needs of the account that it runs in: `Account`, or the sandbox's `World`."""

    folder: Path

    @property
    def launcher(self) -> Path: ...
    @property
    def env(self) -> dict[str, str]: ...


class HostProcess:
    """One running host; answers by id, notifications in a queue, stderr kept for the canary."""

    def __init__(self, account: Home, command: list[str] | None = None) -> None:
        self.process = subprocess.Popen(
            command or [str(account.launcher)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=account.env,
            cwd=account.folder,
        )
        self.notifications: queue.Queue[dict[str, Any]] = queue.Queue()
        self.stderr = b""
        self._answers: dict[Any, queue.Queue[dict[str, Any]]] = {}
        self._ids = itertools.count(1)
        self.unasked: queue.Queue[dict[str, Any]] = queue.Queue()
        self._threads = [
            threading.Thread(target=self._read, daemon=True),
            threading.Thread(target=self._drain, daemon=True),
        ]
        for thread in self._threads:
            thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def send(self, payload: bytes) -> None:
        """Raw bytes, as they are."""
        assert self.process.stdin
        self.process.stdin.write(payload)
        self.process.stdin.flush()

    def start_call(self, method: str, **params: object) -> queue.Queue[dict[str, Any]]:
        number = next(self._ids)
        box = self._answers[number] = queue.Queue()
        self.send(frame(json.dumps({"jsonrpc": "2.0", "id": number, "method": method, "params": params}).encode()))
        return box

    def call(self, method: str, **params: object) -> dict[str, Any]:
        """The result; raises Failure."""
        return self.result(self.start_call(method, **params))

    @staticmethod
    def result(box: queue.Queue[dict[str, Any]], timeout: float = TIMEOUT) -> dict[str, Any]:
        answer = box.get(timeout=timeout)
        if "error" in answer:
            raise Failure(answer["error"])
        return answer["result"]

    def hello(self) -> dict[str, Any]:
        return self.call("hello", extension="test", browser="pipes", protocol=1)

    def wait_for(self, method: str, until: Any = lambda params: True, timeout: float = TIMEOUT) -> dict[str, Any]:
        """The first notification of `method` whose params satisfy `until`."""
        while True:
            message = self.notifications.get(timeout=timeout)
            if message["method"] == method and until(message["params"]):
                return message["params"]

    def close(self) -> int:
        """End of input, as when the browser closes; the exit code."""
        assert self.process.stdin
        if not self.process.stdin.closed:
            with contextlib.suppress(BrokenPipeError):
                self.process.stdin.close()
        try:
            code = self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise
        for thread in self._threads:
            thread.join(5)
        return code

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def _read(self) -> None:
        assert self.process.stdout
        while len(header := self.process.stdout.read(4)) == 4:
            message = json.loads(self.process.stdout.read(int.from_bytes(header, sys.byteorder)))
            if "method" in message:
                self.notifications.put(message)
            elif message["id"] in self._answers:
                self._answers.pop(message["id"]).put(message)
            else:
                self.unasked.put(message)

    def _drain(self) -> None:
        assert self.process.stderr
        self.stderr = self.process.stderr.read()
