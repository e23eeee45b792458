"""`window.sitthi` with the real host: what a listed page's program gets, and what nobody else does.

Calls are made by the page's own scripts: what Playwright evaluates counts as a press of the person.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from typing import Any

import pytest
from api_pages import CANARY, OFFICER, Account, PageServer, browser_with_real_host
from playwright.sync_api import Page, Playwright

from sitthi.service.rate import LIMITS
from sitthi_sandbox.browser import ExtensionBrowser
from support.extension_browser import IS_FIREFOX

#: `done(name, promise)` keeps how the promise ended where the test can read it.
DONE = """
  const outcomes = {};
  function done(name, promise) {
    promise.then(value => { outcomes[name] = {value}; },
                 error => { outcomes[name] = {error: error.code, data: {...error.data}, name: error.name}; });
  }
"""
#: Calls from the extension's world in the frame that asks, as if the bridge had been put there.
BY_PORT = """() => new Promise(resolve => {
  const line = chrome.runtime.connect({name: "sitthi-api-call"});
  line.onMessage.addListener(resolve);
  line.postMessage({method: "token", gesture: true, origin: "http://127.0.0.1", url: "http://127.0.0.1/all/"});
})"""


@pytest.fixture(scope="module")
def nhso() -> Iterator[PageServer]:
    server = PageServer()
    yield server
    server.close()


@pytest.fixture(scope="module")
def account(tmp_path_factory: pytest.TempPathFactory, nhso: PageServer) -> Account:
    return Account(tmp_path_factory.mktemp("api"), nhso.url)


@pytest.fixture(scope="module")
def shared_browser(account: Account, playwright_driver: Playwright) -> Iterator[ExtensionBrowser]:
    with browser_with_real_host(account, playwright_driver) as browser:
        yield browser


@pytest.fixture
def browser(shared_browser: ExtensionBrowser, account: Account) -> ExtensionBrowser:
    account.log_in()
    return shared_browser


@pytest.fixture
def server() -> Iterator[PageServer]:
    """A port of its own, so an origin of its own, with limits of its own."""
    server = PageServer()
    yield server
    server.close()


def outcome(page: Page, name: str) -> dict[str, Any]:
    page.wait_for_function("name => name in outcomes", arg=name)
    found: dict[str, Any] = page.evaluate("name => outcomes[name]", name)
    return found


def test_a_listed_page_gets_what_it_calls(browser: ExtensionBrowser, server: PageServer) -> None:
    url = server.page(
        "/all/x",
        DONE + "done('status', sitthi.status()); done('operator', sitthi.operator());",
        "<button onclick=\"done('token', sitthi.token())\">x</button>",
    )
    page = browser.open(url)
    assert outcome(page, "status")["value"]["session"] == "active"
    assert outcome(page, "operator")["value"]["cid"] == OFFICER
    page.click("button")
    assert outcome(page, "token")["value"]["token"] == CANARY


def test_without_a_press_neither_token_nor_login(browser: ExtensionBrowser, server: PageServer) -> None:
    url = server.page("/all/x", DONE + "done('token', sitthi.token()); done('login', sitthi.login());")
    page = browser.open(url)
    for method in ("token", "login"):
        assert outcome(page, method) == {
            "error": "api_press_required", "data": {"method": method}, "name": "SitthiError",
        }  # fmt: skip


def test_a_press_that_a_script_makes_is_none(browser: ExtensionBrowser, server: PageServer) -> None:
    url = server.page(
        "/all/x",
        DONE + "addEventListener('load', () => document.querySelector('button').click());"
        "Object.defineProperty(navigator, 'userActivation', {value: {isActive: true, hasBeenActive: true}});",
        "<button onclick=\"done('token', sitthi.token())\">x</button>",
    )
    assert outcome(browser.open(url), "token")["error"] == "api_press_required"


def test_a_method_that_is_not_listed(browser: ExtensionBrowser, server: PageServer) -> None:
    url = server.page(
        "/status/x",
        DONE + "done('status', sitthi.status()); done('rights', sitthi.rights());",
        "<button onclick=\"done('token', sitthi.token())\">x</button>",
    )
    page = browser.open(url)
    page.click("button")
    assert outcome(page, "status")["value"]["session"] == "active"
    assert outcome(page, "token")["error"] == "api_not_allowed"
    assert outcome(page, "rights")["error"] == "api_not_allowed"


@pytest.mark.parametrize("path", ["/none/x", "/https/x", "/other/x"], ids=["no api", "http", "not listed"])
def test_other_pages_of_the_origin_have_no_sitthi(browser: ExtensionBrowser, server: PageServer, path: str) -> None:
    page = browser.open(server.page(path, ""))
    assert page.evaluate("'sitthi' in window") is False


def test_an_origin_that_is_not_listed_has_no_sitthi_and_is_refused(
    browser: ExtensionBrowser, server: PageServer
) -> None:
    page = browser.open(server.page("/all/x", "").replace("127.0.0.1", "localhost"))
    assert page.evaluate("'sitthi' in window") is False
    assert by_port(browser) == [{"problem": {"code": "origin_not_allowed", "data": {}}}]


def test_a_frame_has_no_sitthi_and_is_refused(browser: ExtensionBrowser, server: PageServer) -> None:
    server.page("/all/inner", "")
    page = browser.open(server.page("/all/x", "", "<iframe src=/all/inner></iframe>"))
    assert page.frames[1].evaluate("'sitthi' in window") is False
    assert {"problem": {"code": "api_frame_refused", "data": {}}} in by_port(browser)


def by_port(browser: ExtensionBrowser) -> list[Any]:
    """What each frame of the tab in front is answered, whatever it says of itself."""
    found: list[Any] = browser.worker.evaluate(
        f"""async () => {{
             const [{{id}}] = await chrome.tabs.query({{active: true, lastFocusedWindow: true}});
             const answers = await chrome.scripting.executeScript({{
               target: {{tabId: id, allFrames: true}}, func: {BY_PORT}}});
             return answers.map(({{result}}) => result);
           }}"""
    )
    return found


def test_an_address_that_the_page_has_moved_to_by_itself_counts(browser: ExtensionBrowser, server: PageServer) -> None:
    url = server.page("/all/x", DONE + "history.pushState(null, '', '/none/y'); done('status', sitthi.status());")
    assert outcome(browser.open(url), "status")["error"] == "api_not_allowed"


def test_a_page_in_a_loop_is_told_when_to_come_again(browser: ExtensionBrowser, server: PageServer) -> None:
    most = LIMITS["operator"][0]
    url = server.page(
        "/all/x",
        DONE + f"(async () => {{ for (let n = 0; n <= {most}; n++)"
        "  { const call = sitthi.operator(); done(n, call); await call.catch(() => {}); } })()",
    )
    page = browser.open(url)
    last = outcome(page, str(most))
    assert (last["error"], 1 <= last["data"]["seconds"] <= LIMITS["operator"][1]) == ("rate_limited", True)
    assert "value" in outcome(page, str(most - 1))


def test_sitthi_cannot_be_replaced_or_changed(browser: ExtensionBrowser, server: PageServer) -> None:
    page = browser.open(server.page("/all/x", DONE + "done('status', sitthi.status());"))
    outcome(page, "status")
    attempts = """() => {
      const own = sitthi, token = sitthi.token;
      for (const attempt of [
        () => { sitthi = {}; }, () => { delete window.sitthi; }, () => { sitthi.token = () => {}; },
        () => { sitthi.token.x = 1; }, () => Object.defineProperty(window, "sitthi", {value: 1}),
      ]) try { attempt(); } catch {}
      return own === sitthi && token === sitthi.token && !("x" in token)
        && Object.isFrozen(outcomes.status.value) && Object.getPrototypeOf(outcomes.status.value) === null;
    }"""
    assert page.evaluate(attempts) is True


#: Everything by which a script could listen to another's answers is put in its own way, before any call.
LISTENING = """
  const heard = Object.create(null), realDefine = Reflect.defineProperty;
  let number = 0;
  const note = value => realDefine(heard, number++, {__proto__: null, value, enumerable: true});
  const hear = thing => { try { note(typeof thing === "string" ? thing : stringify(thing)); } catch {} };
  const {stringify} = JSON, {apply} = Reflect, {push} = Array.prototype, then = Promise.prototype.then;
  addEventListener("message", event => hear(event.data), true);
  for (const name of ["sitthi-api-ask", "sitthi-api-offer"])
    addEventListener(name, event => { note("handshake"); }, true);
  const data = Object.getOwnPropertyDescriptor(MessageEvent.prototype, "data").get;
  Object.defineProperty(MessageEvent.prototype, "data",
    {get() { const found = apply(data, this, []); hear(found); return found; }});
  MessagePort.prototype.postMessage = function (message) { hear(message); };
  EventTarget.prototype.addEventListener = function () { note("listener"); };
  EventTarget.prototype.dispatchEvent = function () { note("dispatch"); };
  window.postMessage = hear;
  window.MessageChannel = window.MessageEvent = function () { note("channel"); };
  window.Promise = function () { note("promise"); };
  JSON.parse = JSON.stringify = hear;
  Reflect.apply = Function.prototype.call = Function.prototype.apply = function () { note("apply"); };
  for (const name of ["keys", "freeze", "create", "hasOwn", "entries", "assign", "defineProperty"]) {
    const real = Object[name];
    Object[name] = (...given) => { hear(given); return real(...given); };
  }
  for (const name of ["then", "token", "answer", "problem", "event", "id", "value", "code", "0"]) {
    realDefine(Object.prototype, name, {__proto__: null, configurable: true,
      get() { return name === "problem" || name === "event" ? "trap" : undefined; }, set(value) { hear(value); }});
  }
  window.dispatchEvent(new Event("sitthi-api-ask"));
"""


#: Where a script can get at the canary; into the title, because Playwright's own scripts would meet the traps as well.
REPORT = """
  const {ownKeys} = Reflect, write = Object.getOwnPropertyDescriptor(Document.prototype, "title").set;
  function report() {
    const seen = new Set();
    let found = "";
    const look = (thing, path, depth) => {
      if (typeof thing === "string" && thing.includes("CANARY" + "TOKEN")) found += `${path} `;
      if (thing === null || !["object", "function"].includes(typeof thing) || depth > 4 || seen.has(thing)) return;
      seen.add(thing);
      for (const name of ownKeys(thing)) {
        try { look(thing[name], `${path}.${String(name)}`, depth + 1); } catch {}
      }
    };
    for (const [name, root] of [["window", window], ["document", document], ["heard", heard]]) look(root, name, 0);
    apply(write, document, [stringify({found, refused: kept.refused, names: ownKeys(kept), heard})]);
  }
"""


def test_the_token_is_in_no_scripts_reach_but_by_the_call(browser: ExtensionBrowser, server: PageServer) -> None:
    """A script that runs first sets every trap there is; then another one calls, and only its answer has the token."""
    url = server.page(
        "/all/x",
        "var kept = Object.create(null);"
        + LISTENING
        + REPORT
        + "sitthi.status().then(a => { kept.status = a; report(); });"
        "sitthi.operator().then(a => { kept.operator = a; report(); });"
        "sitthi.token().then(a => { kept.stolen = a; report(); }, e => { kept.refused = e.message; report(); });",
        "<button onclick='sitthi.token()"
        ".then(a => { kept.token = a; report(); }, e => { kept.token = e.message; report(); })'>x</button>"
        "<p onclick='kept.nothing = 1; report()'>a press that calls nothing</p>",
    )
    page = browser.open(url)
    before = reported(page, 3)
    assert sorted(before["names"]) == ["operator", "refused", "status"]
    assert before["refused"] == "api_press_required"
    assert before["found"] == ""
    page.click("p")
    driver = list(reported(page, 4)["heard"].values())  # "dispatch" of the trap itself, and how Playwright presses
    if not IS_FIREFOX:
        assert driver == ["dispatch"]
    page.click("button")
    after = reported(page, 5)
    assert after["found"].split() == ["window.kept.token.token"]
    assert set(after["heard"].values()) <= set(driver)


def reported(page: Page, calls: int) -> dict[str, Any]:
    """What the page says when so many calls have ended."""
    for _ in range(500):
        title = page.title()
        found: dict[str, Any] = json.loads(title) if title.startswith("{") else {"names": []}
        if len(found["names"]) == calls:
            return found
        page.wait_for_timeout(20)
    pytest.fail("never came")


def test_an_answer_reaches_no_document_but_the_one_that_asked(
    browser: ExtensionBrowser, server: PageServer, nhso: PageServer, account: Account
) -> None:
    """Both ask with the same number, and the first is answered while the second waits."""
    first = server.page("/all/first", "sitthi.rights('1100800447899');")
    second = server.page("/all/second", DONE + "done('rights', sitthi.rights('1234567890121'));")
    page = browser.open(first)
    wait_until(page, lambda: len(nhso.held) == 1)
    page.goto(second)
    wait_until(page, lambda: len(nhso.held) == 2)
    before = answered(account)
    nhso.held[0].set()
    wait_until(page, lambda: answered(account) > before)
    page.evaluate("sitthi.status()")  # goes the same way, behind the first answer
    assert page.evaluate("'rights' in outcomes") is False
    nhso.held[1].set()
    assert "error" in outcome(page, "rights")


def answered(account: Account) -> int:
    with sqlite3.connect(account.folder / "state" / "sitthi" / "audit.db") as audit:
        (number,) = audit.execute("SELECT count(*) FROM entry WHERE action = 'api_rights'").fetchone()
    return int(number)


def wait_until(page: Page, condition: Any) -> None:
    for _ in range(500):
        if condition():
            return
        page.wait_for_timeout(20)
    pytest.fail("never came")


def test_a_page_hears_that_the_session_has_changed_and_no_more(
    browser: ExtensionBrowser, server: PageServer, account: Account
) -> None:
    url = server.page(
        "/status/x",
        DONE + "let events = []; const hear = event => events.push(event);"
        "sitthi.on('sessionChanged', hear); done('status', sitthi.status());",
    )
    page = browser.open(url)
    outcome(page, "status")
    account.log_out()
    page.wait_for_function("events.length > 0")
    assert page.evaluate("events[0]") == {"type": "sessionChanged"}
    assert page.evaluate("sitthi.status().then(({session}) => session)") == "none"
    page.evaluate("sitthi.off('sessionChanged', hear); events = []")
    account.log_in()
    page.wait_for_function("sitthi.status().then(({session}) => session === 'active')")
    assert page.evaluate("events") == []
