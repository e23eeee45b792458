"""`sitthi sites` as a person at a terminal and a script see it: no host, card or reader is asked."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from sitthi import paths
from sitthi.policy.near_miss import DIFFERENCES
from sitthi.policy.profile import CONFIDENCES
from sitthi.profiles import names

ROOT = Path(__file__).resolve().parents[2]
POLICY = """[[site]]
name = "HIS โรงพยาบาล"
match = ["https://his.example.go.th/app/*"]
fill = ["operator_cid", "token"]
never = ["#new-password"]

[[site]]
name = "สิทธิ"
profile = "ucws-client"
match = ["https://rights.example.go.th/*"]
"""

pytestmark = pytest.mark.skipif(Path(paths.SYSTEM_POLICY).exists(), reason="this machine has an administrator's policy")


@pytest.fixture
def policy(tmp_path: Path) -> Path:
    file = tmp_path / "policy.toml"
    file.write_text(POLICY, encoding="utf-8")
    return file


def sitthi(policy: Path | None, *arguments: str, lang: str = "C") -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "LC_ALL": lang, "PYTHONPATH": str(ROOT / "host"), "PYTHONUTF8": "1"}
    env.pop("SITTHI_POLICY", None)
    env.update({} if policy is None else {"SITTHI_POLICY": str(policy)})
    command = [sys.executable, "-m", "sitthi", "sites", *arguments]
    return subprocess.run(command, check=False, env=env, capture_output=True, text=True, encoding="utf-8", timeout=60)


def answer(policy: Path | None, *arguments: str) -> Any:
    return json.loads(sitthi(policy, *arguments, "--json").stdout)


@pytest.mark.parametrize("part", ["list", "check", "profiles"])
def test_every_part_has_help(part: str) -> None:
    done = sitthi(None, part, "--help")
    assert done.returncode == 0
    assert "--json" in done.stdout


def test_list_names_every_site_with_file_and_line(policy: Path) -> None:
    done = sitthi(policy, "list")
    assert done.returncode == 0
    for words in ("HIS โรงพยาบาล", f"{policy}, line 1", f"{policy}, line 7", "#new-password", "ucws-client"):
        assert words in done.stdout
    found = answer(policy, "list")
    assert [(site["name"], site["line"], site["profile"]) for site in found["sites"]] == [
        ("HIS โรงพยาบาล", 1, ""),
        ("สิทธิ", 7, "ucws-client"),
    ]
    assert found["sites"][1]["fields"]["token"] == "input[name=smctoken]"


def test_without_a_policy_it_says_what_to_write() -> None:
    assert paths.SYSTEM_POLICY in sitthi(None, "list").stdout
    done = sitthi(None, "check", "https://his.example.go.th/")
    assert done.returncode == 1
    assert 'match = ["https://his.example.go.th/*"]' in done.stdout


def test_check_of_an_allowed_page_is_exit_code_0(policy: Path) -> None:
    done = sitthi(policy, "check", "https://his.example.go.th/app/login")
    assert done.returncode == 0
    assert f"token: yes (HIS โรงพยาบาล, {policy}, line 1)" in done.stdout
    assert "[role_not_allowed]" in done.stdout
    found = answer(policy, "check", "https://his.example.go.th/app/login")
    assert found["allowed"] is True
    assert found["sites"][0]["matching"] == ["https://his.example.go.th/app/*"]
    assert {role["role"]: role["error"] for role in found["roles"]}["patient_cid"] == "role_not_allowed"


def test_check_of_a_refused_page_is_exit_code_1_and_says_what_to_do(policy: Path) -> None:
    done = sitthi(policy, "check", "http://his.example.go.th/app/login")
    assert done.returncode == 1
    assert "open the site with https" in done.stdout
    assert "[insecure_origin]" in done.stdout
    assert "[[site]]" not in done.stdout
    found = answer(policy, "check", "https://new.example.go.th/x")
    assert (found["allowed"], found["near"]) == (False, [])
    assert 'match = ["https://new.example.go.th/*"]' in found["snippet"]


def test_check_of_nhsos_login_says_that_nothing_can_lift_it(policy: Path) -> None:
    done = sitthi(policy, "check", "https://iam.nhso.go.th/realms/nhso/protocol/openid-connect/auth")
    assert done.returncode == 1
    assert "whatever a policy says" in done.stdout
    assert "nhso-keycloak" in done.stdout
    assert "[[site]]\n" not in done.stdout


def test_check_of_a_pattern_lists_what_overlaps(policy: Path) -> None:
    done = sitthi(policy, "check", "https://*.example.go.th/app/*")
    assert done.returncode == 0
    assert "HIS โรงพยาบาล" in done.stdout
    assert "สิทธิ" in done.stdout
    assert sitthi(policy, "check", "https://other.example/*").returncode == 1


@pytest.mark.parametrize(
    ("target", "error"),
    [
        ("his.example.go.th", "bad_no_scheme"),
        ("ftp://x/", "bad_other_scheme"),
        ("https://*", "bad_pattern"),
        ("https://u:secret@x.example/", "bad_credentials"),
    ],
)
def test_bad_input_is_exit_code_2_with_a_text(policy: Path, target: str, error: str) -> None:
    done = sitthi(policy, "check", target)
    assert done.returncode == 2
    assert done.stderr.startswith("sitthi: ")
    assert "secret" not in done.stderr
    done = sitthi(policy, "check", target, "--json")
    assert (done.returncode, json.loads(done.stdout)["error"]) == (2, error)
    assert "secret" not in done.stdout


def test_a_broken_policy_is_named_with_line_and_key(policy: Path) -> None:
    policy.write_text(POLICY.replace("#new-password", "*"), encoding="utf-8")
    for part in (["list"], ["check", "https://his.example.go.th/"]):
        done = sitthi(policy, *part)
        assert done.returncode == 1
        assert "site.never" in done.stderr and "5" in done.stderr
    assert sitthi(policy, "profiles").returncode == 0


def test_profiles_are_listed_with_how_sure_they_are(policy: Path) -> None:
    done = sitthi(policy, "profiles")
    assert done.returncode == 0
    for name in names():
        assert f"{name}: " in done.stdout
    assert "[inferred: nhso 1.1 [A]]" in done.stdout
    assert "used in the policy by: สิทธิ" in done.stdout
    found = {profile["name"]: profile for profile in answer(policy, "profiles")}
    assert set(found) == set(names())
    assert found["ucws-client"]["used_by"] == ["สิทธิ"]
    assert found["nhso-eclaim"]["never"][0]["confidence"] in CONFIDENCES


def test_it_speaks_thai_and_has_the_same_texts_in_both_languages(policy: Path) -> None:
    assert "ผล: เติมได้" in sitthi(policy, "check", "https://his.example.go.th/app/", lang="th_TH.UTF-8").stdout
    folder = ROOT / "host/sitthi/texts"
    thai, english = (json.loads((folder / f"commands.{each}.json").read_text("utf-8")) for each in ("th", "en"))
    assert set(thai) == set(english)
    assert {f"sites_near_{each}" for each in DIFFERENCES} <= set(thai)
    assert {f"sites_confidence_{each.replace(' ', '_')}" for each in CONFIDENCES} <= set(thai)
    for key in thai:
        assert thai[key].count("{") == english[key].count("{"), key
