"""The visit: whose card it is, a second claim on one day, and what is kept for how long."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from sitthi.authen.agent import Agent
from sitthi.authen.answers import reading
from sitthi.authen.claim import ClaimCode
from sitthi.authen.visit import claim, read_patient
from sitthi.errors import SitthiError
from sitthi.service.visit import Stay, VisitMemory
from unit.authen.raw_agent import CONFIRMED, PATIENT, READ, RawAgent, error, http

GENERAL, DIALYSIS = "PG0060001", "PG0130001"
NOW = datetime(2026, 3, 2, 5, 0, tzinfo=UTC)
CARD_IN = [{"terminalName": "R0", "isPresent": True}]


def get(agent: Agent, claim_type: str = GENERAL, hcode: str = "") -> ClaimCode:
    return claim(agent, reading(READ), claim_type, mobile="", hn="", hcode=hcode, now=lambda: NOW)


def item(at: str, hcode: str = "99001", claim_type: str = GENERAL) -> dict[str, object]:
    return {"hcode": hcode, "claimType": claim_type, "claimCode": "PP7777777777", "claimDateTime": at, "checkDate": at}


def test_the_agents_card_must_be_the_patients(raw: RawAgent, agent: Agent) -> None:
    raw.say("terminals", http(CARD_IN))
    raw.say("/read?", http(READ))
    assert read_patient(agent, PATIENT)[1].pid == PATIENT
    with pytest.raises(SitthiError) as caught:
        read_patient(agent, "3100101000018")
    assert caught.value.name == "authen_other_person"


@pytest.mark.parametrize(
    ("terminals", "name"),
    [([], "authen_no_reader"), ([{"terminalName": "R0", "isPresent": False}], "authen_no_card")],
)
def test_without_reader_or_card_nothing_is_read(raw: RawAgent, agent: Agent, terminals: object, name: str) -> None:
    raw.say("terminals", http(terminals))
    with pytest.raises(SitthiError) as caught:
        read_patient(agent, PATIENT)
    assert caught.value.name == name
    assert raw.paths() == ["smartcard/terminals"]


def test_a_second_claim_on_one_day_finds_todays_code(raw: RawAgent, agent: Agent) -> None:
    raw.say("confirm-save", http(error(400, "ซ้ำ"), 400))
    raw.say("latest-5", http([item("2026-03-01T09:00:00"), item("2026-03-02T09:00:00")]))
    found = get(agent)
    assert (found.code, found.existing, found.hcode) == ("PP7777777777", True, "99001")


@pytest.mark.parametrize(
    "others",
    [[], [item("2026-03-01T09:00:00")], [item("2026-03-02T09:00:00", claim_type=DIALYSIS)],
     [item("2026-03-02T09:00:00", "99002")]],
    ids=["none", "yesterday", "another type", "another hospital"],
)  # fmt: skip
def test_a_bad_request_without_a_code_of_today_says_so(raw: RawAgent, agent: Agent, others: object) -> None:
    raw.say("confirm-save", http(error(400, "เบอร์โทรไม่ถูกต้อง"), 400))
    raw.say("latest-5", http(others))
    with pytest.raises(SitthiError) as caught:
        get(agent, hcode="99001")
    assert (caught.value.name, caught.value.data) == ("authen_no_code", {"text": "เบอร์โทรไม่ถูกต้อง"})


@pytest.mark.parametrize("status", [401, 403, 409, 503])
def test_another_refusal_is_no_second_claim(raw: RawAgent, agent: Agent, status: int) -> None:
    raw.say("confirm-save", http(error(status, "x"), status))
    raw.say("latest-5", http([item("2026-03-02T09:00:00")]))
    with pytest.raises(SitthiError) as caught:
        get(agent)
    assert caught.value.name == "authen_refused"
    assert raw.paths() == ["nhso-service/confirm-save"]


def test_a_type_that_was_not_offered_is_not_asked_for(raw: RawAgent, agent: Agent) -> None:
    raw.say("confirm-save", http(CONFIRMED))
    with pytest.raises(SitthiError) as caught:
        get(agent, DIALYSIS)
    assert caught.value.name == "authen_type_not_allowed"
    assert raw.asked == []


STAY = Stay("one", 1, PATIENT, "session")


def test_the_memory_is_for_one_stay_only() -> None:
    memory, code = VisitMemory(), ClaimCode("PP1234", GENERAL)
    memory.keep_code(STAY, code)
    assert memory.code(STAY) is code
    assert memory.has_code("session")
    for other in (Stay("two", 1, PATIENT, "session"), Stay("one", 2, PATIENT, "session"),
                  Stay("one", 1, "3100101000018", "session"), Stay("one", 1, PATIENT, "next")):  # fmt: skip
        assert memory.code(other) is None
    memory.forget_reader("two")
    memory.forget_other_sessions("session")
    assert memory.code(STAY) is code
    memory.forget_reader("one")
    assert memory.code(STAY) is None
    memory.keep_code(STAY, code)
    memory.forget_other_sessions(None)
    assert memory.code(STAY) is None
    memory.keep_code(STAY, code)
    memory.keep_reading(Stay("one", 2, PATIENT, "session"), reading(READ))
    assert not memory.has_code("session")


def test_a_reading_is_used_once() -> None:
    memory, found = VisitMemory(), reading(READ)
    memory.keep_reading(STAY, found)
    assert memory.take_reading(Stay("one", 2, PATIENT, "session")) is None
    assert memory.take_reading(STAY) is found
    assert memory.take_reading(STAY) is None
