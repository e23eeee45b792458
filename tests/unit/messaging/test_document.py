"""The generated files are current, and every error has its texts in both languages, in host and extension."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sitthi.errors import all_errors, by_name
from sitthi.messaging import document
from sitthi.messaging.messages import METHODS, NOTIFICATIONS, RPC_ERRORS

ROOT = Path(__file__).resolve().parents[3]
NAMES = {kind.name for kind in all_errors()} | set(RPC_ERRORS)


def test_protocol_document_is_current() -> None:
    assert (ROOT / document.DOCUMENT).read_text(encoding="utf-8") == document.document()


def test_extension_checks_the_same_shapes() -> None:
    assert (ROOT / document.SHAPES).read_text(encoding="utf-8") == document.shapes()


def test_document_names_every_method_and_notification() -> None:
    text = document.document()
    for name in [*METHODS, *NOTIFICATIONS]:
        assert f"### `{name}`" in text


def test_every_example_is_valid() -> None:
    for name, method in METHODS.items():
        assert method.params.fault(method.example, "") is None, name


def test_every_documented_error_exists() -> None:
    for method in METHODS.values():
        assert set(method.errors) <= NAMES
        assert all(by_name(name).name == name for name in method.errors)


def test_error_numbers_are_unique() -> None:
    numbers = [kind.number for kind in all_errors()]
    assert len(numbers) == len(set(numbers))


@pytest.mark.parametrize("language", ["th", "en"])
def test_every_error_has_one_text_in_host_and_extension(language: str) -> None:
    host = json.loads((ROOT / f"host/sitthi/texts/{language}.json").read_text(encoding="utf-8"))
    locale = json.loads((ROOT / f"extension/_locales/{language}/messages.json").read_text(encoding="utf-8"))
    assert set(host) == {f"error_{name}" for name in NAMES}
    for key, text in host.items():
        assert locale[key]["message"] == text
        assert len(text) > 20, f"{key} does not say what to do next"
