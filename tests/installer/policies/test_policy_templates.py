"""The templates: every key of the schema, in both languages, with references that resolve and values that fit."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import tomllib
from pathlib import Path
from xml.etree import ElementTree

import pytest

from installer import ROOT
from installer.policies import registry, settings
from installer.policies.admx import ROOT_KEY
from installer.policies.build import build
from sitthi.policy import schema

_NS = "{http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions}"
_ID, _BASE = "a" * 32, "https://intranet.hospital.example/sitthi"
_TEXTS = tomllib.loads((ROOT / "installer/policies/texts.toml").read_text(encoding="utf-8"))
_KEYS = [(section, key) for section, keys in schema.SECTIONS.items() for key in keys]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("policies")
    build(out, "1.2.3", identity=_ID, base=_BASE)
    return out / "policies"


@pytest.fixture(scope="module")
def admx(built: Path) -> ElementTree.Element:
    return ElementTree.parse(built / "windows/PolicyDefinitions/sitthi.admx").getroot()


def _adml(built: Path, language: str) -> ElementTree.Element:
    return ElementTree.parse(built / f"windows/PolicyDefinitions/{language}/sitthi.adml").getroot()


@pytest.mark.parametrize(("section", "key"), _KEYS)
def test_every_key_has_a_name_and_an_explanation_in_both_languages(section: str, key: str) -> None:
    for language in settings.LANGUAGES.values():
        assert _TEXTS["section"][section][language].strip()
        name, explanation = _TEXTS[section][key][language]
        assert name.strip() and explanation.strip() and name != explanation
    assert any("\u0e00" <= letter <= "\u0e7f" for letter in "".join(_TEXTS[section][key]["th"]))


def test_no_text_is_about_a_key_that_the_schema_has_not() -> None:
    told = {(section, key) for section, keys in _TEXTS.items() if section not in ("section", "common") for key in keys}
    assert told == set(_KEYS)
    assert set(_TEXTS["section"]) == set(schema.SECTIONS)


def test_every_key_is_one_policy_of_the_machine_where_the_host_looks(admx: ElementTree.Element) -> None:
    found = {}
    for policy in admx.iter(f"{_NS}policy"):
        assert policy.get("class") == "Machine"
        values = [policy.get("valueName"), *(each.get("valueName") for each in policy.findall(f"{_NS}elements/*"))]
        found[policy.get("key"), *filter(None, values)] = policy.get("name")
    assert found.pop((ROOT_KEY, "PolicyText")) == "PolicyText"
    assert set(found) == {(rf"{ROOT_KEY}\{section}", key) for section, key in _KEYS}


@pytest.mark.parametrize("language", ["en-US", "th-TH"])
def test_references_resolve_and_nothing_is_left_over(built: Path, admx: ElementTree.Element, language: str) -> None:
    adml = _adml(built, language)
    strings = [each.get("id") for each in adml.iter(f"{_NS}string")]
    presentations = {each.get("id"): each for each in adml.iter(f"{_NS}presentation")}
    assert len(strings) == len(set(strings))
    used = {value for each in admx.iter() for value in each.attrib.values() if value.startswith("$(")}
    assert used == {f"$(string.{each})" for each in strings} | {f"$(presentation.{each})" for each in presentations}
    names = [each.get("name") for kind in ("policy", "category") for each in admx.iter(f"{_NS}{kind}")]
    assert len(names) == len(set(names))
    for each in admx.iter(f"{_NS}parentCategory"):
        assert each.get("ref") in names
    for policy in admx.iter(f"{_NS}policy"):
        elements = [each.get("id") for each in policy.findall(f"{_NS}elements/*")]
        if presentation := policy.get("presentation"):
            boxes = [each.get("refId") for each in presentations[presentation[15:-1]]]
            assert boxes == elements and boxes
        else:
            assert not elements and policy.find(f"{_NS}enabledValue/{_NS}decimal") is not None


def test_what_the_editor_can_write_the_schema_takes(admx: ElementTree.Element) -> None:
    """The limits of the input boxes are the schema's own: their ends pass, one step further does not."""
    for policy in admx.iter(f"{_NS}policy"):
        section = str(policy.get("key")).rpartition("\\")[2]
        for element in policy.findall(f"{_NS}elements/{_NS}decimal"):
            check = schema.SECTIONS[section][str(element.get("valueName"))]
            low, high = int(element.get("minValue", "")), int(element.get("maxValue", ""))
            assert (check(low), check(high)) == (low, high)
            with pytest.raises(schema.Problem):
                check(high + 1)
        for element in policy.findall(f"{_NS}elements/{_NS}enum"):
            check = schema.SECTIONS[section][str(element.get("valueName"))]
            choices = [str(each.text) for each in element.iter(f"{_NS}string")]
            assert len(choices) > 1 and [check(each) for each in choices] == choices
    kinds = {(each.section, each.key): each.kind for each in settings.settings()}
    for (section, key), kind in kinds.items():
        if kind == "boolean":
            assert schema.SECTIONS[section][key](True) is True


def test_reg_files_say_what_the_json_says(built: Path) -> None:
    text = (built / "windows/chrome.reg").read_text(encoding="utf-16")
    assert text.startswith(
        "Windows Registry Editor Version 5.00\n\n[HKEY_LOCAL_MACHINE\\Software\\Policies\\Google\\Chrome]"
    )
    assert f'"{registry.LIST_NUMBER}"="{_ID};{_BASE}/update.xml"' in text
    assert '"NativeMessagingUserLevelHosts"=dword:00000000' in text
    keys = [line for line in text.splitlines() if line.startswith("[")]
    assert len(keys) == len(set(keys)) == 4
    policy = json.loads((built / "linux/etc/opt/chrome/policies/managed/sitthi.json").read_text())
    assert policy["NativeMessagingBlocklist"] == ["*"] and policy["NativeMessagingAllowlist"] == ["th.sitthi.host"]
    assert list(policy["ExtensionSettings"]) == [_ID]


def test_windows_reg_program_imports_the_files(built: Path, tmp_path: Path) -> None:
    env = os.environ | {"WINEPREFIX": str(tmp_path / "wine"), "WINEDEBUG": "-all", "DISPLAY": ""}
    wine = ["wine", "reg"]
    for name in ("edge", "firefox"):
        subprocess.run([*wine, "import", built / f"windows/{name}.reg"], env=env, check=True, capture_output=True)
    key = r"HKLM\Software\Policies\Microsoft\Edge\ExtensionInstallForcelist"
    said = subprocess.run([*wine, "query", key], env=env, check=True, capture_output=True, text=True).stdout
    assert f"{_ID};{_BASE}/update.xml" in said
    key = r"HKLM\Software\Policies\Mozilla\Firefox"
    said = subprocess.run(
        [*wine, "query", key, "/v", "ExtensionSettings"], env=env, check=True, capture_output=True, text=True
    ).stdout
    assert json.loads(said.partition("REG_SZ")[2])["sitthi@sitthi.example"]["installation_mode"] == "force_installed"
    subprocess.run(["wineserver", "-k", "-w"], env=env, check=False)


def test_intune_lines_name_policies_and_elements_of_the_template(built: Path, admx: ElementTree.Element) -> None:
    places = {str(each.get("name")): each for each in admx.iter(f"{_NS}policy")}
    lines = list(csv.DictReader((built / "intune/settings.csv").open(encoding="utf-8")))
    assert len(lines) > 3
    for line in lines:
        area, _, name = line["OMA-URI"].rpartition("/")
        category = places[name].find(f"{_NS}parentCategory")
        assert category is not None
        expected = "sitthi" if name == "PolicyText" else f"sitthi~{category.get('ref')}"
        assert area == f"./Device/Vendor/MSFT/Policy/Config/Sitthi~Policy~{expected}"
        parsed = ElementTree.fromstring(f"<x>{line['value'].replace('&#xF000;', '|')}</x>")
        assert [each.tag for each in parsed] in (["enabled"], ["enabled", "data"], ["disabled"])
        for data in parsed.iter("data"):
            assert [data.get("id")] == [each.get("id") for each in places[name].findall(f"{_NS}elements/*")]
