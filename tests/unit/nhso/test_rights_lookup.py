"""Which service is asked is the policy's and the token's matter; the wrong token goes nowhere."""

from collections.abc import Iterator
from datetime import datetime

import pytest

from sitthi.errors_nhso import NhsoTokenKind
from sitthi.nhso.lookup import Caller, rights_service
from sitthi.policy.model import NhsoPolicy
from unit.nhso import srm_double, ucws_double
from unit.nhso.service_double import Double
from unit.nhso.srm_double import JWT
from unit.nhso.ucws_double import PATIENT, TOKEN, USER

UC, SRM = Caller(USER, TOKEN, "uc"), Caller(USER, JWT, "srm")


@pytest.fixture
def both() -> Iterator[tuple[Double, Double]]:
    with ucws_double.running() as ucws, srm_double.running() as srm:
        yield ucws, srm


def policy(both: tuple[Double, Double], rights: str) -> NhsoPolicy:
    return NhsoPolicy(endpoint=both[0].url, srm_endpoint=both[1].url, rights=rights, timeout_seconds=5)


@pytest.mark.parametrize(
    ("rights", "caller", "source"),
    [("auto", UC, "ucws"), ("ucws", UC, "ucws"), ("auto", SRM, "srm"), ("srm", SRM, "srm")],
)
def test_each_token_goes_to_its_service(both: tuple[Double, Double], rights: str, caller: Caller, source: str) -> None:
    heard: list[datetime] = []
    found = rights_service(policy(both, rights), caller, heard.append).look_up(PATIENT)
    assert (found.source, found.outcome, len(heard)) == (source, "ok", 1)
    assert [len(each.received) for each in both] == ([1, 0] if source == "ucws" else [0, 1])


@pytest.mark.parametrize(
    ("rights", "caller", "service"),
    [
        ("srm", UC, "srm"),
        ("ucws", SRM, "ucws"),
        ("auto", Caller(USER, TOKEN, "srm"), "srm"),
        ("auto", Caller(USER, JWT, "uc"), "ucws"),
        ("auto", Caller(USER, TOKEN + "x", "uc"), "ucws"),
        ("auto", Caller(USER, TOKEN + "\n", "uc"), "ucws"),
        ("auto", Caller(USER, JWT + "\r\nX: y", "srm"), "srm"),
        ("auto", Caller(USER, JWT + "x" * 9000, "srm"), "srm"),
        ("auto", Caller(USER, TOKEN, "kiosk"), ""),
        ("ucws", Caller(USER, TOKEN, "kiosk"), "ucws"),
        ("auto", Caller(USER, "", "uc"), "ucws"),
    ],
)
def test_the_wrong_token_goes_nowhere(both: tuple[Double, Double], rights: str, caller: Caller, service: str) -> None:
    with pytest.raises(NhsoTokenKind) as refusal:
        rights_service(policy(both, rights), caller).look_up(PATIENT)
    assert refusal.value.data == {"kind": caller.kind, "service": service}
    assert [each.received for each in both] == [[], []]


def test_nothing_shows_the_token() -> None:
    for caller in (UC, SRM):
        shown = repr(caller) + repr(rights_service(NhsoPolicy(), caller))
        assert caller.token not in shown and USER not in shown
