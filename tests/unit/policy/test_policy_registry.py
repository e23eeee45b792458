"""The registry of Windows as a policy: its types, and that each mistake names key and value."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time

import pytest

from sitthi.errors import PolicyInvalid
from sitthi.policy import schema
from sitthi.policy.load import MODELS
from sitthi.policy.model import Policy
from sitthi.policy.registry import GROUP_POLICY, INSTALLER
from sitthi.policy.sources import current_policy
from unit.policy.conftest import FakeRegistry, Machine

ROOT = rf"HKLM\{GROUP_POLICY}"


def read(machine: Machine) -> Policy:
    return current_policy(registry=machine.registry)[0]


def refused(machine: Machine) -> tuple[object, object, str]:
    with pytest.raises(PolicyInvalid) as error:
        read(machine)
    data = error.value.data
    assert data["line"] is None or str(data["file"]).endswith("PolicyText")
    return data["file"], data["key"], str(data["problem"])


def test_each_kind_of_value(machine: Machine) -> None:
    put = machine.registry.set
    put(rf"{GROUP_POLICY}\Session", "Lock_On_Removal", 0)
    put(rf"{GROUP_POLICY}\Session", "idle_minutes", 30)
    put(rf"{GROUP_POLICY}\Session", "removal_time", "06:05")
    put(rf"{GROUP_POLICY}\Session", "sources", ["issuer", "manual"])
    put(rf"{GROUP_POLICY}\nhso", "endpoint", "http://127.0.0.1:9/x")
    put(GROUP_POLICY, "PolicyText", ["[[site]]", 'name = "ก"', 'match = ["https://a.example/*"]', 'fill = ["token"]'])
    policy = read(machine)
    assert policy.session.lock_on_removal is False
    assert (policy.session.idle_minutes, policy.session.removal_time) == (30, time(6, 5))
    assert policy.session.sources == ("issuer", "manual")
    assert policy.nhso.endpoint == "http://127.0.0.1:9/x"
    assert [site.name for site in policy.sites] == ["ก"]


def test_a_value_is_stronger_than_the_text_beside_it(machine: Machine) -> None:
    machine.registry.set(GROUP_POLICY, "PolicyText", ["[host]", "warn_days = 1", "language = 'en'"])
    machine.registry.set(rf"{GROUP_POLICY}\host", "warn_days", 2)
    assert (read(machine).host.warn_days, read(machine).host.language) == (2, "en")


def test_what_is_empty_is_not_set(machine: Machine) -> None:
    machine.registry.set(rf"{INSTALLER}\remote", "url", "")
    machine.registry.set(rf"{GROUP_POLICY}\session", "sources", [])
    machine.registry.set(GROUP_POLICY, "PolicyText", ["", " "])
    assert read(machine) == Policy()


@pytest.mark.parametrize(
    ("section", "name", "data", "kind", "problem"),
    [
        ("session", "idle_minutes", "15", 1, "must be REG_DWORD, not REG_SZ"),
        ("session", "idle_minutes", 5000, 4, "from 0 to 1440"),
        ("session", "lock_on_removal", 2, 4, "must be 1 (true) or 0 (false)"),
        ("session", "lock_on_removal", "true", 1, "must be REG_DWORD, not REG_SZ"),
        ("session", "sources", "issuer", 1, "must be REG_MULTI_SZ, not REG_SZ"),
        ("nhso", "endpoint", "%X%", 2, "must be REG_SZ, not REG_EXPAND_SZ"),
        ("nhso", "endpoint", "ftp://x", 1, "http or https address"),
        ("nhso", "endpoint", b"x", 11, "must be REG_SZ, not type 11"),
        ("remote", "public_key", "AAAA", 1, "public keys in base64"),
        ("remote", "url", "http://policy.example/p.toml", 1, "must be an https address"),
    ],
)
def test_a_wrong_value_is_named(
    machine: Machine, section: str, name: str, data: object, kind: int, problem: str
) -> None:
    machine.registry.set(rf"{GROUP_POLICY}\{section}", name, data, kind)
    key, value, words = refused(machine)
    assert (key, value) == (rf"{ROOT}\{section}", name)
    assert problem in words


def test_what_nobody_knows_is_refused_from_a_domain_only(machine: Machine) -> None:
    for key, name in ((INSTALLER, "InstallFolder"), (rf"{INSTALLER}\Setup", "x")):
        machine.registry.set(key, name, "y")
    assert read(machine) == Policy()
    machine.registry.set(rf"{GROUP_POLICY}\sesion", "idle_minutes", 1)
    assert refused(machine)[:2] == (ROOT, "sesion")
    machine.registry.tree = {GROUP_POLICY: {"PolicyTxt": (["x"], 7)}}
    assert refused(machine)[:2] == (ROOT, "PolicyTxt")
    machine.registry.tree = {rf"{INSTALLER}\nhso": {"endpiont": ("x", 1)}}
    assert refused(machine)[:2] == (rf"HKLM\{INSTALLER}\nhso", "endpiont")


def test_a_mistake_in_the_text_has_its_line(machine: Machine) -> None:
    machine.registry.set(GROUP_POLICY, "PolicyText", ["[host]", "language = 'xx'"])
    with pytest.raises(PolicyInvalid) as error:
        read(machine)
    assert error.value.data["file"] == rf"{ROOT}\PolicyText"
    assert (error.value.data["line"], error.value.data["key"]) == (2, "host.language")
    machine.registry.set(GROUP_POLICY, "PolicyText", "[host]")
    assert refused(machine)[1:] == ("PolicyText", "must be REG_MULTI_SZ, not REG_SZ")


def test_a_registry_that_may_not_be_read_is_no_empty_one(machine: Machine) -> None:
    class Closed(FakeRegistry):
        def values(self, key: str) -> Mapping[str, tuple[object, int]]:
            raise PermissionError(5, "Access is denied")

    with pytest.raises(PolicyInvalid, match="Access is denied"):
        current_policy(registry=Closed())


def test_every_key_of_the_schema_has_a_kind_by_its_default() -> None:
    """A key that the model does not have could be written by no template."""
    for section, checks in schema.SECTIONS.items():
        assert set(checks) == set(vars(MODELS[section]())), section
