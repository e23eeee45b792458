"""Twenty hosts on one vault: each knows of a change within a second, none works with a replaced token, none is busy."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator

import pytest

from sitthi.session.token import mask_token
from support.host import Failure
from support.many_hosts import ManyHosts

HOSTS, CHANGES, IDLE_SECONDS = 20, 7, 20.0
OFFICER, SECOND = "1101500000008", "1100800447899"


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ManyHosts]:
    with ManyHosts(tmp_path_factory.mktemp("many"), HOSTS) as many:
        yield many


def test_a_change_is_seen_by_all_within_a_second_and_the_old_token_is_never_given_out_again(many: ManyHosts) -> None:
    seconds = []
    for number in range(CHANGES):
        cid, token = (OFFICER, SECOND)[number % 2], f"{number:02}" * 8
        began = time.monotonic()
        many.log_in(cid, token)
        asked = [host.start_call("session.reveal") for host in many.hosts]  # at once, before they were told
        seconds.append(max(many.seconds_until_told(began, mask_token(token))))
        for host, answer in zip(many.hosts, asked, strict=True):
            assert host.result(answer) == {"token": token}
    assert statistics.median(seconds) < 1.0


def test_an_end_ends_it_in_all(many: ManyHosts) -> None:
    many.log_in(OFFICER, "e" * 16)
    began = time.monotonic()
    many.store.end("revoked")
    asked = [host.start_call("session.reveal") for host in many.hosts]
    assert statistics.median(many.seconds_until_told(began, None)) < 1.0
    for host, answer in zip(many.hosts, asked, strict=True):
        with pytest.raises(Failure) as refused:
            host.result(answer)
        assert refused.value.name == "token_revoked"
        assert host.call("status")["ended"]["reason"] == "revoked"


def test_an_idle_host_takes_almost_nothing(many: ManyHosts) -> None:
    many.change_seconds(OFFICER, "f" * 16)  # with a session: then there is something to watch
    percent = many.idle_percent(IDLE_SECONDS)
    assert statistics.median(percent) < 0.2, percent
    assert statistics.mean(percent) < 0.2, percent
