"""Firefox ESR on a managed PC: policies.json in its /etc, driven by its own Marionette protocol."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from support.private_etc import with_etc

FIREFOX = "/usr/bin/firefox-esr"
GECKO_ID = "sitthi@sitthi.example"
_PATIENCE = 30.0


class Marionette:
    """One session. Frames are `length:[type, id, name or error, content]`."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=_PATIENCE)
        self._last = 0
        self._read()
        self.send("WebDriver:NewSession", {})

    def close(self) -> None:
        self._socket.close()

    def send(self, command: str, parameters: dict[str, Any]) -> Any:
        self._last += 1
        text = json.dumps([0, self._last, command, parameters]).encode()
        self._socket.sendall(b"%d:%s" % (len(text), text))
        _, _, error, result = self._read()
        if error:
            raise RuntimeError(f"{command}: {error['error']}: {error['message']}")
        return result

    def chrome(self, script: str, *arguments: object) -> Any:
        """The result of the async function body `script`, run with the browser's own rights."""
        self.send("Marionette:SetContext", {"value": "chrome"})
        called = f"(async (...args) => {{ {script} }})(...arguments).then(done, problem => done(String(problem)));"
        whole = f"const done = arguments[arguments.length - 1]; {called}"
        return self.send("WebDriver:ExecuteAsyncScript", {"script": whole, "args": list(arguments)})["value"]

    def open(self, url: str) -> None:
        self.send("Marionette:SetContext", {"value": "content"})
        self.send("WebDriver:Navigate", {"url": url})

    def _read(self) -> Any:
        length = b""
        while (byte := self._socket.recv(1)) != b":":
            if not byte:
                raise RuntimeError("Firefox closed the connection")
            length += byte
        body = b""
        while len(body) < int(length):
            body += self._socket.recv(int(length) - len(body))
        return json.loads(body)


@contextmanager
def managed_firefox(
    folder: Path, policy: dict[str, Any], preferences: dict[str, object], program: Path | None = None
) -> Iterator[Marionette]:
    """`folder` holds the profile and the home folder, which are kept from one start to the next.

    `program`: another Firefox, whose /etc has its policy already.
    """
    profile, home = folder / "profile", folder / "home"
    for each in (profile, home):
        each.mkdir(exist_ok=True)
    lines = {"marionette.port": 0} | preferences
    user = "".join(f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in lines.items())
    (profile / "user.js").write_text(user, encoding="utf-8")
    ready = profile / "MarionetteActivePort"
    ready.unlink(missing_ok=True)
    program = program or with_etc(folder, FIREFOX, {"firefox/policies/policies.json": json.dumps(policy)})
    arguments = ["--headless", "--marionette", "--remote-allow-system-access", "--no-remote", "--profile", profile]
    firefox = subprocess.Popen(
        [program, *arguments],
        env=os.environ | {"HOME": str(home)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        deadline = time.monotonic() + _PATIENCE
        while not (ready.exists() and ready.read_text()):
            assert firefox.poll() is None and time.monotonic() < deadline, "Firefox did not start"
            time.sleep(0.05)
        session = Marionette(int(ready.read_text()))
        yield session
        session.send("Marionette:Quit", {"flags": ["eForceQuit"]})
        session.close()
        firefox.wait(20)
    finally:
        if firefox.poll() is None:
            firefox.kill()
            firefox.wait(10)


def installed_version(session: Marionette, version: str) -> str:
    """The version of ours that is active, once it is `version`; else the one that is there after half a minute."""
    script = """
        const {AddonManager} = ChromeUtils.importESModule("resource://gre/modules/AddonManager.sys.mjs");
        const {setTimeout} = ChromeUtils.importESModule("resource://gre/modules/Timer.sys.mjs");
        for (let turn = 0; ; turn++) {
            const addon = await AddonManager.getAddonByID(args[0]);
            if ((addon?.isActive && addon.version === args[1]) || turn === 250) return addon?.version ?? "none";
            await new Promise(resolve => setTimeout(resolve, 100));
        }"""
    found: str = session.chrome(script, GECKO_ID, version)
    return found
