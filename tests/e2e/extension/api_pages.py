"""For the tests of `window.sitthi`: a web server for pages that a test writes; the real host without card readers."""

from __future__ import annotations

import json
import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from sitthi.policy import Policy
from sitthi.registration.launcher import launcher_text
from sitthi.session.clock import boot_ticks
from sitthi.session.store import SessionStore, utc_now
from sitthi.session.token import Session
from sitthi.session.vault import default_vault
from sitthi_sandbox.browser import EXTENSION, ExtensionBrowser
from support.extension_browser import register_host, shown_browser

CANARY = "CANARYTOKEN12345"
OFFICER = "1101500000008"
POLICY = """
[session]
lock_on_removal = false
idle_minutes = 0
[nhso]
endpoint = "{nhso}/nhso"
[[site]]
name = "all"
match = ["http://127.0.0.1/all/*"]
fill = ["token"]
allow_http = true
api = ["status", "login", "operator", "token", "read_patient", "rights"]
[[site]]
name = "status only"
match = ["http://127.0.0.1/status/*"]
fill = ["token"]
allow_http = true
api = ["status"]
[[site]]
name = "filled only"
match = ["http://127.0.0.1/none/*"]
fill = ["token"]
allow_http = true
[[site]]
name = "only encrypted"
match = ["*://127.0.0.1/https/*"]
fill = ["token"]
api = ["status"]
"""


class PageServer:
    """`pages`: path → HTML. A POST is held until the test lets it go, then answered with 500."""

    def __init__(self) -> None:
        self.pages: dict[str, str] = {}
        self.held: list[threading.Event] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                page = outer.pages.get(self.path.split("?")[0], "")
                self.send_response(200 if page else 404)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.end_headers()
                self.wfile.write(page.encode())

            def do_POST(self) -> None:
                gate = threading.Event()
                outer.held.append(gate)
                gate.wait(10)
                self.send_response(500)
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def page(self, path: str, script: str, body: str = "") -> str:
        """Serves a page whose first script is `script`; its address."""
        self.pages[path] = f"<!doctype html><script>{script}</script><title>x</title>{body}"
        return self.url + path

    def close(self) -> None:
        for gate in self.held:
            gate.set()
        self._server.shutdown()
        self._server.server_close()


class Account:
    """The folders of one operating system account, with the session that the test puts there."""

    def __init__(self, folder: Path, nhso: str) -> None:
        self.folder = folder
        for name in ("run", "state", "home"):
            (folder / name).mkdir(mode=0o700)
        (folder / "policy.toml").write_text(POLICY.format(nhso=nhso))
        self.env = {
            "PATH": os.environ["PATH"],
            "LANG": "C.UTF-8",
            "HOME": str(folder / "home"),
            "XDG_RUNTIME_DIR": str(folder / "run"),
            "XDG_STATE_HOME": str(folder / "state"),
            "SITTHI_POLICY": str(folder / "policy.toml"),
            "PCSCLITE_CSOCK_NAME": str(folder / "no-pcscd"),
        }

    @contextmanager
    def store(self) -> Iterator[SessionStore]:
        with pytest.MonkeyPatch.context() as patch:
            for name in ("XDG_RUNTIME_DIR", "XDG_STATE_HOME"):
                patch.setenv(name, self.env[name])
            yield SessionStore(default_vault(), utc_now, Policy(), boot_ticks)

    def log_in(self) -> None:
        now = utc_now()
        session = Session(OFFICER, "ชื่อ", "Name", CANARY, "uc", "issuer", now, now + timedelta(hours=1), now)
        with self.store() as store:
            store.begin(session)

    def log_out(self) -> None:
        with self.store() as store:
            store.end("logout")


def admitted_extension(folder: Path) -> Path:
    """A copy of the extension to which somebody has given access to two origins on this machine."""
    copy = folder / "extension"
    shutil.copytree(EXTENSION, copy)
    manifest = copy / "manifest.json"
    content = json.loads(manifest.read_text("utf-8"))
    manifest.write_text(
        json.dumps({**content, "host_permissions": ["http://127.0.0.1/*", "http://localhost/*"]}), "utf-8"
    )
    return copy


@contextmanager
def browser_with_real_host(account: Account, playwright: Playwright) -> Iterator[ExtensionBrowser]:
    profile = account.folder / "profile"
    profile.mkdir()
    launcher = account.folder / "sitthi-host"
    launcher.write_text(launcher_text())
    launcher.chmod(0o700)
    register_host(profile, [str(launcher)])
    extension = admitted_extension(account.folder)
    with shown_browser(playwright, profile, account.env, shown=False, extension=extension) as browser:
        wait_for_scripts(browser, 6)
        yield browser


def wait_for_scripts(browser: ExtensionBrowser, number: int) -> None:
    """Until the policy's sites are registered."""
    found = 0
    for _ in range(1500):
        found = browser.worker.evaluate("chrome.scripting.getRegisteredContentScripts().then(({length}) => length)")
        if found == number:
            return
        browser.context.pages[0].wait_for_timeout(20)
    pytest.fail(f"{found} scripts are registered")
