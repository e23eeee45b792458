"""Which test provokes which finding of a diagnosis. Declared by `@provokes(ids)`, and held to it: the test fails if it
did not see each of them by `seen`.
"""

from __future__ import annotations

import ast
import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

TESTS = Path(__file__).resolve().parents[1]
_noted: set[str] = set()
Test = TypeVar("Test", bound=Callable[..., Any])


def provokes(*ids: str) -> Callable[[Test], Test]:
    def wrap(test: Test) -> Test:
        @functools.wraps(test)
        def run(*args: Any, **kwargs: Any) -> None:
            _noted.clear()
            test(*args, **kwargs)
            assert set(ids) <= _noted, f"not provoked: {sorted(set(ids) - _noted)}"

        return run  # type: ignore[return-value]

    return wrap


def seen(report: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Finding's id -> findings, of a whole report or of one section."""
    found: dict[str, list[dict[str, Any]]] = {}
    for section in report.get("sections", [report]):
        for finding in section["findings"]:
            found.setdefault(finding["id"], []).append(finding)
    _noted.update(found)
    return found


def declared() -> dict[str, list[str]]:
    """Finding's id -> tests that provoke it, `file::test`, read from the sources."""
    found: dict[str, list[str]] = {}
    for file in sorted([*TESTS.glob("unit/diagnose/*.py"), *TESTS.glob("integration/test_diagnose*.py")]):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            for decorator in getattr(node, "decorator_list", []):
                if isinstance(decorator, ast.Call) and getattr(decorator.func, "id", "") == "provokes":
                    for argument in decorator.args:
                        name = f"{file.relative_to(TESTS)}::{node.name}"  # type: ignore[attr-defined]
                        found.setdefault(ast.literal_eval(argument), []).append(name)
    return found
