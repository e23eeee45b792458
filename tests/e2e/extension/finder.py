"""Runs the extension's own content scripts in a page, the way the background injects them (same files, same order)."""

from __future__ import annotations

import json
import re
from typing import Any

from playwright.sync_api import Page

from support.extension_browser import EXTENSION


def content_scripts() -> list[str]:
    """The list in background/inject.js, so that a test can never run other files than the product."""
    text = (EXTENSION / "background/inject.js").read_text("utf-8")
    block = re.search(r"const FILES = (\[.*?\]);", text, re.DOTALL)
    assert block is not None
    files: list[str] = json.loads(re.sub(r",\s*\]", "]", block[1]))
    return files


def inject(page: Page) -> None:
    for name in content_scripts():
        page.evaluate((EXTENSION / name).read_text("utf-8"))


def find(page: Page, rules: dict[str, Any] | None = None) -> list[dict[str, Any]]:
    """What `sitthiFields.find(document, rules)` says, each with what the page itself expects there (or null)."""
    inject(page)
    found: list[dict[str, Any]] = page.evaluate(
        """rules => sitthiFields.find(document, rules)
            .map(({role, element, elements, parts, confidence, why, words, label}) =>
            ({role, confidence, why, words, label, parts, inputs: elements.length, name: element.name,
              expect: element.dataset.expect ?? null}))""",
        rules or {},
    )
    return found


def refused(page: Page, rules: dict[str, Any] | None = None) -> dict[str, str]:
    """Why each field that looks like one for us gets nothing, by the field's name."""
    inject(page)
    reasons: dict[str, str] = page.evaluate(
        """rules => Object.fromEntries(sitthiFields.survey(document, rules).refused
            .map(({element, why}) => [element.name || element.id, why]))""",
        rules or {},
    )
    return reasons


def expected(page: Page) -> list[str]:
    """Every role that the page marks with data-expect, in light DOM, open shadow roots and its own frames."""
    roles: list[str] = page.evaluate(
        """() => {
          const walk = root => [...root.querySelectorAll("*")].flatMap(element => [
            ...(element.dataset?.expect ? [element.dataset.expect] : []),
            ...(element.shadowRoot ? walk(element.shadowRoot) : []),
            ...(element.localName === "iframe" && element.contentDocument ? walk(element.contentDocument) : []),
          ]);
          return walk(document);
        }"""
    )
    return roles
