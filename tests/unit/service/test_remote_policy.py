"""Getting the signed policy: refusals, turns, quick and seldom asking, and a death in the middle of writing."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine

from sitthi import paths
from sitthi.policy.remote import kept
from sitthi.policy.remote.kept import RemoteStatus, remote_status
from sitthi.policy.remote.settings import RemotePolicy
from sitthi.service.remote_policy.fetch import Fetched, NotFetched, fetch
from sitthi.service.remote_policy.keeper import RemoteKeeper, first_pause, next_pause
from sitthi.service.remote_policy.refresh import refresh
from sitthi.session.files import replace_private
from sitthi.session.lock import writer_lock
from support.policy_server import Signer, policy_text, publish_in
from unit.service.conftest import Counter

SIGNER, OTHER = Signer(), Signer()
URL = "https://policy.example/policy.toml"
SETTINGS = RemotePolicy(URL, SIGNER.public)
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def share(tmp_path: Path) -> Path:
    folder = tmp_path / "share"
    folder.mkdir()
    return folder


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return paths.state_dir()


class Server:
    """Answers as `fetch` does; `asked` are the validators it was asked with."""

    def __init__(self, text: str, signer: Signer = SIGNER, etag: str = "") -> None:
        self.set(text, signer, etag)
        self.asked: list[tuple[str, str]] = []

    def set(self, text: str, signer: Signer = SIGNER, etag: str = "") -> None:
        self.given = Fetched(text.encode(), signer.signature(text), etag)

    def __call__(self, settings: RemotePolicy, etag: str, modified: str) -> Fetched | None:
        self.asked.append((etag, modified))
        return None if etag and etag == self.given.etag else self.given


def failing(reason: str) -> Callable[[RemotePolicy, str, str], Fetched | None]:
    def get(settings: RemotePolicy, etag: str, modified: str) -> Fetched | None:
        raise NotFetched(reason)

    return get


def serial() -> int | None:
    text = kept.kept_text(SETTINGS)
    return text.serial if text else None


# ---- one attempt -------------------------------------------------------------------------------------------------


def test_newer_is_kept_and_older_refused() -> None:
    server = Server(policy_text(5))
    assert refresh(SETTINGS, NOW, server) == "" and serial() == 5
    server.set(policy_text(7))
    assert refresh(SETTINGS, NOW, server) == "" and serial() == 7
    server.set(policy_text(6))
    assert refresh(SETTINGS, NOW, server) == "rollback" and serial() == 7
    server.set(policy_text(7, site="other"))
    assert refresh(SETTINGS, NOW, server) == "same_serial" and serial() == 7
    server.set(policy_text(7))
    assert refresh(SETTINGS, NOW, server) == ""


@pytest.mark.parametrize(
    ("text", "signer", "reason"),
    [
        (policy_text(9), OTHER, "signature"),
        ("serial = 9\n[host]\nlanguage = 'xx'\n", SIGNER, "invalid"),
        (policy_text(9, "expires = 2026-03-01"), SIGNER, "expired"),
        (policy_text(9, "#" * 300_000), SIGNER, "too_large"),
    ],
)
def test_what_is_refused_leaves_the_last_good_one(text: str, signer: Signer, reason: str) -> None:
    refresh(SETTINGS, NOW, Server(policy_text(5)))
    before = kept.kept_path().read_bytes()
    assert refresh(SETTINGS, NOW, Server(text, signer)) == reason
    assert kept.kept_path().read_bytes() == before
    status = remote_status(SETTINGS, NOW)
    assert status.in_force and status.outcome == reason and status.failure() is not None


@pytest.mark.parametrize("reason", ["timeout", "connect", "tls", "http_503", "redirect"])
def test_a_server_that_is_away_changes_nothing(reason: str) -> None:
    assert refresh(SETTINGS, NOW, failing(reason)) == reason
    assert remote_status(SETTINGS, NOW).failure() is not None
    refresh(SETTINGS, NOW, Server(policy_text(5)))
    assert refresh(SETTINGS, NOW, failing(reason)) == reason
    status = remote_status(SETTINGS, NOW)
    assert status.in_force and status.outcome == reason and status.failure() is None


def test_the_validators_are_of_the_text_that_is_kept() -> None:
    server = Server(policy_text(5), etag='"five"')
    refresh(SETTINGS, NOW, server)
    refresh(SETTINGS, NOW, failing("timeout"))
    assert refresh(SETTINGS, NOW, server) == ""
    assert server.asked == [("", ""), ('"five"', "")]
    old = kept.kept_path().read_bytes()
    server.set(policy_text(6), etag='"six"')
    refresh(SETTINGS, NOW, server)
    kept.kept_path().write_bytes(old)  # the account puts an older one back: "unchanged" must not keep it there
    assert refresh(SETTINGS, NOW, server) == "" and serial() == 6
    assert server.asked[-1] == ("", "")


def test_unchanged_but_expired_is_told() -> None:
    server = Server(policy_text(5, "expires = 2026-03-02"), etag='"five"')
    assert refresh(SETTINGS, NOW, server) == ""
    assert refresh(SETTINGS, NOW + timedelta(days=1), server) == "expired"


def test_the_same_result_touches_time_only() -> None:
    server = Server(policy_text(5))
    refresh(SETTINGS, NOW, server)
    os.utime(kept.attempt_path(), (1, 1))
    inodes = kept.kept_path().stat().st_ino, kept.attempt_path().stat().st_ino
    refresh(SETTINGS, NOW, server)
    assert (kept.kept_path().stat().st_ino, kept.attempt_path().stat().st_ino) == inodes
    assert kept.attempt_path().stat().st_mtime > 1


def test_hosts_take_turns(state: Path) -> None:
    server = Server(policy_text(5))
    with writer_lock(state / "remote-policy.lock", 1):
        assert refresh(SETTINGS, NOW, server) is None
    assert server.asked == []


def test_a_death_while_writing_leaves_a_whole_copy() -> None:
    texts = [policy_text(number, "# " + "x" * 50_000) for number in (1, 2)]
    whole = [kept.kept_bytes(text.encode(), SIGNER.signature(text)) for text in texts]
    replace_private(kept.kept_path(), whole[0])
    context = multiprocessing.get_context("fork")
    for number in range(8):
        writer = context.Process(target=_write_for_ever, args=(whole,))
        writer.start()
        time.sleep(0.01 + 0.003 * number)
        assert writer.pid is not None
        os.kill(writer.pid, signal.SIGKILL)
        writer.join()
        assert serial() in (1, 2)
    assert refresh(SETTINGS, NOW, Server(policy_text(3))) == "" and serial() == 3
    assert sorted(each.name for each in kept.kept_path().parent.glob("remote-policy*")) == [
        "remote-policy",
        "remote-policy.json",
        "remote-policy.lock",
    ]


def _write_for_ever(contents: list[bytes]) -> None:
    while True:
        for content in contents:
            replace_private(kept.kept_path(), content)


# ---- a share -----------------------------------------------------------------------------------------------------


def test_a_share_is_read_without_a_network(tmp_path: Path) -> None:
    file = publish_in(tmp_path, policy_text(2), SIGNER)
    there = RemotePolicy(str(file), SIGNER.public)
    assert refresh(there, NOW) == "" and serial() == 2
    file.with_name("policy.toml.sig").unlink()
    assert refresh(there, NOW) == "missing"
    file.write_bytes(b"#" * 300_000)
    assert refresh(there, NOW) == "too_large"
    assert refresh(RemotePolicy(str(tmp_path), SIGNER.public), NOW) == "unreadable"
    assert serial() == 2


def test_a_share_that_hangs_is_left_alone(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "policy.toml")
    started = time.monotonic()
    with pytest.raises(NotFetched, match="timeout"):
        fetch(RemotePolicy(str(tmp_path / "policy.toml"), SIGNER.public), seconds=0.1)
    assert time.monotonic() - started < 30
    os.close(os.open(tmp_path / "policy.toml", os.O_WRONLY))  # lets the reader go


# ---- when --------------------------------------------------------------------------------------------------------


def test_pauses_spread_and_failures_come_back_sooner() -> None:
    hourly = [next_pause(SETTINGS, 0) for _ in range(200)]
    assert 2880 <= min(hourly) < max(hourly) <= 4320 and max(hourly) - min(hourly) > 600
    for failures, seconds in ((1, 60), (2, 120), (3, 240), (7, 3600), (99, 3600)):
        assert 0.8 * seconds <= next_pause(SETTINGS, failures) <= 1.2 * seconds


def test_a_host_that_starts_asks_at_once_or_soon_or_leaves_it_to_another() -> None:
    assert first_pause(remote_status(SETTINGS, NOW), NOW) == 0
    refresh(SETTINGS, NOW, Server(policy_text(5)))
    status = remote_status(SETTINGS, NOW)
    assert status.checked_at is not None
    assert first_pause(status, status.checked_at + timedelta(seconds=30)) > 2000
    assert 0 <= first_pause(status, status.checked_at + timedelta(minutes=3)) <= 5
    assert 0 <= first_pause(status, status.checked_at - timedelta(minutes=3)) <= 5


def test_no_server_means_no_thread() -> None:
    keeper = RemoteKeeper(lambda: None)
    keeper.start()
    keeper.stop()
    assert keeper._thread is None


def test_another_server_is_asked_at_once_and_a_failing_one_does_not_end_it() -> None:
    asked: list[str] = []
    now_named: list[RemoteStatus | None] = [None]

    def ask(settings: RemotePolicy, now: datetime) -> str:
        asked.append(settings.url)
        raise OSError

    keeper = RemoteKeeper(lambda: now_named[0], ask)
    keeper.start()
    for url in (URL, "https://b.example/p"):
        now_named[0] = remote_status(RemotePolicy(url, SIGNER.public), NOW)
        keeper.policy_changed()
        until = time.monotonic() + 5
        while url not in asked and time.monotonic() < until:
            time.sleep(0.005)
    now_named[0] = None
    keeper.policy_changed()
    keeper.stop()
    assert keeper._thread is not None
    keeper._thread.join(5)
    assert not keeper._thread.is_alive() and asked == [URL, "https://b.example/p"]


# ---- in the service ----------------------------------------------------------------------------------------------


def test_the_service_takes_over_what_comes_and_tells(counter: Counter, share: Path) -> None:
    file = publish_in(share, policy_text(1), SIGNER)
    counter.policy_file.write_text(f'[remote]\nurl = "{file}"\npublic_key = "{SIGNER.public}"\n')
    app = counter.start(watching=True)
    wait_until(lambda: serial() == 1)
    app._watch.look_now()
    wait_until(lambda: [site.name for site in app.policy.sites] == ["remote"])
    assert ("policy.changed", {"revision": app.policy.revision}) in counter.notified
    assert app.call("status", {})["policy"]["ok"] is True
    publish_in(share, policy_text(2), OTHER)
    assert app.policy_origin.remote is not None
    refresh(app.policy_origin.remote.settings, datetime.now(UTC))
    app._watch.look_now()
    wait_until(lambda: app.remote_policy_problem() is not None)
    assert "is not signed" in str(app.call("status", {})["policy"]["problem"])
    assert [site.name for site in app.policy.sites] == ["remote"]
    app.require_policy()  # a server's mistake stops nobody from working
    assert len(app.call("sites.list", {})["sites"]) == 1  # type: ignore[arg-type]


def test_a_policy_that_expires_while_a_host_runs_is_put_down_once(counter: Counter, share: Path) -> None:
    soon = datetime.now(UTC) + timedelta(minutes=1)
    file = publish_in(share, policy_text(1, f"expires = {soon:%Y-%m-%dT%H:%M:%SZ}"), SIGNER)
    counter.policy_file.write_text(f'[remote]\nurl = "{file}"\npublic_key = "{SIGNER.public}"\n')
    refresh(RemotePolicy(str(file), SIGNER.public), datetime.now(UTC))
    app = counter.start()
    assert [site.name for site in app.policy.sites] == ["remote"]
    app._watch._look_at_policy()
    assert "policy.changed" not in dict(counter.notified)
    with time_machine.travel(soon + timedelta(seconds=1)):
        for _ in range(3):
            app._watch._look_at_policy()
    assert app.policy.sites == ()
    assert [name for name, _ in counter.notified].count("policy.changed") == 1
    problem = app.remote_policy_problem()
    assert problem is not None and problem.data["problem"] == "has expired"


def wait_until(true: Callable[[], bool]) -> None:
    until = time.monotonic() + 10
    while not true() and time.monotonic() < until:
        time.sleep(0.02)
    assert true()
