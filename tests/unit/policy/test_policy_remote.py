"""The signed policy: what may count as one, and what is kept of it although the account can write there."""

from __future__ import annotations

import json
import os
from base64 import b64encode
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sitthi.errors import PolicyInvalid
from sitthi.policy.load import load_policy
from sitthi.policy.remote import kept
from sitthi.policy.remote.kept import Attempt, attempt_bytes, remote_status
from sitthi.policy.remote.settings import RemotePolicy
from sitthi.policy.remote.signature import CONTEXT, is_signed
from sitthi.policy.remote.signed import Refused, RemoteText, read_signed
from sitthi.policy.sources import current_policy
from support.policy_server import Signer, policy_text
from unit.policy.conftest import Machine

URL = "https://policy.example/policy.toml"
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
MINE, OTHER = Signer(), Signer()


def settings(*signers: Signer) -> RemotePolicy:
    return RemotePolicy(URL, " ".join(each.public for each in signers))


def read(text: str, signer: Signer = MINE, keys: RemotePolicy | None = None) -> RemoteText:
    return read_signed(text.encode(), signer.signature(text), (keys or settings(MINE)).keys, URL)


def why(text: str, signer: Signer = MINE) -> Refused:
    with pytest.raises(Refused) as refused:
        read(text, signer)
    return refused.value


def keep(text: str, signer: Signer = MINE) -> None:
    kept.kept_path().write_bytes(kept.kept_bytes(text.encode(), signer.signature(text)))


# ---- the signature -----------------------------------------------------------------------------------------------


def test_every_changed_byte_breaks_the_signature() -> None:
    content, keys = policy_text(1).encode(), settings(MINE).keys
    signature = MINE.signature(content.decode())
    assert is_signed(content, signature, keys)
    for at in range(len(content)):
        assert not is_signed(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :], signature, keys)
    assert not is_signed(content + b"\n", signature, keys)


def test_a_signature_of_other_things_by_the_same_key_does_not_count() -> None:
    content = policy_text(1).encode()
    plain = b64encode(MINE.key.sign(content))
    assert not is_signed(content, plain, settings(MINE).keys)
    assert is_signed(content, b64encode(MINE.key.sign(CONTEXT + content)), settings(MINE).keys)


@pytest.mark.parametrize("signature", [b"", b"AAAA", b"not base64!", b"A" * 88, b"\xff\xfe" * 44])
def test_what_is_no_signature_is_none(signature: bytes) -> None:
    assert not is_signed(b"x", signature, settings(MINE).keys)
    assert not is_signed(b"x", MINE.signature("x"), (b"\xff" * 32, b"short"))


def test_a_key_can_be_changed_while_both_count() -> None:
    both = settings(OTHER, MINE)
    assert read(policy_text(1), MINE, both).serial == read(policy_text(1), OTHER, both).serial == 1
    assert why(policy_text(1), OTHER).reason == "signature"


def test_the_signature_is_looked_at_before_the_text() -> None:
    assert why("not toml [", OTHER).reason == "signature"
    assert why("not toml [").reason == "invalid"


# ---- the text ----------------------------------------------------------------------------------------------------


def test_a_byte_order_mark_and_thai_are_fine() -> None:
    assert read("\ufeff" + policy_text(3, "# นโยบาย")).serial == 3


@pytest.mark.parametrize(
    ("text", "line", "key"),
    [
        ("[host]\nlanguage = 'en'\n", None, "serial"),
        ("serial = 0\n", 1, "serial"),
        ("serial = true\n", 1, "serial"),
        ("\nserial = '1'\n", 2, "serial"),
        ("serial = 1\nexpires = '2027-01-01'\n", 2, "expires"),
        ("serial = 1\n[remote]\nurl = 'https://b.example/p'\n", 2, "remote"),
        ("serial = 1\n[host]\nlanguage = 'xx'\n", 3, "host.language"),
        ("serial = 1\n[[site]]\nname = 'x'\n", 2, "site.match"),
    ],
)
def test_a_mistake_in_it_has_line_and_key(text: str, line: int | None, key: str) -> None:
    refused = why(text)
    assert refused.reason == "invalid" and refused.problem is not None
    assert (refused.problem.data["file"], refused.problem.data["line"], refused.problem.data["key"]) == (URL, line, key)


def test_too_much_is_refused_unread() -> None:
    assert why("serial = 1\n#" + "x" * (256 * 1024)).reason == "too_large"


@pytest.mark.parametrize(
    ("written", "last"),
    [
        ("2026-03-02", datetime(2026, 3, 2, 16, 59, 59, tzinfo=UTC)),
        ("2026-03-02T08:00:00", datetime(2026, 3, 2, 0, 59, 59, tzinfo=UTC)),
        ("2026-03-02T08:00:00Z", datetime(2026, 3, 2, 7, 59, 59, tzinfo=UTC)),
    ],
)
def test_it_expires_by_bangkoks_clock(written: str, last: datetime) -> None:
    found = read(policy_text(1, f"expires = {written}"))
    assert not found.expired(last) and found.expired(last + timedelta(seconds=1))
    assert not read(policy_text(1)).expired(datetime(9999, 1, 1, tzinfo=UTC))


def test_serial_and_expires_are_only_a_servers_words(tmp_path: Path) -> None:
    file = tmp_path / "policy.toml"
    file.write_text(policy_text(1))
    with pytest.raises(PolicyInvalid, match="unknown key"):
        load_policy([file])


# ---- the settings ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url",
    ["https://policy.example/p.toml", r"\\\\server\\share\\p.toml", "D:/sitthi/p.toml", "/srv/sitthi/p.toml"],
)
def test_where_it_may_come_from(tmp_path: Path, url: str) -> None:
    file = tmp_path / "policy.toml"
    file.write_text(f'[remote]\nurl = "{url}"\npublic_key = "{MINE.public} {OTHER.public}"\nevery_minutes = 5\n')
    remote = load_policy([file]).remote
    assert remote.on and remote.by_https == url.startswith("https") and len(remote.keys) == 2
    assert remote.signature_url == f"{remote.url}.sig"


@pytest.mark.parametrize(
    "line",
    [
        "url = 'http://policy.example/p.toml'",
        "url = 'http://127.0.0.1/p.toml'",
        "url = 'file:///etc/p.toml'",
        "url = 'HTTPS://policy.example/p.toml'",
        "url = 'https://user:secret@policy.example/p.toml'",
        "url = 'policy.toml'",
        "url = ''",
        "public_key = 'AAAA'",
        "public_key = '" + "A" * 43 + "'",
        "public_key = 'กข'",
        "every_minutes = 1",
    ],
)
def test_where_it_may_not(tmp_path: Path, line: str) -> None:
    file = tmp_path / "policy.toml"
    file.write_text(f"[remote]\n{line}\n")
    with pytest.raises(PolicyInvalid) as error:
        load_policy([file])
    assert error.value.data["line"] == 2


# ---- what is kept ------------------------------------------------------------------------------------------------


def in_force(machine: Machine, now: datetime = NOW) -> tuple[list[str], str]:
    machine.write("policy.toml", f'[remote]\nurl = "{URL}"\npublic_key = "{MINE.public}"\n')
    policy, explanation = current_policy(registry=machine.registry, now=now)
    assert explanation.remote is not None
    return [site.name for site in policy.sites], explanation.remote.outcome


def test_the_kept_copy_counts_only_with_its_signature(machine: Machine) -> None:
    assert in_force(machine) == ([], "never")
    keep(policy_text(1))
    assert in_force(machine)[0] == ["remote"]
    whole = kept.kept_path().read_bytes()
    for broken in (whole.replace(b"token", b"Token"), whole[:-1], whole[1:], b"", b"\n", os.urandom(500)):
        kept.kept_path().write_bytes(broken)
        assert in_force(machine)[0] == []
    keep(policy_text(1), OTHER)
    assert in_force(machine)[0] == []
    kept.kept_path().unlink()
    kept.kept_path().mkdir()
    assert in_force(machine)[0] == []


def test_an_expired_copy_gives_nothing_any_more(machine: Machine) -> None:
    keep(policy_text(1, "expires = 2026-03-02"))
    assert in_force(machine)[0] == ["remote"]
    assert in_force(machine, NOW + timedelta(hours=6)) == ([], "never")
    failure = remote_status(settings(MINE), NOW + timedelta(hours=6)).failure()
    assert failure is not None and failure.data["problem"] == "has expired"


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"null", b'{"url": 1}', b'{"url": "u", "problem": 5}', b"\xff", b'{"problem":null}']
)
def test_a_broken_note_of_the_last_attempt_is_none(machine: Machine, content: bytes) -> None:
    kept.attempt_path().write_bytes(content)
    assert in_force(machine) == ([], "never")


@pytest.mark.parametrize(
    ("outcome", "told_with_a_copy", "told_without"),
    [
        ("", False, False),
        ("timeout", False, True),
        ("http_503", False, True),
        ("signature", True, True),
        ("rollback", True, True),
        ("same_serial", True, True),
        ("expired", True, True),
        ("too_large", True, True),
    ],
)
def test_people_are_told_what_somebody_must_set_right(
    machine: Machine, outcome: str, told_with_a_copy: bool, told_without: bool
) -> None:
    """A server that is away for an hour is nothing for a nurse; a policy of nobody is."""
    kept.attempt_path().write_bytes(attempt_bytes(Attempt(URL, outcome)))
    without = remote_status(settings(MINE), NOW)
    keep(policy_text(1))
    status = remote_status(settings(MINE), NOW)
    assert (status.failure() is not None, without.failure() is not None) == (told_with_a_copy, told_without)
    assert status.checked_at is not None and status.outcome == outcome
    assert remote_status(RemotePolicy("https://other.example/p", MINE.public), NOW).outcome == "never"


def test_a_mistake_of_the_server_is_told_with_its_line(machine: Machine) -> None:
    problem = {"file": URL, "line": 3, "key": "host.language", "problem": "must be one of th, en"}
    kept.attempt_path().write_bytes(attempt_bytes(Attempt(URL, "invalid", problem=problem)))
    failure = remote_status(settings(MINE), NOW).failure()
    assert failure is not None and failure.data == problem
    assert json.loads(kept.attempt_path().read_text())["outcome"] == "invalid"


def test_without_a_key_nothing_counts(machine: Machine) -> None:
    keep(policy_text(1))
    status = remote_status(RemotePolicy(URL), NOW)
    assert status.outcome == "no_key" and not status.in_force and status.failure() is not None
