"""A hospital's policy server by https, real hosts and the real command: live changes, and every refusal."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from sitthi import paths
from support.certificates import Certificate, new_certificate
from support.host import Account, HostProcess
from support.policy_server import PolicyServer, Signer, policy_server, policy_text

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.skipif(Path(paths.SYSTEM_POLICY).exists(), reason="this machine has an administrator's policy")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return new_certificate(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def server(certificate: Certificate) -> Iterator[PolicyServer]:
    with policy_server(certificate) as running:
        yield running


@pytest.fixture
def signer() -> Signer:
    return Signer()


@pytest.fixture
def account(tmp_path: Path, server: PolicyServer, signer: Signer, certificate: Certificate) -> Account:
    """Its only local setting is where the policy comes from, and how long nothing may happen."""
    policy = f'[remote]\nurl = "{server.url}"\npublic_key = "{signer.public}"\n[session]\nidle_minutes = 9\n'
    return Account(
        tmp_path,
        policy,
        SSL_CERT_FILE=str(certificate.authority),
        SSL_CERT_DIR=str(tmp_path / "none"),
        PCSCLITE_CSOCK_NAME=str(tmp_path / "no-pcscd.comm"),
        PYTHONPATH=str(ROOT / "host"),
    )


def sitthi(account: Account, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "sitthi", "policy", *arguments]
    return subprocess.run(command, check=False, env=account.env, capture_output=True, text=True, timeout=60)


def fetched(account: Account) -> str:
    """The outcome of asking now, as the command and then `policy show --json` tell it."""
    done = sitthi(account, "fetch")
    remote = shown(account)["remote"]
    assert (done.returncode == 0) == (remote["outcome"] == ""), done.stderr
    return str(remote["outcome"])


def shown(account: Account) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(sitthi(account, "show", "--json").stdout)
    return found


def sites(host: HostProcess) -> list[str]:
    return [site["name"] for site in host.call("sites.list")["sites"]]


def wait_for_policy(host: HostProcess, until: Callable[[HostProcess], object]) -> dict[str, Any]:
    """What `status` says of the policy, once it is as wanted: a host tells of each step of a change."""
    while not until(host):
        host.wait_for("policy.changed")
    policy: dict[str, Any] = host.call("status")["policy"]
    return policy


def test_two_hosts_take_over_each_new_policy_while_they_run(
    account: Account, server: PolicyServer, signer: Signer
) -> None:
    server.publish(policy_text(1, "expires = 2099-12-31", site="first"), signer)
    with HostProcess(account) as one, HostProcess(account) as two:
        for host in (one, two):
            host.hello()
            if sites(host) != ["first"]:
                host.wait_for("policy.changed")
            assert sites(host) == ["first"]
        asked = len(server.asked)
        assert asked <= 4, "each host asks once at most: policy and signature"
        server.publish(policy_text(2, site="second"), signer)
        assert fetched(account) == ""
        for host in (one, two):
            assert wait_for_policy(host, lambda host: sites(host) == ["second"])["problem"] is None
        server.publish(policy_text(1, site="first"), signer)
        assert fetched(account) == "rollback"
        for host in (one, two):
            problem = wait_for_policy(host, lambda host: host.call("status")["policy"]["problem"])["problem"]
            assert "older" in problem["problem"]
            assert sites(host) == ["second"]
        assert signer.public not in one.stderr.decode(errors="replace")


def test_every_refusal_leaves_the_last_good_policy(account: Account, server: PolicyServer, signer: Signer) -> None:
    server.publish(policy_text(5), signer)
    assert fetched(account) == ""
    server.asked.clear()
    assert fetched(account) == ""
    assert server.asked == [("/policy.toml", 304)]
    good = policy_text(6)
    server.text, server.signature = good.replace("token", "toxen"), signer.signature(good)
    assert fetched(account) == "signature"
    server.publish(good, Signer())
    assert fetched(account) == "signature"
    server.publish("serial = 6\n[session]\nidle_minutes = 'x'\n", signer)
    assert fetched(account) == "invalid"
    assert shown(account)["remote"]["problem"] == {
        "file": server.url,
        "line": 3,
        "key": "session.idle_minutes",
        "problem": "must be a whole number from 0 to 1440",
    }
    server.publish(policy_text(6, "expires = 2020-01-01"), signer)
    assert fetched(account) == "expired"
    for mode, outcome in (("huge", "too_large"), ("redirect", "redirect"), ("503", "http_503"), ("404", "http_404")):
        server.mode = mode
        assert fetched(account) == outcome
    assert not any(path.endswith(".other") for path, _ in server.asked), "a redirect was followed"
    account.env["SSL_CERT_FILE"] = str(account.folder / "none.pem")
    assert fetched(account) == "tls"
    last = shown(account)
    assert (last["remote"]["serial"], last["remote"]["in_force"]) == (5, True)
    assert [site["name"] for site in last["sites"]] == ["remote"]


def test_a_host_without_its_server_answers_and_works(account: Account, server: PolicyServer, signer: Signer) -> None:
    server.publish(policy_text(5), signer)
    assert fetched(account) == ""
    server.mode = "slow"
    os.utime(account.state / "remote-policy.json", (1, 1))
    with HostProcess(account) as host:
        assert host.hello()["protocol"] == 1
        assert sites(host) == ["remote"]
        assert host.call("status")["policy"] == {"ok": True, "allow_reveal": True, "problem": None}


def test_the_command_shows_who_sets_what(account: Account, server: PolicyServer, signer: Signer) -> None:
    server.publish(policy_text(5, "[session]\nidle_minutes = 3\nlock_on_removal = false\n"), signer)
    fetched(account)
    minutes = shown(account)["settings"]["session"]["idle_minutes"]
    assert minutes["value"] == 3
    assert [(each["kind"], each["line"]) for each in minutes["origins"]] == [("remote", 3), ("own", 5)]
    text = sitthi(account, "show", "--origin").stdout
    assert f"idle_minutes = 3  # policy server {server.url}:3; overrules SITTHI_POLICY {account.policy_file}:5" in text
    assert "warn_days = 30  # default" in text and "in force: serial 5, until no end" in text
    account.policy_file.write_text("")
    assert "overrules" not in sitthi(account, "show", "--origin").stdout
    assert sitthi(account, "fetch").returncode == 1
