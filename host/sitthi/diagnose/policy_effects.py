"""What a browser's policies do to us. Pure: policies in, findings out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sitthi.messaging.messages import HOST_NAME

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitthi.diagnose.browser_policies import BrowserPolicies
    from sitthi.registration.browsers import Family

_FORCED = ("force_installed", "normal_installed")
_EVERYWHERE = ("<all_urls>", "*://*", "*://*/*", "http://*", "https://*", "http://*/*", "https://*/*")


def is_forced(ours: tuple[str, ...], policies: BrowserPolicies) -> bool:
    """Whether the browser installs the extension, under one of `ours` ids, by itself."""
    listed = {each.split(";")[0] for each in policies.names("ExtensionInstallForcelist")}
    settings = policies.settings()
    return any(each in listed or _mode(settings, each) in _FORCED for each in ours)


def effects(
    family: Family, ours: tuple[str, ...], policies: BrowserPolicies, *, machine: bool, user: bool
) -> Iterator[tuple[str, str]]:
    """Finding's id and the policy that is its reason. `ours`: the extension's ids; `machine`, `user`: whether there are
    such registrations.
    """
    if family == "chromium":
        if _host_blocked(policies):
            yield "browser.host_blocked", "NativeMessagingBlocklist"
        if policies.values.get("NativeMessagingUserLevelHosts") in (False, 0) and user and not machine:
            yield "browser.user_hosts_off", "NativeMessagingUserLevelHosts"
    if reason := _extension_blocked(ours, policies):
        yield "browser.extension_blocked", reason
    elif _sites_blocked(ours, policies):
        yield "browser.sites_blocked", "ExtensionSettings"


def _host_blocked(policies: BrowserPolicies) -> bool:
    """The allow list only takes exceptions out of the block list; alone it forbids nothing."""
    blocked = policies.names("NativeMessagingBlocklist")
    return ("*" in blocked or HOST_NAME in blocked) and HOST_NAME not in policies.names("NativeMessagingAllowlist")


def _extension_blocked(ours: tuple[str, ...], policies: BrowserPolicies) -> str:
    """The name of the policy that keeps the extension out, "" = none: it may come in under one id at least."""
    if is_forced(ours, policies):
        return ""
    reasons = [_id_blocked(each, policies) for each in ours]
    return reasons[0] if all(reasons) else ""


def _id_blocked(extension: str, policies: BrowserPolicies) -> str:
    """What is said of one extension alone wins over "*"."""
    settings = policies.settings()
    mode = _mode(settings, extension)
    if mode in ("blocked", "removed"):
        return "ExtensionSettings"
    if mode == "allowed" or extension in policies.names("ExtensionInstallAllowlist"):
        return ""
    if _mode(settings, "*") in ("blocked", "removed"):
        return "ExtensionSettings"
    return "ExtensionInstallBlocklist" if {"*", extension} & set(policies.names("ExtensionInstallBlocklist")) else ""


def _sites_blocked(ours: tuple[str, ...], policies: BrowserPolicies) -> bool:
    """Every page is forbidden to the extension, and none allowed again."""
    settings = policies.settings()
    for each in ours:
        own = settings.get(each, settings.get("*", {}))
        blocked = own.get("runtime_blocked_hosts") or own.get("restricted_domains") or []
        allowed = own.get("runtime_allowed_hosts") or []
        if isinstance(blocked, list) and set(_EVERYWHERE) & set(map(str, blocked)) and not allowed:
            return True
    return False


def _mode(settings: dict[str, dict[str, Any]], extension: str) -> str:
    return str(settings.get(extension, {}).get("installation_mode", ""))
