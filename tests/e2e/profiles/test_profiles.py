"""Each profile's rules over its test page, by the product's own finder: every marked field, and no decoy."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Playwright

from e2e.extension.finder import expected, inject
from sitthi.policy.load import load_policy
from sitthi.policy.model import SitePolicy
from sitthi.policy.profile import Profile
from sitthi.policy.profile_file import all_profiles
from sitthi.roles import ROLES
from support.extension_browser import plain_browser

PAGES = Path(__file__).parents[2] / "corpus" / "profiles"


@pytest.fixture(scope="module")
def page(playwright_driver: Playwright) -> Iterator[Page]:
    with plain_browser(playwright_driver) as browser:
        yield browser.new_page()


def rules(profile: Profile, folder: Path) -> dict[str, Any]:
    """As a site of a policy passes them on. A profile that fills nothing is put under a site that fills everything:
    its rules alone must then keep the page as it is.
    """
    policy = folder / "policy.toml"
    fill = list(profile.fill or ROLES)
    policy.write_text(f'[[site]]\nname = "x"\nmatch = ["https://his.example.go.th/*"]\nfill = {fill}\n', "utf-8")
    (bare,) = load_policy([policy]).sites
    site: SitePolicy = profile.under(bare)
    message = site.to_message()
    return {key: message[key] for key in ("fields", "never", "roles", "submit")}


def find(page: Page, given: dict[str, Any]) -> list[dict[str, Any]]:
    inject(page)
    found: list[dict[str, Any]] = page.evaluate(
        """rules => sitthiFields.find(document, rules).map(({role, element}) =>
            ({role, name: element.name, expect: element.dataset.expect ?? null}))""",
        given,
    )
    return found


@pytest.mark.parametrize("profile", all_profiles(), ids=lambda profile: profile.name)
def test_finds_what_the_page_marks_and_no_decoy(page: Page, profile: Profile, tmp_path: Path) -> None:
    page.goto((PAGES / f"{profile.name}.html").as_uri())
    found = find(page, rules(profile, tmp_path))
    assert [field for field in found if field["role"] != field["expect"]] == []
    assert sorted(field["role"] for field in found) == sorted(expected(page))
