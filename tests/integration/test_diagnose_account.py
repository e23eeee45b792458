"""`sitthi diagnose` where this computer, the account's folders or the policy are at fault."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitthi.messaging.messages import METHODS
from support.private_places import NOWHERE, Account
from support.provoked import provokes, seen
from support.sessions import begin_session

SITE = '[[site]]\nname = "HIS"\nmatch = ["http://his.example/*"]\nfill = ["token"]\nallow_http = true\n'


@pytest.fixture
def account(tmp_path: Path) -> Account:
    return Account(tmp_path)


@provokes("machine.remote_linux", "machine.thai_font_missing")
def test_a_remote_session_and_no_thai_font(account: Account) -> None:
    account.env["SSH_CONNECTION"] = "192.0.2.1 50000 192.0.2.2 22"
    fonts = account.folder / "bin" / "fc-list"
    fonts.write_text("#!/bin/sh\necho 'Noto Sans Thai'\n")
    fonts.chmod(0o755)
    found = seen(account.diagnose(private=False))
    assert "192.0.2.1" not in str(found)
    fonts.write_text("#!/bin/sh\necho 'Garuda'\n")
    assert "machine.thai_font_missing" not in seen(account.diagnose(private=False)) or pytest.fail("Garuda is one")
    seen({"sections": [{"findings": [each for many in found.values() for each in many]}]})


@provokes("policy.site", "policy.site_http", "vault.nobody")
def test_a_policy_in_the_machines_place(account: Account) -> None:
    account.place("/etc/sitthi/policy.toml", f'[nhso]\nendpoint = "{NOWHERE}/"\n{SITE}')
    found = seen(account.diagnose())
    assert found["policy.site"][0]["data"]["pages"] == "http://his.example/*"


def test_a_report_of_very_many_sites_still_fits_the_protocol(account: Account) -> None:
    account.write_policy(f"{NOWHERE}/", SITE * 300)
    report = account.diagnose(private=False)
    assert METHODS["diagnose"].result.fault(report, "") is None
    assert report["sections"][4]["facts"]["sites"] == 300


@provokes("policy.no_sites")
def test_a_policy_without_a_site(account: Account) -> None:
    seen(account.diagnose(private=False))


@provokes("policy.none", "service.dns")
def test_no_policy(account: Account) -> None:
    """Without a network: the defaults mean NHSO's real addresses."""
    del account.env["SITTHI_POLICY"]
    seen(account.diagnose(offline=True))


@provokes("policy.invalid")
def test_a_mistake_in_the_policy(account: Account) -> None:
    account.write_policy(f"{NOWHERE}/", "frobnicate = 1\n")
    mistake = seen(account.diagnose(private=False))["policy.invalid"][0]["data"]
    assert (mistake["line"], mistake["key"]) == ("3", "nhso.frobnicate")


@provokes("policy.remote_not_in_force")
def test_a_policy_from_a_server_that_never_came(account: Account) -> None:
    remote = f'[remote]\nurl = "{account.folder}/policy.toml"\n'
    account.place("/etc/sitthi/policy.toml", f'[nhso]\nendpoint = "{NOWHERE}/"\n{remote}')
    assert seen(account.diagnose())["policy.remote_not_in_force"][0]["data"]["outcome"] == "no_key"


@provokes("vault.session", "vault.set_aside")
def test_a_session_and_what_was_set_aside(account: Account) -> None:
    begin_session(account, "1100800447899", "TOKENTOKEN123456")
    (account.state / "vault.bin.corrupt-1").write_bytes(b"rubbish")
    seen(account.diagnose(private=False))


@provokes("vault.disk_full")
def test_a_disk_without_room(account: Account) -> None:
    full = account.sitthi_with_state_on("size=1m", "diagnose", "--json")
    seen(account.parsed(full))


@provokes("vault.not_writable")
def test_a_disk_that_takes_nothing(account: Account) -> None:
    seen(account.parsed(account.sitthi_with_state_on("ro", "diagnose", "--json")))


@provokes("vault.unavailable")
def test_a_store_that_cannot_be_read(account: Account) -> None:
    (account.state / "vault.bin").mkdir(parents=True)
    seen(account.diagnose(private=False))
