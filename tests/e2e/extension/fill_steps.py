"""What the filling tests do: allow a site, give the host's values for it, press a button or the shortcut."""

from __future__ import annotations

from typing import Any

from host_control import HostControl
from playwright.sync_api import Page
from states import page_values, site, sites

from support.extension_browser import ExtensionBrowser

ALL_ROLES = [
    "operator_cid", "token", "patient_cid", "patient_title", "patient_first_name", "patient_last_name",
    "patient_birth_date", "patient_sex", "patient_address",
]  # fmt: skip
VALUES: dict[str, str] = page_values()["values"]


def origin_of(url: str) -> str:
    return "/".join(url.split("/")[:3])


def allow(host: HostControl, url: str, now: dict[str, Any], **changes: Any) -> None:
    host.set(
        replies={
            "status": now,
            "sites.list": sites(site(f"{origin_of(url)}/*", **changes)),
            "fill.values": {"values": {}, "masked": {}},
        }
    )


def give(host: HostControl, *roles: str) -> None:
    host.set(replies={"fill.values": {"values": {role: VALUES[role] for role in roles}, "masked": {}}})


def fill(popup: Page) -> str:
    """Presses "fill this page" and tells what the popup then says."""
    popup.click("[data-key=fill]")
    return popup.inner_text("#notices .notice")


def outcome(browser: ExtensionBrowser) -> dict[str, Any]:
    """The last one, as the worker keeps it; {} for none."""
    stored: dict[str, Any] = browser.worker.evaluate("chrome.storage.session.get('outcome')")
    found: dict[str, Any] = stored.get("outcome") or {}
    return found


def ask(popup: Page, action: str, **params: Any) -> dict[str, Any]:
    """The worker's answer to one of the extension's own pages."""
    answer: dict[str, Any] = popup.evaluate(
        """message => new Promise(resolve => {
             const port = chrome.runtime.connect({name: "sitthi-pages"});
             port.onMessage.addListener(reply => reply.id === 1 && resolve(reply));
             port.postMessage({id: 1, ...message});
           })""",
        {"action": action, "params": params},
    )
    return answer


def tab_of(popup: Page) -> int:
    return int(popup.url.split("tabId=")[1])
