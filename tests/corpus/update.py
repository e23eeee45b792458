"""`make corpus-ledger` (`python -m corpus.update`): the ledger says what the finder does now; prints what changed."""

from __future__ import annotations

import sys

from playwright.sync_api import sync_playwright

from corpus.corpora import LOGIN_FORMS, THAI, served
from corpus.isolated import IsolatedWorld, corpus_page
from corpus.ledger_file import difference, write
from corpus.run import run


def main() -> int:
    with sync_playwright() as playwright, corpus_page(playwright) as page, served(LOGIN_FORMS, THAI) as address:
        world = IsolatedWorld(page)
        for corpus in (THAI, LOGIN_FORMS):
            if not corpus.exists:
                print(f"{corpus.name}: skipped, its folder is not here; its ledger is left as it is")
                continue
            now = run(world, address, corpus).ledger()
            print(f"{corpus.name}: {difference(corpus.name, now) or 'nothing changed'}")
            write(corpus.name, now)
    return 0


if __name__ == "__main__":
    sys.exit(main())
