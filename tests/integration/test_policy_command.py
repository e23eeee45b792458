"""`sitthi policy` at a terminal: check, merge, keygen and sign. No private key is ever printed."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from sitthi import paths
from support.policy_server import policy_text

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.skipif(Path(paths.SYSTEM_POLICY).exists(), reason="this machine has an administrator's policy")


@pytest.fixture
def run(tmp_path: Path) -> Run:
    return Run(tmp_path)


class Run:
    """All that the command ever said is in `said`."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.said = folder, ""

    def write(self, name: str, text: str) -> Path:
        file = self.folder / name
        file.write_text(text, encoding="utf-8")
        return file

    def __call__(self, *arguments: object, typed: str = "", **more: str) -> subprocess.CompletedProcess[str]:
        env = {**os.environ, "LC_ALL": "C", "PYTHONPATH": str(ROOT / "host"), "PYTHONUTF8": "1", **more}
        env["XDG_STATE_HOME"] = str(self.folder / "state")
        if "SITTHI_POLICY" not in more:
            env.pop("SITTHI_POLICY", None)
        command = [sys.executable, "-m", "sitthi", "policy", *map(str, arguments)]
        done = subprocess.run(
            command, check=False, env=env, cwd=self.folder, input=typed, capture_output=True, text=True, timeout=60
        )
        assert "Traceback" not in done.stderr, done.stderr
        self.said += done.stdout + done.stderr
        return done


def test_from_a_key_to_a_signed_policy(run: Run) -> None:
    made = run("keygen", "policy.key")
    public = made.stdout.strip()
    key = run.folder / "policy.key"
    assert made.returncode == 0 and len(public) == 44
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    before = key.read_bytes()
    assert run("keygen", "policy.key").returncode == 1 and key.read_bytes() == before
    file = run.write("policy.toml", policy_text(2))
    assert run("check", file, "--public-key", public).returncode == 1
    signed = run("sign", file, "--key", key)
    assert signed.returncode == 0 and public in signed.stdout
    assert stat.S_IMODE((run.folder / "policy.toml.sig").stat().st_mode) == 0o644
    good = run("check", file, "--public-key", public, "--json")
    assert good.returncode == 0
    assert [(each["ok"], each["serial"], each["signed"]) for each in json.loads(good.stdout)] == [(True, 2, True)]
    file.write_text(policy_text(3), encoding="utf-8")
    assert run("check", file, "--public-key", public).returncode == 1
    assert run("check", file).returncode == 0
    body = "".join(key.read_text().splitlines()[1:-1])
    assert len(body) > 40 and body not in run.said and body[20:] not in run.said


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[host]\n", "serial"),
        ("serial = 1\nexpires = 2020-01-01\n", "expired"),
        ("serial = 1\n#" + "x" * 300_000, "256 KiB"),
        ("serial = 1\n[session]\nidle = 3\n", "session.idle"),
    ],
)
def test_what_hosts_would_refuse_is_not_signed(run: Run, text: str, words: str) -> None:
    run("keygen", "policy.key")
    done = run("sign", run.write("policy.toml", text), "--key", "policy.key")
    assert done.returncode == 1 and words in done.stderr
    assert not (run.folder / "policy.toml.sig").exists()


def test_a_key_that_is_no_good_one_is_not_used(run: Run) -> None:
    file = run.write("policy.toml", policy_text(1))
    run("keygen", "policy.key")
    (run.folder / "policy.key").chmod(0o640)
    other = run.write("other.key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n")
    other.chmod(0o600)
    for key, words in (("policy.key", "other users"), ("other.key", "no private key"), ("none.key", "cannot be read")):
        done = run("sign", file, "--key", key)
        assert done.returncode == 1 and words in done.stderr
    assert not (run.folder / "policy.toml.sig").exists()


def test_a_passphrase_protects_the_key(run: Run) -> None:
    secret = "made-up words 4711"
    assert run("keygen", "policy.key", "--passphrase", typed=f"{secret}\nother\n").returncode == 1
    assert not (run.folder / "policy.key").exists()
    assert run("keygen", "policy.key", "--passphrase", typed=f"{secret}\n{secret}\n").returncode == 0
    assert "ENCRYPTED" in (run.folder / "policy.key").read_text()
    file = run.write("policy.toml", policy_text(1))
    assert "does not open" in run("sign", file, "--key", "policy.key", typed="wrong\n").stderr
    assert run("sign", file, "--key", "policy.key", typed=f"{secret}\n").returncode == 0
    assert secret not in run.said


def test_check_shows_the_line_with_the_mistake(run: Run) -> None:
    bad = run.write("bad.toml", "[host]\n\nlanguage = 'xx'  # ภาษา\n")
    good = run.write("good.toml", "[host]\nlanguage = 'en'\n")
    done = run("check", good, bad)
    assert done.returncode == 1
    assert f"{bad}, line 3, host.language: must be one of th, en\n    language = 'xx'  # ภาษา" in done.stdout
    assert f"{good}: valid, 0 sites" in done.stdout
    assert "บรรทัด 3" in run("check", bad, LC_ALL="th_TH.UTF-8").stdout
    found = json.loads(run("check", bad, good, "--json").stdout)
    assert [(each["ok"], (each["problem"] or {}).get("line")) for each in found] == [(False, 3), (True, None)]
    assert run("check", "none.toml").returncode == 1
    assert run("check", "--no-such").returncode == 2


def test_check_of_this_computer(run: Run) -> None:
    assert run("check").returncode == 0
    own = run.write("own.toml", "[remote]\nurl = 'https://127.0.0.1:9/p.toml'\n")
    done = run("check", SITTHI_POLICY=str(own))
    assert done.returncode == 1 and "names no public_key" in done.stdout
    own.write_text("[host]\nlanguage = 3\n")
    done = run("check", SITTHI_POLICY=str(own))
    assert done.returncode == 1 and f"{own}, line 2, host.language" in done.stdout
    assert run("show", SITTHI_POLICY=str(own)).returncode == 1


def test_merge_prints_one_policy(run: Run) -> None:
    first = run.write("first.toml", "[session]\nidle_minutes = 1\n")
    second = run.write("second.toml", "[session]\nidle_minutes = 2\nsources = ['manual']\n" + policy_text(1)[11:])
    done = run("merge", first, second)
    assert done.returncode == 0
    merged = tomllib.loads(done.stdout)
    assert merged["session"] == {"idle_minutes": 1, "sources": ["manual"]}
    assert [site["name"] for site in merged["site"]] == ["remote"]
    assert run("merge", first, "none.toml").returncode == 1
