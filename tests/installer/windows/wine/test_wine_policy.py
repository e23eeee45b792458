"""Settings in the registry, of group policy and of the installer, as the installed command sees them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from support.wine.prefix import WinePrefix
from support.wine.world import COMMAND

GROUP_POLICY = r"HKLM\Software\Policies\Sitthi"
SITE = r"[[site]]\0name = 'HIS'\0match = ['https://his.example.go.th/*']\0fill = ['token']"


class Registry:
    def __init__(self, prefix: WinePrefix) -> None:
        self._prefix = prefix
        self.keys: list[str] = []

    def set(self, key: str, name: str, kind: str, data: str) -> None:
        self.keys.append(key)
        done = self._prefix.run("reg", "add", key, "/v", name, "/t", kind, "/d", data, "/f")
        assert done.returncode == 0, done.stderr

    def remove(self) -> None:
        for key in self.keys:
            self._prefix.run("reg", "delete", key, "/f")


@pytest.fixture
def registry(prefix: WinePrefix, msiexec: Any, packages: Any) -> Iterator[Registry]:
    if not Path(prefix.drive, "Program Files/Sitthi/sitthi.exe").exists():
        assert msiexec("/i", packages.now.msi) == 0
    registry = Registry(prefix)
    yield registry
    registry.remove()


def _show(prefix: WinePrefix) -> dict[str, Any]:
    done = prefix.run(COMMAND, "policy", "show", "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    shown: dict[str, Any] = json.loads(done.stdout)
    return shown


def test_group_policy_beats_the_installers_values_and_says_where_it_stands(
    prefix: WinePrefix, registry: Registry
) -> None:
    registry.set(rf"{GROUP_POLICY}\session", "idle_minutes", "REG_DWORD", "7")
    registry.set(r"HKLM\Software\Sitthi\session", "idle_minutes", "REG_DWORD", "9")
    registry.set(GROUP_POLICY, "PolicyText", "REG_MULTI_SZ", SITE)
    shown = _show(prefix)
    idle = shown["settings"]["session"]["idle_minutes"]
    assert idle["value"] == 7
    assert [each["kind"] for each in idle["origins"]] == ["group_policy", "installer"]
    assert idle["origins"][0]["place"] == GROUP_POLICY
    assert "https://his.example.go.th/*" in json.dumps(shown["sites"])


def test_a_value_of_the_wrong_type_is_named_by_key_and_value(prefix: WinePrefix, registry: Registry) -> None:
    registry.set(rf"{GROUP_POLICY}\session", "idle_minutes", "REG_SZ", "seven")
    done = prefix.run(COMMAND, "policy", "show")
    assert done.returncode != 0
    said = (done.stdout + done.stderr).decode()
    assert r"Software\Policies\Sitthi\session" in said
    assert "idle_minutes" in said


def test_a_users_own_registration_that_hides_the_machines_is_found(prefix: WinePrefix, registry: Registry) -> None:
    registry.set(r"HKCU\Software\Google\Chrome\NativeMessagingHosts\th.sitthi.host", "x", "REG_SZ", "x")
    prefix.run(
        "reg", "add", registry.keys[0], "/ve", "/t", "REG_SZ",
        "/d", r"C:\Program Files\Sitthi\th.sitthi.host.chromium.json", "/f",
    )  # fmt: skip
    registry.set(rf"{GROUP_POLICY}\nhso", "endpoint", "REG_SZ", "http://127.0.0.1:9/")  # nobody is asked from here
    found = json.loads(prefix.run(COMMAND, "diagnose", "--json").stdout)
    assert "browser.user_shadows" in json.dumps(found)
