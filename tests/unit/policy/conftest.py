"""A machine without any policy, whose places a test fills."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from sitthi import paths
from sitthi.policy.registry import REG_DWORD, REG_MULTI_SZ, REG_SZ


@dataclass
class FakeRegistry:
    """`tree`: key -> values."""

    tree: dict[str, dict[str, tuple[object, int]]] = field(default_factory=dict)

    def set(self, key: str, name: str, data: object, kind: int | None = None) -> None:
        kinds = {int: REG_DWORD, str: REG_SZ, list: REG_MULTI_SZ}
        self.tree.setdefault(key, {})[name] = (data, kinds[type(data)] if kind is None else kind)

    def values(self, key: str) -> Mapping[str, tuple[object, int]]:
        return self.tree.get(key, {})

    def subkeys(self, key: str) -> list[str]:
        found = [each.removeprefix(f"{key}\\") for each in self.tree if each.startswith(f"{key}\\")]
        return [each for each in found if "\\" not in each]

    def stamp(self, key: str) -> object:
        return repr([(each, values) for each, values in self.tree.items() if each.startswith(key)])


@dataclass
class Machine:
    folder: Path
    registry: FakeRegistry

    def write(self, name: str, text: str) -> Path:
        file = self.folder / "etc" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    monkeypatch.setattr(paths, "SYSTEM_POLICY", str(tmp_path / "etc" / "policy.toml"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.delenv("SITTHI_POLICY", raising=False)
    return Machine(tmp_path, FakeRegistry())
