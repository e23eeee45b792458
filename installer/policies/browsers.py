"""Browser policies that go with Sitthi: the extension is there, only its host may be started, nobody else fills.

| policy | why |
|---|---|
| ExtensionSettings: force_installed | nobody installs by hand, nobody removes it, updates come by themselves |
| NativeMessagingBlocklist *, NativeMessagingAllowlist | of all programs an extension may start, only Sitthi's host |
| NativeMessagingUserLevelHosts off | a host registered by a user (or by malware of that user) cannot take its place |
| PasswordManagerEnabled off | a token is a password field's value: the browser must not offer to keep it |
| AutofillAddressEnabled off | a patient's name and address must not come back in the next patient's form |
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from sitthi.messaging.messages import HOST_NAME
from sitthi.registration.manifest import FIREFOX_EXTENSION_IDS

GECKO_ID = FIREFOX_EXTENSION_IDS[0]


@dataclass(frozen=True)
class ChromiumBrowser:
    """`linux`: folder of managed policies; `windows`: registry key below HKLM; `pin`: its word for the toolbar."""

    name: str
    title: str
    linux: str
    windows: str
    pin: tuple[str, str] = ("toolbar_pin", "force_pinned")


CHROMIUM_BROWSERS = (
    ChromiumBrowser("chrome", "Google Chrome", "/etc/opt/chrome/policies/managed", r"Software\Policies\Google\Chrome"),
    ChromiumBrowser(
        "edge",
        "Microsoft Edge",
        "/etc/opt/edge/policies/managed",
        r"Software\Policies\Microsoft\Edge",
        ("toolbar_state", "force_shown"),
    ),
    ChromiumBrowser("chromium", "Chromium", "/etc/chromium/policies/managed", r"Software\Policies\Chromium"),
    ChromiumBrowser("brave", "Brave", "/etc/brave/policies/managed", r"Software\Policies\BraveSoftware\Brave"),
)


def chromium_policy(browser: ChromiumBrowser, extension_id: str, base: str) -> dict[str, Any]:
    """`base`: where update.xml is published, without a slash at the end."""
    pin, pinned = browser.pin
    extension = {
        "installation_mode": "force_installed",
        "update_url": f"{base}/update.xml",
        "override_update_url": True,
        pin: pinned,
    }
    return {
        "ExtensionSettings": {extension_id: extension},
        "NativeMessagingBlocklist": ["*"],
        "NativeMessagingAllowlist": [HOST_NAME],
        "NativeMessagingUserLevelHosts": False,
        "PasswordManagerEnabled": False,
        "AutofillAddressEnabled": False,
    }


def firefox_policy(base: str, *, unsigned: bool = False) -> dict[str, Any]:
    """What policies.json holds. `unsigned`: for an XPI that Mozilla has not signed; only Firefox ESR allows that."""
    policies: dict[str, Any] = {
        "ExtensionSettings": {
            GECKO_ID: {
                "installation_mode": "force_installed",
                "install_url": f"{base}/sitthi.xpi",
                "default_area": "navbar",
            }
        },
        "PasswordManagerEnabled": False,
        "OfferToSaveLogins": False,
        "AutofillAddressEnabled": False,
        "DisableFormHistory": True,
    }
    if unsigned:
        policies["Preferences"] = {"xpinstall.signatures.required": {"Value": False, "Status": "locked"}}
    return {"policies": policies}


def json_text(policy: dict[str, Any]) -> str:
    return json.dumps(policy, indent=2, ensure_ascii=False) + "\n"
