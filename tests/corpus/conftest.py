"""One browser, one page and one loopback server for everything that runs over the corpora."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import sync_playwright

from corpus.corpora import LOGIN_FORMS, THAI, served
from corpus.isolated import IsolatedWorld, corpus_page


@pytest.fixture(scope="session")
def world() -> Iterator[IsolatedWorld]:
    with sync_playwright() as playwright, corpus_page(playwright) as page:
        yield IsolatedWorld(page)


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    with served(LOGIN_FORMS, THAI) as address:
        yield address
