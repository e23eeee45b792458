"""Chromium on a managed PC: policies and the host's manifest in its /etc, the extension from an update server."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Playwright, Worker

from sitthi.messaging.messages import HOST_NAME
from support.private_etc import with_etc

CHROMIUM = "/usr/bin/chromium"
SHOWN = {"DeveloperToolsAvailability": 1}
"""Without this policy Playwright may not see the worker of a force-installed extension."""
_NEEDED_OFF = ["--disable-extensions", "--disable-background-networking", "--disable-component-update"]
_ARGUMENTS = [
    "--enable-unsafe-extension-debugging",
    "--no-sandbox",
    "--disable-gpu",
    "--headless=new",
    "--no-first-run",
    "--disable-sync",
]


def host_manifest(extension_id: str, program: Path) -> str:
    """What a package puts into native-messaging-hosts."""
    return json.dumps(
        {
            "name": HOST_NAME,
            "description": "test",
            "path": str(program),
            "type": "stdio",
            "allowed_origins": [f"chrome-extension://{extension_id}/"],
        }
    )


@contextmanager
def managed_chromium(
    playwright: Playwright,
    folder: Path,
    policy: dict[str, Any],
    hosts: str = "",
    *,
    program: Path | None = None,
    env: dict[str, str] | None = None,
) -> Iterator[BrowserContext]:
    """`folder` holds the profile, which is kept from one start to the next. `hosts`: the host's manifest, if any.

    `program`: another Chromium, whose /etc has policy (SHOWN too) and manifest already.
    """
    files = {"chromium/policies/managed/sitthi.json": json.dumps(policy | SHOWN)}
    if hosts:
        files[f"chromium/native-messaging-hosts/{HOST_NAME}.json"] = hosts
    context = playwright.chromium.launch_persistent_context(
        str(folder / "profile"),
        executable_path=program or with_etc(folder, CHROMIUM, files),
        env=dict(env) if env else None,
        headless=False,
        ignore_default_args=_NEEDED_OFF,
        args=_ARGUMENTS,
    )
    try:
        yield context
    finally:
        context.close()


def worker(context: BrowserContext, extension_id: str) -> Worker:
    """The extension's worker, as soon as it runs."""
    prefix = f"chrome-extension://{extension_id}/"
    for each in context.service_workers:
        if each.url.startswith(prefix):
            return each
    return context.wait_for_event("serviceworker", lambda each: each.url.startswith(prefix), timeout=60_000)


def ask_host(context: BrowserContext, extension_id: str, host: str = HOST_NAME) -> dict[str, Any]:
    """The host's answer to `hello`, asked by a page of the extension; or {"refused": what the browser said}."""
    page = context.new_page()
    page.goto(f"chrome-extension://{extension_id}/manifest.json")
    answer: dict[str, Any] = page.evaluate(
        """host => new Promise(resolve => {
             const port = chrome.runtime.connectNative(host);
             port.onMessage.addListener(resolve);
             port.onDisconnect.addListener(() => resolve({refused: chrome.runtime.lastError?.message}));
             port.postMessage({jsonrpc: "2.0", id: 1, method: "hello",
                               params: {extension: "0.1.0", browser: "chromium", protocol: 1}});
           })""",
        host,
    )
    page.close()
    return answer


def policy_page(context: BrowserContext) -> dict[str, tuple[str, str]]:
    """What chrome://policy says: policy -> (status, error), of those that are set."""
    page = context.new_page()
    page.goto("chrome://policy")
    page.locator("policy-row").first.wait_for()
    rows = page.locator("policy-row").evaluate_all(
        """rows => rows.map(({shadowRoot}) => [
             shadowRoot.querySelector(".name").textContent.trim(),
             shadowRoot.querySelector(".messages").textContent.trim(),
             shadowRoot.querySelector(".errors .value").textContent.trim()])"""
    )
    page.close()
    return {name: (status, error) for name, status, error in rows if status != "Not set."}
