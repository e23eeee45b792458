"""Which source a login takes: in the policy's order, on after "I cannot serve here", and never on after a decision."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from sitthi.errors import (
    NotLoggedIn,
    SitthiError,
    SourceCancelled,
    SourceNotHere,
    SourceOtherPerson,
    SourceRejected,
    SourceTimeout,
    SourceTokenRefused,
    SourceUnavailable,
    UserNotRegistered,
    UserRemoved,
)
from sitthi.policy.load import load_policy
from sitthi.policy.model import SOURCE_NAMES, Policy, SessionPolicy
from sitthi.session.login import login
from sitthi.session.sources import CardHolder, IssuedToken
from sitthi.session.sources.registry import make_sources
from sitthi.session.store import SessionStore
from sitthi.session.token import Session
from unit.session.conftest import CID, OTHER_CID, SetClock


class Source:
    def __init__(self, answer: IssuedToken | SitthiError, name: str = "one") -> None:
        self.name, self._answer, self.asked = name, answer, list[CardHolder]()

    def obtain(self, holder: CardHolder, now: datetime) -> IssuedToken:
        self.asked.append(holder)
        if isinstance(self._answer, SitthiError):
            raise self._answer
        return self._answer

    def revoke(self, cid: str, token: str) -> None: ...


def no_pin() -> None: ...


@pytest.fixture
def issued(clock: SetClock) -> Callable[..., IssuedToken]:
    return lambda **changes: IssuedToken(
        **({"token": "n" * 16, "cid": CID, "kind": "uc", "issued_at": clock()} | changes)
    )


GO_ON = [
    SourceUnavailable(reason="x"),
    SourceNotHere(),
    SourceTimeout(reason="x"),
    SourceRejected(),
    SourceOtherPerson(),
]
STOP = [UserNotRegistered(), UserRemoved(), SourceCancelled(), SourceTokenRefused()]


@pytest.mark.parametrize("failure", GO_ON, ids=lambda failure: failure.name)
def test_after_these_the_next_source_is_tried(
    store: SessionStore, holder: CardHolder, issued: Callable[..., IssuedToken], failure: SitthiError
) -> None:
    assert login(holder, no_pin, [Source(failure), Source(issued(), "two")], store).source == "two"


@pytest.mark.parametrize("failure", STOP, ids=lambda failure: failure.name)
def test_these_end_the_login(
    store: SessionStore, holder: CardHolder, issued: Callable[..., IssuedToken], failure: SitthiError
) -> None:
    spare = Source(issued(), "two")
    with pytest.raises(type(failure)):
        login(holder, no_pin, [Source(failure), spare], store)
    assert spare.asked == []


def test_each_source_is_told_of_before_it_is_asked(
    store: SessionStore, holder: CardHolder, issued: Callable[..., IssuedToken]
) -> None:
    sources = [Source(SourceNotHere()), Source(issued(), "two"), Source(issued(), "three")]
    told: list[tuple[str, int]] = []
    login(holder, no_pin, sources, store, lambda name: told.append((name, sum(len(each.asked) for each in sources))))
    assert told == [("one", 0), ("two", 1)]


def test_every_error_of_a_source_is_one_or_the_other() -> None:
    names = {failure.name for failure in (*GO_ON, *STOP)}
    from sitthi.errors import all_errors

    assert {each.name for each in all_errors() if each.name.startswith(("source_", "user_"))} == names


def test_a_token_of_another_person_that_was_issued_for_this_one_ends_the_login(
    store: SessionStore, holder: CardHolder, issued: Callable[..., IssuedToken]
) -> None:
    spare = Source(issued(), "two")
    with pytest.raises(SourceOtherPerson):
        login(holder, no_pin, [Source(issued(cid=OTHER_CID)), spare], store)
    assert spare.asked == []
    with pytest.raises(NotLoggedIn):
        store.current()


def test_a_token_that_is_over_already_lets_the_next_source_try(
    store: SessionStore, holder: CardHolder, issued: Callable[..., IssuedToken], clock: SetClock
) -> None:
    over = Source(issued(issued_at=clock() - timedelta(days=1)))
    assert login(holder, no_pin, [over, Source(issued(), "two")], store).source == "two"
    with pytest.raises(SourceUnavailable) as failure:
        login(holder, no_pin, [over], store)
    assert failure.value.data == {"source": "one", "reason": "expired_token"}


@pytest.mark.parametrize(
    ("failures", "told"),
    [
        ([SourceNotHere(), SourceTimeout(reason="no_file"), SourceRejected()], "source_timeout"),
        ([SourceNotHere(), SourceNotHere()], "source_not_here"),
        ([SourceOtherPerson(), SourceUnavailable()], "source_other_person"),
        ([], "source_not_here"),
    ],
)
def test_when_none_can_serve_the_first_that_was_here_tells_why(
    store: SessionStore, holder: CardHolder, failures: list[SitthiError], told: str
) -> None:
    with pytest.raises(SitthiError) as failure:
        login(holder, no_pin, [Source(each) for each in failures], store)
    assert failure.value.name == told


def test_a_source_learns_when_the_last_token_was_found_dead(
    store: SessionStore, holder: CardHolder, issued: Callable[..., IssuedToken], clock: SetClock,
    make_session: Callable[..., Session],
) -> None:  # fmt: skip
    source = Source(issued())
    login(holder, no_pin, [source], store)
    clock.advance(hours=1)
    store.end("revoked")
    died = clock()
    clock.advance(hours=1)
    login(holder, no_pin, [source], store)
    store.end("logout")
    login(holder, no_pin, [source], store)
    assert [asked.revoked_at for asked in source.asked] == [None, died, None]


def test_a_source_that_does_not_know_the_time_leaves_the_correction_of_the_clock(
    store: SessionStore, holder: CardHolder, issued: Callable[..., IssuedToken], clock: SetClock
) -> None:
    wrong_by = timedelta(hours=3)
    login(holder, no_pin, [Source(issued(server_time=clock() + wrong_by))], store)
    session = login(holder, no_pin, [Source(issued(issued_at=clock() + wrong_by))], store)
    assert store.clock_offset() == wrong_by
    assert session.issued_at == clock() + wrong_by


# ---- the policy --------------------------------------------------------------------------------------------------


def test_the_policy_chooses_and_orders(tmp_path: Path) -> None:
    file = tmp_path / "policy.toml"
    file.write_text('[session]\nsources = ["manual", "ucauth_file", "issuer"]\n')
    assert [source.name for source in make_sources(load_policy([file]))] == ["manual", "ucauth_file", "issuer"]


def test_every_name_that_a_policy_may_use_is_a_module(tmp_path: Path) -> None:
    sources = make_sources(Policy(session=SessionPolicy(sources=SOURCE_NAMES)))
    assert tuple(source.name for source in sources) == SOURCE_NAMES


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ('[ucauth]\nprogram = "C:\\\\UC\\\\uc.exe /x"', "list of texts"),
        ('[ucauth]\nprogram = ["uc.exe"]', "whole path"),
        ('[ucauth]\nprogram = ["C:\\\\UC\\\\start.BAT"]', "no .bat"),
        ("[ucauth]\nfolders = []", "not empty"),
        ("[ucauth]\nwait_seconds = 0", "from 5 to 600"),
        ('[srm]\nrefresh_url = "http://srm.example/x"', "allow_http"),
        ('[srm]\nrefresh_field = "token"', "one of"),
        ('[issuer]\nproxy = "proxy:3128"', "http or https"),
        ('[manual]\ntest_query = "yes"', "true or false"),
    ],
)
def test_a_mistake_in_a_sources_section_is_named(tmp_path: Path, line: str, problem: str) -> None:
    file = tmp_path / "policy.toml"
    file.write_text(line)
    with pytest.raises(SitthiError) as failure:
        load_policy([file])
    assert problem in str(failure.value.data["problem"])


def test_good_sections_are_taken(tmp_path: Path) -> None:
    file = tmp_path / "policy.toml"
    file.write_text(
        '[ucauth]\nprogram = ["D:\\\\UCAuthenticationMX\\\\UCAuth.exe", "/q"]\n'
        'folders = ["D:\\\\UC*"]\nany_owner = true\n'
        '[srm]\nperson_claim = "pid"\nrefresh = false\nproxy = "direct"\n[manual]\ntest_query = true\n'
        '[issuer]\nproxy = "http://proxy.example:3128"\n'
    )
    policy = load_policy([file])
    assert policy.ucauth.program == ("D:\\UCAuthenticationMX\\UCAuth.exe", "/q")
    assert (policy.srm.person_claim, policy.srm.refresh, policy.srm.proxy) == ("pid", False, "direct")
    assert policy.issuer.proxy == "http://proxy.example:3128/"
    assert policy.revision != Policy().revision
