"""SRM's file against the sandbox's refresh service: expiry, rotation, both answer forms, one refresh at a time."""

import base64
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st

from sitthi.errors import SitthiError, SourceNotHere, SourceOtherPerson, SourceUnavailable
from sitthi.policy.model import SrmPolicy
from sitthi.session.lock import writer_lock
from sitthi.session.sources import CardHolder, IssuedToken
from sitthi.session.sources import srm_file as srm_module
from sitthi.session.sources.jwt import read_jwt
from sitthi.session.sources.srm_file import SrmFileSource
from sitthi.session.sources.srm_pair import Pair, put_into, read_answer, read_file
from sitthi_sandbox.nhso.app import nhso_server, open_sandbox
from sitthi_sandbox.nhso.faults import Fault, FaultKind, FaultTarget
from sitthi_sandbox.nhso.state import Sandbox
from unit.session.conftest import CID, OTHER_CID
from unit.session.issuer_double import closed_port

NOW = datetime(2026, 3, 2, 5, 0, tzinfo=UTC)


def jwt(payload: dict[str, object] | None = None, alg: str = "HS512", signature: str = "s" * 86) -> str:
    content = {"pid": CID, "iat": NOW.timestamp(), "exp": NOW.timestamp() + 3600} if payload is None else payload
    parts = [json.dumps({"alg": alg}), json.dumps(content)]
    return ".".join([*(base64.urlsafe_b64encode(part.encode()).decode().rstrip("=") for part in parts), signature])


def lines(access: str, refresh: str) -> bytes:
    return f"access-token={access}\r\nrefresh-token={refresh}\r\n".encode()


# ---- a JWT, decoded only -----------------------------------------------------------------------------------------


def test_a_jwt_tells_its_times_and_its_person() -> None:
    claims = read_jwt(jwt())
    assert claims is not None
    assert (claims.issued_at, claims.expires_at) == (NOW, NOW + timedelta(hours=1))
    assert claims.persons() == claims.persons("pid") == {CID}
    assert claims.persons("sub") == set()
    nested = read_jwt(jwt({"exp": 1, "user": {"cid": OTHER_CID}, "sub": "officer", "n": 1234567890123}))
    assert nested is not None and nested.persons() == {OTHER_CID}


@given(st.integers(0, len(jwt()) - 1))
def test_no_beginning_of_a_jwt_is_one(length: int) -> None:
    assert read_jwt(jwt()[:length]) is None


@pytest.mark.parametrize(
    "text",
    ["", "a.b.c", jwt({}), jwt({"exp": True}), jwt({"exp": "1"}), jwt({"exp": 1e30}), jwt() + "\n", jwt() + " ",
     jwt().replace(".", "!"), "x" * 9000, jwt({"exp": 1, "fill": "x" * 9000}), "W10.W10."],
)  # fmt: skip
def test_anything_else_is_no_jwt(text: str) -> None:
    assert read_jwt(text) is None


@given(st.text(max_size=80))
def test_no_text_breaks_the_reader(text: str) -> None:
    read_jwt(text)
    read_file(text.encode())
    read_answer(text.encode(), "old")


# ---- the pair in file and answer ---------------------------------------------------------------------------------

A, R, N = jwt(), jwt({"exp": 2, "kind": "refresh"}), jwt({"exp": 3, "kind": "new"})


@pytest.mark.parametrize(
    "content",
    [lines(A, R), b"\xef\xbb\xbf" + lines(A, R), lines(A, R).replace(b"\r", b""), lines(A, R).strip(),
     f"refresh-token={R}\naccess-token={A} \n# SRM".encode()],
)  # fmt: skip
def test_both_lines_are_read(content: bytes) -> None:
    assert read_file(content) == Pair(A, R)


@given(st.integers(0, len(lines(A, R)) - 3))
def test_no_part_of_the_file_is_a_pair(length: int) -> None:
    assert read_file(lines(A, R)[:length]) is None


def test_a_line_that_stands_twice_or_not_is_no_pair() -> None:
    assert read_file(lines(A, R) + lines(N, R)) is None
    assert read_file(f"access-token={A}".encode()) is None
    assert read_file(b"\xff\xfe" + lines(A, R)) is None


def test_both_answer_forms_and_an_old_refresh_token_that_stays() -> None:
    assert read_answer(json.dumps({"access_token": A, "refresh_token": N}).encode(), R) == Pair(A, N)
    assert read_answer(json.dumps({"access_token": A}).encode(), R) == Pair(A, R)
    assert read_answer(lines(A, N), R) == Pair(A, N)
    assert read_answer(f"access-token={A}".encode(), R) == Pair(A, R)
    for bad in (b"", b"{", b"[]", b"{}", b"<html>", b'{"access_token": 5}', lines(A, N)[:-9], lines(A, N) * 2):
        assert read_answer(bad, R) is None


def test_the_new_pair_is_put_in_the_place_of_the_old_one_and_nothing_else_changes() -> None:
    before = b"\xef\xbb\xbf# of SRM\r\n" + lines(A, R) + b"other=1"
    assert put_into(before, Pair(N, A)) == b"\xef\xbb\xbf# of SRM\r\n" + lines(N, A) + b"other=1"


# ---- the source --------------------------------------------------------------------------------------------------


class Desk:
    """SRM's folder, the sandbox's service, and sources on them."""

    def __init__(self, folder: Path, sandbox: Sandbox, url: str) -> None:
        self.folder, self.sandbox, self.url = folder, sandbox, url
        self.file = folder / "token.txt"
        self.policy = SrmPolicy(file=str(self.file), refresh_url=f"{url}/srm/api/scard/access-token")

    def log_in(self, access_seconds: int = 3600, cid: str = CID, as_lines: bool = False) -> bytes:
        """What the SRM program does after a PIN."""
        asked = {"cid": cid, "access_seconds": access_seconds, "as_lines": as_lines}
        answer = requests.post(f"{self.url}/srm/login", json=asked, timeout=5)
        assert answer.status_code == 200
        self.file.write_bytes(answer.content)
        return answer.content

    def source(self, **changes: object) -> SrmFileSource:
        policy = replace(self.policy, **changes)  # type: ignore[arg-type]
        return SrmFileSource(policy, lambda: self.folder / "srm.lock", rest_seconds=0.1)

    def obtain(self, holder: CardHolder, **changes: object) -> IssuedToken:
        return self.source(**changes).obtain(holder, NOW)

    def failure(self, holder: CardHolder, **changes: object) -> SitthiError:
        with pytest.raises(SitthiError) as failure:
            self.obtain(holder, **changes)
        said = f"{failure.value} {failure.value.__cause__} {failure.value.__context__}"
        assert CID not in said and "ey" not in said
        return failure.value

    def pair(self) -> Pair:
        pair = read_file(self.file.read_bytes())
        assert pair is not None
        return pair

    def refreshes(self) -> int:
        counts = self.sandbox.calls.report()["counts"]
        assert isinstance(counts, dict)
        return int(counts.get("srm_refresh", 0))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    sandbox = open_sandbox(tmp_path / "nhso.db")
    sandbox.clock.set(NOW, frozen=True)
    (tmp_path / "srm").mkdir()
    with nhso_server(sandbox) as server:
        yield Desk(tmp_path / "srm", sandbox, server.url)
        sandbox.faults.clear()


def test_a_living_access_token_is_taken_as_it_stands(desk: Desk, holder: CardHolder) -> None:
    content = desk.log_in(access_seconds=1800)
    issued = desk.obtain(holder)
    assert issued == IssuedToken(desk.pair().access, CID, "srm", NOW, NOW + timedelta(seconds=1800))
    assert desk.refreshes() == 0
    assert desk.file.read_bytes() == content


@pytest.mark.parametrize("as_lines", [False, True])
@pytest.mark.parametrize("access_seconds", [-3600, 30])
def test_one_that_is_over_or_nearly_is_refreshed_and_the_new_pair_is_written(
    desk: Desk, holder: CardHolder, as_lines: bool, access_seconds: int
) -> None:
    desk.log_in(access_seconds, as_lines=as_lines)
    before = desk.pair()
    issued = desk.obtain(holder)
    after = desk.pair()
    assert (issued.token, issued.expires_at) == (after.access, NOW + timedelta(hours=1))
    assert issued.server_time == NOW
    assert after.access != before.access and after.refresh != before.refresh
    assert desk.obtain(holder).token == issued.token
    assert desk.refreshes() == 1
    assert sorted(each.name for each in desk.folder.iterdir()) == ["srm.lock", "token.txt"]


@pytest.mark.parametrize("field", ["refresh_token", "refresh-token"])
def test_the_form_field_is_the_policys(desk: Desk, holder: CardHolder, field: str) -> None:
    desk.log_in(-1)
    assert desk.obtain(holder, refresh_field=field).token == desk.pair().access


def test_a_token_that_was_found_dead_is_refreshed_though_it_is_not_over(desk: Desk, holder: CardHolder) -> None:
    desk.log_in()
    before = desk.pair().access
    desk.sandbox.clock.advance(60)
    told = replace(holder, revoked_at=NOW + timedelta(seconds=30))
    assert desk.obtain(told).token not in (before, "")


def test_without_a_file_the_source_is_not_here(desk: Desk, holder: CardHolder) -> None:
    assert isinstance(desk.failure(holder), SourceNotHere)


@pytest.mark.parametrize(
    ("payload", "error", "reason"),
    [
        ({"pid": OTHER_CID, "exp": 4e9}, SourceOtherPerson, None),
        ({"exp": 4e9}, SourceUnavailable, "no_person"),
        ({"pid": CID, "by": OTHER_CID, "exp": 4e9}, SourceUnavailable, "several_persons"),
        ({"pid": CID}, SourceUnavailable, "format"),
    ],
)
def test_a_token_that_is_not_surely_this_persons_is_not_taken(
    desk: Desk, holder: CardHolder, payload: dict[str, object], error: type[SitthiError], reason: str | None
) -> None:
    desk.file.write_bytes(lines(jwt(payload), R))
    failure = desk.failure(holder)
    assert type(failure) is error
    assert failure.data.get("reason") == reason
    assert desk.refreshes() == 0


def test_the_policy_can_name_the_member_that_says_whose_it_is(desk: Desk, holder: CardHolder) -> None:
    desk.file.write_bytes(lines(jwt({"pid": CID, "by": OTHER_CID, "exp": 4e9}), R))
    assert desk.obtain(holder, person_claim="pid").cid == CID
    assert isinstance(desk.failure(holder, person_claim="by"), SourceOtherPerson)


def test_another_persons_pair_is_never_used_up(desk: Desk, holder: CardHolder) -> None:
    content = desk.log_in(-1, cid=OTHER_CID)
    assert isinstance(desk.failure(holder), SourceOtherPerson)
    assert (desk.refreshes(), desk.file.read_bytes()) == (0, content)


def test_a_refusal_leaves_the_file_and_says_so(desk: Desk, holder: CardHolder) -> None:
    content = desk.log_in(-1)
    desk.log_in(-1)  # the first pair's refresh token is dead now
    desk.file.write_bytes(content)
    assert desk.failure(holder).data["reason"] == "refresh_refused"
    assert desk.file.read_bytes() == content


def test_when_srm_itself_was_faster_its_new_pair_is_taken(
    desk: Desk, holder: CardHolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.log_in(-1)
    real = srm_module.refresh

    def too_late(policy: SrmPolicy, token: str) -> object:
        desk.log_in(600)  # SRM logs in again, and our refresh token is dead
        return real(policy, token)

    monkeypatch.setattr(srm_module, "refresh", too_late)
    assert desk.obtain(holder).token == desk.pair().access
    assert desk.refreshes() == 1


def test_a_pair_that_srm_wrote_meanwhile_is_not_overwritten(
    desk: Desk, holder: CardHolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.log_in(-1)
    real = srm_module.refresh

    def overtaken(policy: SrmPolicy, token: str) -> object:
        answer = real(policy, token)
        desk.log_in(600)
        return answer

    monkeypatch.setattr(srm_module, "refresh", overtaken)
    issued = desk.obtain(holder)
    assert issued.token != desk.pair().access
    assert read_jwt(desk.pair().access) is not None


@pytest.mark.parametrize(
    ("kind", "reason"),
    [(FaultKind.HTTP_500, "http_500"), (FaultKind.HTML, "bad_answer"), (FaultKind.MALFORMED, "bad_answer"),
     (FaultKind.TRUNCATED, "protocol"), (FaultKind.HUGE, "too_large"), (FaultKind.HANG, "timeout")],
)  # fmt: skip
def test_a_broken_answer_leaves_the_file_as_it_was(
    desk: Desk, holder: CardHolder, kind: FaultKind, reason: str
) -> None:
    content = desk.log_in(-1)
    desk.sandbox.faults.arm(Fault(kind, 20, FaultTarget.SRM), 1)
    assert desk.failure(holder, timeout_seconds=1).data["reason"] == reason
    assert desk.file.read_bytes() == content


def test_nobody_there_and_a_policy_without_refreshing(desk: Desk, holder: CardHolder) -> None:
    desk.log_in(-1)
    nowhere = f"http://127.0.0.1:{closed_port()}/"
    assert desk.failure(holder, refresh_url=nowhere).data["reason"] == "connect"
    assert desk.failure(holder, refresh=False).data["reason"] == "expired_token"
    assert desk.refreshes() == 0


@pytest.mark.skipif(sys.platform == "win32" or os.getuid() == 0, reason="root writes everywhere")
def test_a_folder_that_cannot_be_written_is_found_before_the_pair_is_used_up(desk: Desk, holder: CardHolder) -> None:
    desk.log_in(-1)
    desk.folder.chmod(0o500)
    assert desk.failure(holder).data["reason"] == "not_writable"
    assert desk.refreshes() == 0


def test_a_disk_that_refuses_the_probe_keeps_the_pair(
    desk: Desk, holder: CardHolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.log_in(-1)

    def full(path: Path, content: bytes) -> None:
        raise OSError(28, "full")

    monkeypatch.setattr(srm_module, "write_private", full)
    assert desk.failure(holder).data["reason"] == "not_writable"
    assert desk.refreshes() == 0


def test_a_half_written_file_is_waited_for(desk: Desk, holder: CardHolder) -> None:
    content = desk.log_in()
    file = desk.file.open("wb", buffering=0)
    file.write(content[:40])

    def finish() -> None:
        file.write(content[40:])
        file.close()

    timer = threading.Timer(0.5, finish)
    timer.start()
    assert desk.obtain(holder).token == desk.pair().access
    timer.join()


# ---- many hosts --------------------------------------------------------------------------------------------------

HOST = """
import sys
from datetime import datetime
from pathlib import Path
from sitthi.policy.model import SrmPolicy
from sitthi.session.sources import CardHolder
from sitthi.session.sources.srm_file import SrmFileSource
file, url, lock, now, cid = sys.argv[1:]
source = SrmFileSource(SrmPolicy(file=file, refresh_url=url), lambda: Path(lock), rest_seconds=0.1)
print("ready", flush=True)
sys.stdin.readline()
print(source.obtain(CardHolder(cid, "", ""), datetime.fromisoformat(now)).token, flush=True)
"""


def test_of_many_hosts_at_once_one_refreshes_and_all_get_the_same_token(desk: Desk) -> None:
    desk.log_in(-1)
    desk.sandbox.faults.arm(Fault(FaultKind.SLOW, 1.0, FaultTarget.SRM), 1)
    arguments = [str(desk.file), desk.policy.refresh_url, str(desk.folder / "srm.lock"), NOW.isoformat(), CID]
    hosts = [
        subprocess.Popen(
            [sys.executable, "-c", HOST, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _ in range(6)
    ]
    for host in hosts:
        assert host.stdout and host.stdout.readline() == "ready\n"
    answers = [host.communicate("\n", 60)[0].strip() for host in _started(hosts)]
    assert set(answers) == {desk.pair().access}
    assert desk.refreshes() == 1


def _started(hosts: list[subprocess.Popen[str]]) -> list[subprocess.Popen[str]]:
    for host in hosts:
        assert host.stdin
        host.stdin.write("\n")
        host.stdin.flush()
    return hosts


def test_a_host_that_never_lets_go_is_not_waited_for_for_ever(
    desk: Desk, holder: CardHolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(srm_module, "_TURN_MARGIN", 0)
    desk.log_in(-1)
    with writer_lock(desk.folder / "srm.lock", 1):
        started = time.monotonic()
        assert desk.failure(holder, timeout_seconds=1).data["reason"] == "busy"
        assert time.monotonic() - started < 30
    assert desk.refreshes() == 0
