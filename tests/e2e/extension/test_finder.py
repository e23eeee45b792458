"""Which fields get which role, on sample pages: every marked field is found, and no other."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from finder import expected, find, inject
from finder_cases import ACCOUNTS, HIDDEN, LOGIN_ROLES, LOOKUPS, SHOWN, TRAP
from playwright.sync_api import Page, Playwright

from support.extension_browser import plain_browser


@pytest.fixture(scope="module")
def page(playwright_driver: Playwright) -> Iterator[Page]:
    with plain_browser(playwright_driver) as browser:
        yield browser.new_page()


@pytest.mark.parametrize("name", ["login_th", "login_en", "table_th", "eligibility_th", "frames", "shadow"])
def test_finds_every_marked_field_and_no_other(page: Page, page_url: Callable[[str], str], name: str) -> None:
    page.goto(page_url(name))
    found = find(page)
    assert expected(page), "the sample page marks nothing"
    assert sorted(field["role"] for field in found) == sorted(expected(page))
    assert [field["role"] for field in found] == [field["expect"] for field in found]


def test_gives_no_role_on_signup_password_change_search_payment_keys_and_hidden_forms(
    page: Page, page_url: Callable[[str], str]
) -> None:
    page.goto(page_url("decoys"))
    assert find(page) == []


def test_looks_but_changes_nothing(page: Page, page_url: Callable[[str], str]) -> None:
    page.goto(page_url("eligibility_th"))
    inject(page)
    changed = page.evaluate(
        """() => {
          const seen = [];
          new MutationObserver(records => seen.push(...records)).observe(document, {subtree: true, childList: true,
            attributes: true, characterData: true});
          const before = document.documentElement.outerHTML;
          sitthiFields.find(document);
          return before !== document.documentElement.outerHTML;
        }"""
    )
    assert changed is False


def test_names_the_label_that_a_person_sees(page: Page, page_url: Callable[[str], str]) -> None:
    page.goto(page_url("table_th"))
    assert [field["label"] for field in find(page)] == ["ชื่อผู้ใช้", "รหัสผ่าน"]


def roles(page: Page, body: str) -> dict[str, str]:
    """The roles by the name of the field, on a page of that body."""
    page.set_content(f'<!doctype html><html lang="th"><meta charset="utf-8">{body}')
    return {field["name"]: field["role"] for field in find(page)}


@pytest.mark.parametrize("case", LOOKUPS)
def test_person_who_is_looked_up_never_gets_the_staffs_number(page: Page, case: str) -> None:
    body, wanted = LOOKUPS[case]
    assert roles(page, body) == wanted


@pytest.mark.parametrize("case", ACCOUNTS)
def test_accounts_that_are_made_or_kept_get_nothing(page: Page, case: str) -> None:
    body, wanted = ACCOUNTS[case]
    assert roles(page, body) == wanted


@pytest.mark.parametrize("case", HIDDEN)
def test_what_a_person_cannot_see_gets_nothing(page: Page, case: str) -> None:
    assert roles(page, HIDDEN[case]) == {}


@pytest.mark.parametrize("case", SHOWN)
def test_what_a_person_sees_or_can_scroll_to_is_found(page: Page, case: str) -> None:
    assert roles(page, SHOWN[case]) == LOGIN_ROLES


def test_trap_for_robots_inside_a_login_is_left_alone(page: Page) -> None:
    assert roles(page, TRAP) == LOGIN_ROLES
