"""`rights.check`: by which service, for whom, with which token; and what becomes of the session."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
import requests

from sitthi.cli import rights as command
from sitthi.errors import InvalidCid, NhsoBadAnswer, NhsoRejected, NhsoUnreachable, SitthiError, TokenRevoked
from sitthi.errors_nhso import NhsoTokenKind, PatientCardRequired, TokenNotTokenId
from sitthi.errors_outlets import OutletTokenKind
from sitthi.service.actions import rights
from sitthi.service.app import App
from sitthi_sandbox.nhso.faults import FaultKind
from unit.service.conftest import OFFICER, PATIENT
from unit.service.nhso import Nhso

DEAD, NO_RIGHT_YET, WITHOUT_RIGHT, UNKNOWN = "3409900100124", "8101700556678", "1103700000348", "1509900040906"
TWO_FUNDS = "5100100030785"
HIS = {"origin": "https://his.example", "url": "https://his.example/login", "top_frame": True, "gesture": True}


@pytest.fixture(params=["uc", "srm"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def check(app: App, cid: str) -> dict[str, object]:
    found = app.call("rights.check", {"cid": cid})["rights"]
    assert isinstance(found, dict)
    return found


# ---- both services -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cid", "outcome", "scheme"),
    [
        (PATIENT, "ok", "UCS"),
        (UNKNOWN, "not_found", ""),
        (WITHOUT_RIGHT, "no_right", ""),
        (NO_RIGHT_YET, "no_right", ""),
        (DEAD, "deceased", "WEL"),
        (TWO_FUNDS, "ok", "LGO"),
    ],
)
def test_the_same_people_have_the_same_rights_from_both(
    nhso: Nhso, kind: str, cid: str, outcome: str, scheme: str
) -> None:
    found = check(nhso.start(kind), cid)
    assert (found["outcome"], found["scheme"]["code"]) == (outcome, scheme)  # type: ignore[index]
    assert found["source"] == ("ucws" if kind == "uc" else "srm")
    assert nhso.calls() == {"soap" if kind == "uc" else "srm_search": 1}


def test_srm_tells_all_funds_and_the_day_of_death(nhso: Nhso) -> None:
    app = nhso.start("srm")
    funds = check(app, TWO_FUNDS)["funds"]
    assert [each["scheme"]["code"] for each in funds] == ["UCS", "LGO"]  # type: ignore[attr-defined]
    assert check(app, DEAD)["death_date"] == "2023-02-14"


@pytest.mark.parametrize(
    ("fault", "error", "told"),
    [
        (FaultKind.HTTP_500, NhsoBadAnswer, "http_500"),
        (FaultKind.HTTP_503, NhsoUnreachable, "http_503"),
        (FaultKind.MALFORMED, NhsoBadAnswer, "malformed|charset"),
        (FaultKind.TRUNCATED, NhsoBadAnswer, "protocol"),
        (FaultKind.HTML, NhsoBadAnswer, "doctype|malformed"),
        (FaultKind.CHARSET, NhsoBadAnswer, "malformed|charset"),
        (FaultKind.HUGE, NhsoBadAnswer, "too_large"),
        (FaultKind.OTHER_PERSON, NhsoBadAnswer, "other_person"),
        (FaultKind.HANG, NhsoUnreachable, "connect"),
        (FaultKind.OTHER_CODE, NhsoRejected, "ปิดปรับปรุง|ไม่มีสิทธิใช้"),
    ],
)
def test_a_bad_answer_ends_no_session(
    nhso: Nhso, kind: str, fault: FaultKind, error: type[SitthiError], told: str
) -> None:
    app = nhso.start(kind)
    nhso.fault(fault)
    with pytest.raises(error) as failure:
        check(app, PATIENT)
    assert any(each in str(failure.value.data) for each in told.split("|")), failure.value.data
    assert app.store.peek() is not None
    assert check(app, PATIENT)["outcome"] == "ok"


def test_a_soap_fault(nhso: Nhso) -> None:
    app = nhso.start("uc")
    nhso.fault(FaultKind.SOAP_FAULT)
    with pytest.raises(NhsoBadAnswer) as failure:
        check(app, PATIENT)
    assert failure.value.data == {"reason": "soap_fault"}


def test_a_dead_token_ends_the_session_in_every_browser(nhso: Nhso, kind: str) -> None:
    app = nhso.start(kind)
    other = nhso.counter.start()
    assert other.store.peek() is not None
    nhso.fault(FaultKind.WRONG_TOKEN)
    with pytest.raises(TokenRevoked):
        check(app, PATIENT)
    for each in (app, other):
        assert each.store.peek() is None
        ended = each.store.last_end()
        assert ended is not None and ended.reason == "revoked"


def test_a_new_login_elsewhere_ends_the_session_at_the_next_question(nhso: Nhso, kind: str) -> None:
    app = nhso.start(kind)
    if kind == "uc":
        nhso.sandbox.registry.login(OFFICER, nhso.sandbox.clock.now())
    else:
        requests.post(f"{nhso.url}/srm/login", json={"cid": OFFICER}, timeout=5)
    with pytest.raises(TokenRevoked):
        check(app, PATIENT)


# ---- the wrong token ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("rights_from", "session"), [("srm", "uc"), ("ucws", "srm")])
def test_the_policys_service_does_not_get_the_other_ones_token(nhso: Nhso, rights_from: str, session: str) -> None:
    nhso.policy(f'rights = "{rights_from}"')
    app = nhso.start(session)
    with pytest.raises(NhsoTokenKind):
        check(app, PATIENT)
    assert nhso.calls() == {}
    assert app.store.peek() is not None


def test_a_jwt_goes_into_no_field_and_to_no_eye(nhso: Nhso) -> None:
    app = nhso.start("srm")
    with pytest.raises(TokenNotTokenId) as refusal:
        app.call("fill.values", {**HIS, "roles": ["operator_cid", "token"]})
    assert refusal.value.data == {"kind": "srm"}
    with pytest.raises(TokenNotTokenId):
        app.call("session.reveal", {})
    with pytest.raises(OutletTokenKind):
        app.call("outlets.copy", {})
    assert app.call("fill.values", {**HIS, "roles": ["operator_cid"]})["values"] == {"operator_cid": OFFICER}
    audited = {(each["action"], each["outcome"]) for each in app.audit.events()}
    refused = {(action, "token_not_token_id") for action in ("fill", "reveal")}
    assert refused | {("outlet.deliver", "outlet_token_kind")} <= audited


# ---- by hand -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        PATIENT,
        "1-1008-00447-89-9",
        "1 1008 00447 89 9",
        " 1100800447899\r\n",
        "๑๑๐๐๘๐๐๔๔๗๘๙๙",
        "๑-๑๐๐๘-๐๐๔๔๗-๘๙-9",
        "1–1008—00447−89‑9",
        "\ufeff1100800447899\u200b",
    ],
)
def test_ways_to_write_a_citizen_id(nhso: Nhso, text: str) -> None:
    assert check(nhso.start("uc"), text)["cid_masked"] == "1-1008-xxxxx-xx-x"


@pytest.mark.parametrize(
    "text",
    ["", "-", "110080044789", "11008004478990", "1100800447898", "1100800447899 3100101000018", "1100800447899x",
     "١١٠٠٨٠٠٤٤٧٨٩٩", "1.1008.00447.89.9", "1100800447899" + "-" * 60],
)  # fmt: skip
def test_what_is_no_citizen_id_is_not_asked_about(nhso: Nhso, text: str) -> None:
    app = nhso.start("uc")
    with pytest.raises(InvalidCid) as refusal:
        check(app, text)
    assert refusal.value.data == {} and refusal.value.__cause__ is None
    assert nhso.calls() == {}


def test_policy_may_want_the_card_in_a_reader(nhso: Nhso, monkeypatch: pytest.MonkeyPatch) -> None:
    nhso.policy("without_card = false")
    app = nhso.start("uc")
    with pytest.raises(PatientCardRequired):
        check(app, PATIENT)
    nhso.counter.insert(app, TWO_FUNDS)
    with pytest.raises(PatientCardRequired):
        check(app, PATIENT)
    assert nhso.calls() == {}
    nhso.counter.insert(app, PATIENT, "two")
    assert check(app, "1-1008-00447-89-9")["outcome"] == "ok"
    nhso.counter.remove(app, "two")
    with pytest.raises(PatientCardRequired):
        check(app, PATIENT)
    nhso.policy()
    app.reload_policy()
    assert check(app, PATIENT)["outcome"] == "ok"


def test_the_card_in_a_reader_needs_no_number(nhso: Nhso, monkeypatch: pytest.MonkeyPatch) -> None:
    nhso.policy("without_card = false")
    app = nhso.start("uc")
    nhso.counter.insert(app, PATIENT)
    monkeypatch.setattr(rights, "identity_again", lambda present: replace(present.identity))
    assert app.call("rights.check", {})["rights"]["cid_masked"] == "1-1008-xxxxx-xx-x"  # type: ignore[index]


def test_the_command_goes_the_same_way(
    nhso: Nhso, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    import argparse
    import io
    from contextlib import nullcontext

    app = nhso.start("srm")
    monkeypatch.setattr(command, "service", lambda: nullcontext(app))
    parser = argparse.ArgumentParser()
    command.arguments(parser)

    def run(text: str, *more: str) -> str:
        monkeypatch.setattr("sys.stdin", io.StringIO(text))
        assert command.run(parser.parse_args(["--stdin", *more])) == 0
        return capsys.readouterr().out

    shown = run("๕-๑๐๐๑-๐๐๐๓๐-๗๘-๕\n")
    assert "ok: LGO" in shown and "Fund: UCS" in shown and "From 2002-04-01 to 2012-09-30" in shown
    assert json.loads(run(TWO_FUNDS, "--json"))["source"] == "srm"
    assert "Died: 2023-02-14" in run(DEAD)
    with pytest.raises(InvalidCid):
        run("1" * 10_000_000)
