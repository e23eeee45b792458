"""What NHSO said of a patient, filled into a page: of the card that is in, and of nobody else."""

from __future__ import annotations

import pytest

from sitthi.errors_nhso import RightsMissing
from sitthi.service.actions import fill as fill_values
from sitthi.service.actions import rights
from sitthi.service.app import App
from unit.service.conftest import PATIENT
from unit.service.nhso import Nhso

OTHER = "5100100030785"
HIS = {"origin": "https://his.example", "url": "https://his.example/login", "top_frame": True, "gesture": True}


@pytest.fixture
def seated(nhso: Nhso, monkeypatch: pytest.MonkeyPatch) -> App:
    """A patient's card is in, and can be read again."""
    for action in (rights, fill_values):
        monkeypatch.setattr(action, "identity_again", lambda present: present.identity)
    app = nhso.start("uc")
    nhso.counter.insert(app, PATIENT)
    return app


def fill(app: App) -> object:
    return app.call("fill.values", {**HIS, "roles": ["rights_scheme", "rights_hospital_main"]})["values"]


def test_a_page_gets_the_rights_that_were_looked_up_for_the_card_that_is_in(seated: App) -> None:
    with pytest.raises(RightsMissing):
        fill(seated)
    assert seated.call("status", {})["patient_rights"] is False
    seated.call("rights.check", {"reader": "one"})
    assert seated.call("status", {})["patient_rights"] is True
    assert fill(seated) == {"rights_scheme": "UCS", "rights_hospital_main": "99001"}


def test_the_next_patient_never_gets_them(seated: App, nhso: Nhso) -> None:
    seated.call("rights.check", {"reader": "one"})
    nhso.counter.insert(seated, PATIENT)  # the same person even: it is another visit
    with pytest.raises(RightsMissing):
        fill(seated)
    seated.call("rights.check", {"reader": "one"})
    nhso.counter.remove(seated)
    assert seated.call("status", {})["patient_rights"] is False
    nhso.counter.insert(seated, OTHER)
    with pytest.raises(RightsMissing):
        fill(seated)


@pytest.mark.parametrize("what", ["the card has left", "the lock"])
def test_an_answer_that_comes_after_that_is_not_kept(
    seated: App, nhso: Nhso, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    class Slow:
        def look_up(self, cid: str) -> object:
            found = service.look_up(cid)
            if what == "the lock":
                seated.store.lock()
            else:
                nhso.counter.insert(seated, OTHER)
            return found

    session = seated.store.current()
    service = rights.rights_service(
        seated.policy.nhso, rights.Caller(session.cid, session.token, session.kind), lambda _: None
    )
    monkeypatch.setattr(rights, "rights_service", lambda *_: Slow())
    seated.call("rights.check", {"reader": "one"})
    assert not seated.visit.has_rights(session.id)
