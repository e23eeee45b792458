"""Per browser: which manifest counts, is it right, and what do the browser's policies do to host and extension."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from sitthi.diagnose.browser_policies import BrowserPolicies, from_files, from_registry
from sitthi.diagnose.installed_extension import in_a_profile, profiles_folder
from sitthi.diagnose.manifests import (
    Registered,
    extension_ids,
    faults,
    registered_files,
    registered_keys,
    shadows,
)  # fmt: skip
from sitthi.diagnose.policy_effects import effects, is_forced
from sitthi.diagnose.registry import BrowserRegistry, WindowsBrowserRegistry
from sitthi.diagnose.sandboxed import sandboxed
from sitthi.registration import browsers

if TYPE_CHECKING:
    from sitthi.diagnose.section import Section
    from sitthi.registration.browsers import Browser

_WINDOWS = sys.platform == "win32"


def look(section: Section) -> None:
    found = [each for each in browsers.known() if each.installed()]
    section.fact("found", [each.name for each in found])
    confined = [] if _WINDOWS else sandboxed(Path("/"), Path.home())
    if not found and not confined:
        section.finding("browser.none")
    for each in confined:
        finding = "browser.sandboxed_firefox" if each.family == "firefox" else "browser.sandboxed_chromium"
        section.finding(finding, browser=each.browser, kind=each.kind, app=each.app)
    for browser in found:
        policies = policies_of(browser)
        registered = registrations_of(browser)
        look_at(section, browser, registered, policies, windows=_WINDOWS)
        ours = extension_ids(browser.family, registered)
        look_at_extension(section, browser, ours, policies, profiles_folder(browser))


def registrations_of(browser: Browser, registry: BrowserRegistry | None = None) -> list[Registered]:
    """In the browser's own order; the first is the only one that it reads."""
    if _WINDOWS or registry is not None:
        return registered_keys(browser.name, registry or WindowsBrowserRegistry())
    return registered_files(browser)


def policies_of(browser: Browser) -> BrowserPolicies:
    if _WINDOWS:
        return from_registry(browser.name, WindowsBrowserRegistry())
    return from_files(browser.name) if sys.platform == "linux" else BrowserPolicies()


def first_program(browser: Browser) -> Path | None:
    """What the browser would start, if it would start something."""
    counting = _counting(browser, registrations_of(browser), policies_of(browser))
    fault, program = faults(browser.family, counting[0].file, windows=_WINDOWS) if counting else ("", None)
    return None if fault else program


def look_at(
    section: Section, browser: Browser, registered: list[Registered], policies: BrowserPolicies, *, windows: bool
) -> None:
    """The host's registration in one browser."""
    name = browser.name
    section.fact(f"{name}: manifests", [each.place for each in registered])
    if policies.values:
        section.fact(f"{name}: policies", sorted(policies.values))
    for file in policies.unreadable:
        section.finding("browser.policy_unreadable", browser=name, place=file)
    machine = any(each.scope == "machine" for each in registered)
    kept_out = False
    ours = extension_ids(browser.family, registered)
    user = bool(registered) and not machine
    for finding, reason in effects(browser.family, ours, policies, machine=machine, user=user):
        section.finding(finding, browser=name, policy=reason, place=policies.places.get(reason, ""))
        kept_out = kept_out or finding in ("browser.host_blocked", "browser.user_hosts_off")
    counting = _counting(browser, registered, policies)
    for finding, front in shadows(name, counting):
        section.finding(finding, browser=name, place=front.place)
    if not counting:
        if not kept_out:
            section.finding("browser.host_missing", browser=name)
        return
    first = counting[0]
    fault, program = faults(browser.family, first.file, windows=windows)
    if fault:
        section.finding(fault, browser=name, place=first.file, program=program or "")
    elif not kept_out:
        section.finding("browser.ok", browser=name)


def look_at_extension(
    section: Section, browser: Browser, ours: tuple[str, ...], policies: BrowserPolicies, folder: Path | None
) -> None:
    """Does the policy install the extension, and did it?"""
    if not is_forced(ours, policies):
        section.finding("browser.extension_not_forced", browser=browser.name)
    elif folder is not None and in_a_profile(browser, ours, folder) is False:
        section.finding("browser.extension_not_installed", browser=browser.name)


def _counting(browser: Browser, registered: list[Registered], policies: BrowserPolicies) -> list[Registered]:
    """Without those of the user where the policy forbids them."""
    if browser.family == "chromium" and policies.values.get("NativeMessagingUserLevelHosts") in (False, 0):
        return [each for each in registered if each.scope == "machine"]
    return registered
