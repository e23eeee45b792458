"""A day at one counter: patients of the crowd one after the other, in a real Chromium with the panel beside the form.

The form's site is `auto` in the policy and the panel checks rights by itself, so a patient takes no press at all: card
in, form and rights there, card out. What must hold is looked at after each: nobody's data stays or appears elsewhere.
"""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, Playwright, TimeoutError

from sitthi_sandbox.browser import EXTENSION, ExtensionBrowser
from sitthi_sandbox.nhso.crowd import crowd_cid, crowd_patient
from sitthi_sandbox.nhso.patients import Patient
from sitthi_sandbox.world import World
from support.extension_browser import IS_FIREFOX, ORIGIN, shown_browser

PATIENTS_READER = 1
_WATCH_PANEL = """() => {
    window.sitthiSeen = {};
    new MutationObserver(() => {
        const {sitthiSeen: seen} = window;
        if (document.querySelector("article.patient")) seen.card ??= Date.now();
        if (document.querySelector("article.rights")) seen.rights ??= Date.now();
    }).observe(document.body, {subtree: true, childList: true});
}"""
_WATCH_FORM = """() => {
    window.filledAt = 0;
    document.addEventListener("input", () => { window.filledAt = Date.now(); }, true);
    document.addEventListener("change", () => { window.filledAt = Date.now(); }, true);
}"""
_VALUES = "() => Object.fromEntries([...document.querySelector('#patient-form').elements].map(e => [e.id, e.value]))"
_FILLED = "() => ['#patient_cid', '#first_name', '#sex'].every(s => document.querySelector(s).value)"
_DONE = "() => document.querySelector('article.patient') && document.querySelector('article.rights')"
_EMPTY = "() => document.body.dataset.view === 'waiting'"


@dataclass(frozen=True)
class Times:
    """Milliseconds from the card's coming to its data on screen, to the rights beside it, to the form filled."""

    card: float
    rights: float
    filled: float


@dataclass
class Counter:
    world: World
    browser: ExtensionBrowser
    form: Page
    panel: Page
    host_pid: int

    def serve(self, number: int) -> Times:
        """One patient, from card in to card out. Raises AssertionError for any datum at the wrong place."""
        cid = crowd_cid(number)
        patient = crowd_patient(cid)
        assert patient is not None
        self.form.goto(f"{self.world.his}/eligibility")
        self.form.evaluate(_WATCH_FORM)
        self.panel.evaluate("window.sitthiSeen = {}")
        began = time.time() * 1000
        self.world.insert(f"crowd{number}", PATIENTS_READER)
        self._wait(self.panel, _DONE, number)
        self._wait(self.form, _FILLED, number)
        seen = self.panel.evaluate("window.sitthiSeen")
        times = Times(seen["card"] - began, seen["rights"] - began, self.form.evaluate("window.filledAt") - began)
        self._look(patient)
        self.world.remove(PATIENTS_READER)
        self.panel.wait_for_function(_EMPTY)
        self._look_gone(patient)
        return times

    def memory(self) -> tuple[float, float]:
        """MiB: the host's resident set, and the live heap of the panel."""
        text = Path(f"/proc/{self.host_pid}/status").read_text("ascii")
        resident = next(int(line.split()[1]) for line in text.splitlines() if line.startswith("VmRSS"))
        session = self.panel.context.new_cdp_session(self.panel)
        session.send("Performance.enable")
        session.send("HeapProfiler.collectGarbage")
        metrics = {each["name"]: each["value"] for each in session.send("Performance.getMetrics")["metrics"]}
        session.detach()
        return resident / 1024, metrics.get("JSHeapUsedSize", 0) / 2**20

    def _wait(self, page: Page, until: str, number: int) -> None:
        try:
            page.wait_for_function(until)
        except TimeoutError:
            shown = [each.inner_text("main") for each in (self.panel, self.form)]
            raise AssertionError(f"patient {number}: {shown}") from None

    def _look(self, patient: Patient) -> None:
        values = self.form.evaluate(
            "Object.fromEntries([...document.querySelector('#patient-form').elements].map(e => [e.id, e.value]))"
        )
        got = (values["patient_cid"], values["title"], values["first_name"], values["last_name"], values["sex"])
        assert got == (patient.cid, patient.title, patient.first, patient.last, patient.sex)
        day = f"{patient.birth[6:]}/{patient.birth[4:6]}/{patient.birth[:4]}"
        assert values["birth_date"] == day
        card, rights = (self.panel.inner_text(f"article.{part}") for part in ("patient", "rights"))
        assert f"{patient.first} {patient.last}" in card
        assert patient.cid in card.replace("-", "")
        assert f"{patient.first} {patient.last}" in rights
        if patient.right:
            assert patient.right.scheme.code in rights

    def _look_gone(self, patient: Patient) -> None:
        shown = self.panel.evaluate("document.documentElement.textContent")
        assert patient.first not in shown
        assert patient.last not in shown
        assert patient.cid not in shown.replace("-", "")


@contextmanager
def counter(world: World, playwright: Playwright, profile: Path, operator: tuple[str, str]) -> Iterator[Counter]:
    """The browser that hospital IT has set up so: access to the HIS given, its eligibility page on the auto list.

    `operator`: citizen ID and token of the session, to log in to the HIS by hand.
    """
    extension = world.folder / "extension"
    shutil.copytree(EXTENSION, extension)
    manifest = extension / "manifest.json"
    content = json.loads(manifest.read_text("utf-8"))
    manifest.write_text(json.dumps({**content, "host_permissions": [f"{world.his.rsplit(':', 1)[0]}/*"]}), "utf-8")
    world.change_policy(
        f'match = ["{world.his}/eligibility*"]\n', f'match = ["{world.his}/eligibility*"]\nauto = true\n'
    )
    world.register(profile)
    with shown_browser(playwright, profile, world.env, shown=False, extension=extension) as browser:
        browser.worker.evaluate("chrome.storage.local.set({panelAutoRights: true})")
        panel = browser.context.new_page()
        panel.goto(f"{ORIGIN}/panel/panel.html")
        panel.wait_for_function(_EMPTY)
        panel.evaluate(_WATCH_PANEL)
        form = browser.context.new_page()
        form.goto(f"{world.his}/login")
        for field, value in zip(("#username", "#password"), operator, strict=True):
            form.fill(field, value)
        form.press("#password", "Enter")
        form.wait_for_url(lambda url: not url.endswith("/login"))
        yield Counter(world, browser, form, panel, _host_of(world))


def _host_of(world: World) -> int:
    """The host that the browser started: the newest of this account."""
    marker = f"SITTHI_POLICY={world.policy_file}".encode()
    found = []
    for process in Path("/proc").iterdir():
        if not process.name.isdigit():
            continue
        try:
            words, environment = (process / "cmdline").read_bytes(), (process / "environ").read_bytes()
        except OSError:
            continue
        if marker in environment and (b"sitthi@sitthi.example" if IS_FIREFOX else b"chrome-extension://") in words:
            found.append(int(process.name))
    return max(found)
