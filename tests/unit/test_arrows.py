"""The arrows of the design: who may import whom, and what the start path may load."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from sitthi.registration.launcher import import_paths

HOST = Path(__file__).resolve().parents[2] / "host"
FORBIDDEN = {
    "card": {"messaging", "service", "session", "policy", "nhso", "pin", "cli", "registration", "diagnose"},
    "nhso": {"messaging", "service", "session", "policy", "pin", "cli", "registration", "diagnose"},
    "policy": {"messaging", "service", "session", "nhso", "card", "pin", "cli", "registration", "diagnose", "outlets"},
    "session": {"messaging", "service", "card", "pin", "cli", "registration", "diagnose", "outlets"},
    "outlets": {"messaging", "service", "card", "nhso", "pin", "cli", "registration", "diagnose", "audit"},
    "authen": {"messaging", "service", "session", "policy", "card", "pin", "cli", "registration", "diagnose"},
    "batch": {"messaging", "service", "policy", "nhso", "pin", "registration", "diagnose", "outlets"},
    "manual": {"messaging", "service", "session", "policy", "nhso", "cli", "registration", "diagnose", "outlets"},
    "pin": {"messaging", "service", "session", "policy", "nhso", "cli", "registration", "diagnose", "outlets"},
    "messaging": {"service", "session", "policy", "nhso", "card", "pin", "cli", "registration", "diagnose"},
}
SLOW = {"dataclasses", "typing", "logging", "pathlib", "threading", "msgpack", "cryptography", "requests", "smartcard"}


def imports(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names.add(node.module)
    return names


@pytest.mark.parametrize("room", sorted(FORBIDDEN))
def test_rooms_import_only_inwards(room: str) -> None:
    for path in (HOST / "sitthi" / room).rglob("*.py"):
        for name in imports(path):
            parts = name.split(".")
            assert not (parts[0] == "sitthi" and len(parts) > 1 and parts[1] in FORBIDDEN[room]), f"{path}: {name}"


def test_outlets_know_a_session_and_their_settings_as_values_only() -> None:
    allowed = {"sitthi.session.token", "sitthi.policy.outlets", "sitthi.policy.database_url"}
    for path in (HOST / "sitthi" / "outlets").rglob("*.py"):
        used = {name for name in imports(path) if name.startswith(("sitthi.session", "sitthi.policy"))}
        assert used <= allowed, path


def test_the_product_knows_nothing_of_the_sandbox() -> None:
    for path in (HOST / "sitthi").rglob("*.py"):
        assert not any(name.startswith("sitthi_sandbox") for name in imports(path)), path


def test_the_start_path_loads_nothing_slow() -> None:
    code = f"import sys; sys.path[:0] = {import_paths()!r}; import sitthi.host; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-I", "-S", "-c", code], capture_output=True, text=True, check=True)
    assert SLOW.isdisjoint(done.stdout.split())
