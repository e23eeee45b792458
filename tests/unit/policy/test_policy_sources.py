"""Which source of a policy is stronger than which, and that nobody weaker can change what a stronger one says."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path

import pytest

from sitthi.errors import PolicyInvalid
from sitthi.policy.model import Policy
from sitthi.policy.registry import GROUP_POLICY, INSTALLER
from sitthi.policy.remote import kept
from sitthi.policy.sources import Explanation, current_policy, sources_stamp
from support.policy_server import Signer, policy_text
from unit.policy.conftest import Machine

NOW = datetime(2026, 3, 2, tzinfo=UTC)
SIGNER = Signer()
PLACES = ("group_policy", "group_text", "machine", "first.d", "second.d", "remote", "installer")
"""From the strongest to the weakest."""


def setting(minutes: int) -> str:
    return f"[session]\nidle_minutes = {minutes}\n"


def site(name: str) -> str:
    return f'[[site]]\nname = "{name}"\nmatch = ["https://{name}.example/*"]\nfill = ["token"]\n'


def put(machine: Machine, place: str, minutes: int, more: str = "") -> None:
    if place == "group_policy":
        machine.registry.set(rf"{GROUP_POLICY}\session", "idle_minutes", minutes)
    elif place == "group_text":
        machine.registry.set(GROUP_POLICY, "PolicyText", (setting(minutes) + more).splitlines())
    elif place == "remote":
        text = f"serial = 1\n{setting(minutes)}{more}"
        kept.kept_path().write_bytes(kept.kept_bytes(text.encode(), SIGNER.signature(text)))
        machine.registry.set(rf"{INSTALLER}\remote", "url", "https://policy.example/p.toml")
        machine.registry.set(rf"{INSTALLER}\remote", "public_key", SIGNER.public)
    elif place == "installer":
        machine.registry.set(rf"{INSTALLER}\session", "idle_minutes", minutes)
        if more:
            machine.registry.set(INSTALLER, "PolicyText", more.splitlines())
    else:
        name = {"machine": "policy.toml", "first.d": "policy.d/10-a.toml", "second.d": "policy.d/20-b.toml"}[place]
        machine.write(name, setting(minutes) + more)


def now_on(machine: Machine) -> tuple[Policy, Explanation]:
    return current_policy(registry=machine.registry, now=NOW)


@pytest.mark.parametrize(("strong", "weak"), list(combinations(PLACES, 2)))
def test_of_each_two_sources_the_stronger_decides(machine: Machine, strong: str, weak: str) -> None:
    put(machine, weak, 2)
    assert now_on(machine)[0].session.idle_minutes == 2
    put(machine, strong, 1)
    policy, explanation = now_on(machine)
    assert policy.session.idle_minutes == 1
    assert len(explanation.origins("session", "idle_minutes")) == 2


def test_sites_are_joined_with_the_stronger_first(machine: Machine) -> None:
    for place in PLACES[1:]:
        put(machine, place, 3, site(place.replace(".", "").replace("_", "")))
    names = [each.name for each in now_on(machine)[0].sites]
    assert names == ["grouptext", "machine", "firstd", "secondd", "remote", "installer"]


@pytest.mark.parametrize("place", PLACES[:-1])
def test_an_own_file_counts_nowhere_beside_an_administrators_source(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    own = machine.folder / "own.toml"
    own.write_text(setting(0) + site("mine"))
    monkeypatch.setenv("SITTHI_POLICY", str(own))
    assert [each.name for each in now_on(machine)[0].sites] == ["mine"]
    put(machine, place, 9)
    policy, explanation = now_on(machine)
    assert policy.session.idle_minutes == 9 and policy.sites == ()
    assert "own" not in [source.kind for source in explanation.sources]


def test_a_named_server_excludes_the_own_file_also_before_it_answered(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = machine.folder / "own.toml"
    own.write_text(site("mine"))
    monkeypatch.setenv("SITTHI_POLICY", str(own))
    machine.registry.set(rf"{INSTALLER}\remote", "url", "https://policy.example/p.toml")
    policy, explanation = now_on(machine)
    assert policy.sites == ()
    assert explanation.remote and explanation.remote.outcome == "no_key"


def test_what_the_installer_was_told_beats_the_own_file(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    own = machine.folder / "own.toml"
    own.write_text(setting(1) + site("mine"))
    monkeypatch.setenv("SITTHI_POLICY", str(own))
    put(machine, "installer", 5)
    policy, _ = now_on(machine)
    assert policy.session.idle_minutes == 5 and [each.name for each in policy.sites] == ["mine"]


def test_an_own_file_may_name_a_server(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    own = machine.folder / "own.toml"
    own.write_text(f'{setting(1)}[remote]\nurl = "https://a.example/p"\npublic_key = "{SIGNER.public}"\n')
    monkeypatch.setenv("SITTHI_POLICY", str(own))
    text = policy_text(4, setting(7))
    kept.kept_path().write_bytes(kept.kept_bytes(text.encode(), SIGNER.signature(text)))
    policy, explanation = now_on(machine)
    assert policy.session.idle_minutes == 7
    assert [source.kind for source in explanation.sources] == ["remote", "own"]


def test_the_folder_counts_without_the_file_and_skips_what_is_no_policy(machine: Machine) -> None:
    machine.write("policy.d/.#10.toml", "broken")
    machine.write("policy.d/10.toml.bak", "broken")
    put(machine, "first.d", 4)
    assert now_on(machine)[0].session.idle_minutes == 4
    broken = machine.write("policy.d/99-last.toml", "[session]\nidle_minutes = 'x'\n")
    with pytest.raises(PolicyInvalid) as error:
        now_on(machine)
    assert (error.value.data["file"], error.value.data["line"]) == (str(broken), 2)


def test_a_folder_that_cannot_be_listed_is_no_empty_one(machine: Machine) -> None:
    put(machine, "machine", 4)
    machine.write("policy.d", "a file where the folder should be")
    with pytest.raises(PolicyInvalid, match=r"policy\.d"):
        now_on(machine)


def test_without_any_source_nothing_is_explained(machine: Machine) -> None:
    policy, explanation = now_on(machine)
    assert policy == Policy() and explanation == Explanation((), None)
    assert explanation.origins("session", "idle_minutes") == []


def test_an_origin_names_place_and_line(machine: Machine) -> None:
    put(machine, "group_policy", 1)
    put(machine, "machine", 2)
    first, second = now_on(machine)[1].origins("session", "idle_minutes")
    assert (first.kind, first.place, first.line) == ("group_policy", rf"HKLM\{GROUP_POLICY}", None)
    assert (second.kind, second.line) == ("machine", 2)
    assert Path(second.place).name == "policy.toml"


@pytest.mark.parametrize("place", PLACES)
def test_a_change_of_any_source_is_noticed(machine: Machine, place: str) -> None:
    before = sources_stamp(machine.registry)
    assert sources_stamp(machine.registry) == before
    put(machine, place, 3)
    assert sources_stamp(machine.registry) != before
