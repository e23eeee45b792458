"""The example page for `window.sitthi`: what the docs print is what runs, and its log-in is NHSO's decision."""

from pathlib import Path

from sitthi_sandbox.nhso.seed import OFFICER
from unit.sandbox_his.browser import Browser
from unit.sandbox_nhso.nhso_client import Client

ROOT = Path(__file__).parents[3]


def test_the_docs_print_the_script_that_runs(browser: Browser) -> None:
    script = browser.session.get(f"{browser.url}/static/sitthi_api.js", timeout=5).text
    assert f"```js\n{script}```" in (ROOT / "docs" / "his-api.md").read_text(encoding="utf-8")
    assert len(script.splitlines()) <= 30
    page = browser.session.get(f"{browser.url}/sitthi-api", timeout=5)
    assert "/static/sitthi_api.js" in page.text
    assert "default-src 'self'" in page.headers["Content-Security-Policy"]


def test_the_right_citizen_id_and_token_log_in(browser: Browser, nhso: Client) -> None:
    token = nhso.login(OFFICER)

    def post(**sent: str) -> int:
        return browser.session.post(f"{browser.url}/sitthi-api/login", json=sent, timeout=5).status_code

    assert post(cid=OFFICER, token="0123456789abcdef") == 401
    assert post() == 400
    assert not browser.get("/eligibility").url.endswith("/eligibility")
    assert post(cid=OFFICER, token=token) == 200
    assert browser.get("/eligibility").url.endswith("/eligibility")
