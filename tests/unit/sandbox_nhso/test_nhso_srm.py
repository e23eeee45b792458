"""SRM's right-search over the wire: what is answered about whom, and to which token."""

import pytest
import requests

from sitthi_sandbox.nhso.patients import PATIENTS
from sitthi_sandbox.nhso.seed import OFFICER, SECOND_OFFICER
from unit.sandbox_nhso.nhso_client import Client

UCS_PATIENT, TWO_FUNDS, DEAD, UNKNOWN = "1100800447899", "5100100030785", "3409900100124", "1509900040906"


def login(nhso: Client, cid: str = OFFICER, **more: object) -> tuple[str, str]:
    """Access and refresh token."""
    lines = requests.post(f"{nhso.url}/srm/login", json={"cid": cid, **more}, timeout=5).text.split("\r\n")
    return lines[0].removeprefix("access-token="), lines[1].removeprefix("refresh-token=")


def refresh(nhso: Client, token: str) -> None:
    form = {"refresh_token": token}
    assert requests.post(f"{nhso.url}/srm/api/scard/access-token", data=form, timeout=5).status_code == 200


def ask(nhso: Client, pid: str, authorization: str | None) -> requests.Response:
    headers = {} if authorization is None else {"Authorization": authorization}
    return requests.get(f"{nhso.url}/srm/api/ucws/v1/right-search", {"pid": pid}, headers=headers, timeout=5)


def test_a_person_has_the_documented_members(nhso: Client) -> None:
    nhso.at("2026-03-05T09:30:15+07:00")
    answer = ask(nhso, UCS_PATIENT, f"Bearer {login(nhso)[0]}")
    assert answer.headers["Content-Type"] == "application/json"
    assert "สมชาย".encode() in answer.content
    assert answer.json() == {
        "checkDate": "2026-03-05T09:30:15+07:00",
        "pid": UCS_PATIENT,
        "tname": "นาย",
        "fname": "สมชาย",
        "lname": "ใจดี",
        "nation": {"id": "099", "name": "ไทย"},
        "birthDate": "1987-09-01",
        "sex": {"id": "1", "name": "ชาย"},
        "deathDate": None,
        "transDate": None,
        "funds": [
            {
                "fundType": "U",
                "mainInscl": {"id": "UCS", "name": "สิทธิหลักประกันสุขภาพแห่งชาติ"},
                "subInscl": {"id": "89", "name": "ช่วงอายุ 12-59 ปี"},
                "startDateTime": "2017-01-01T00:00:00",
                "expireDateTime": None,
                "paidModel": "1",
                "hospMainOp": {"hcode": "99002", "hname": "รพ.ชุมชนตัวอย่าง"},
                "hospSub": {"hcode": "99003", "hname": "รพ.สต.บ้านตัวอย่าง"},
                "hospMain": {"hcode": "99001", "hname": "รพ.ตัวอย่างกลาง"},
                "purchaseProvince": None,
                "department": None,
                "relation": None,
                "cardId": None,
            }
        ],
    }


def test_others_rights_come_first_and_the_dead_have_their_day(nhso: Client) -> None:
    bearer = f"Bearer {login(nhso)[0]}"
    funds = ask(nhso, TWO_FUNDS, bearer).json()["funds"]
    assert [(each["mainInscl"]["id"], each["expireDateTime"]) for each in funds] == [
        ("UCS", "2012-09-30T00:00:00"),
        ("LGO", None),
    ]
    assert ask(nhso, DEAD, bearer).json()["deathDate"] == "2023-02-14"


def test_somebody_unknown_has_no_name(nhso: Client) -> None:
    answer = ask(nhso, UNKNOWN, f"Bearer {login(nhso)[0]}").json()
    assert (answer["pid"], answer["fname"], answer["funds"]) == (UNKNOWN, None, [])


def test_every_person_is_there(nhso: Client) -> None:
    bearer = f"Bearer {login(nhso)[0]}"
    for patient in PATIENTS:
        assert ask(nhso, patient.cid, bearer).json()["fname"] == patient.first


@pytest.mark.parametrize("pid", ["", "123", "1100800447898"])
def test_what_is_no_citizen_id_is_refused_in_words(nhso: Client, pid: str) -> None:
    answer = ask(nhso, pid, f"Bearer {login(nhso)[0]}")
    assert answer.status_code == 400 and "13" in answer.json()["message"]


def test_only_a_living_access_token_is_answered(nhso: Client) -> None:
    access, refreshing = login(nhso)
    token = nhso.login(OFFICER)
    for authorization in (None, access, f"Basic {access}", "Bearer ", f"Bearer {refreshing}", f"Bearer {token}",
                          f"Bearer {access}x"):  # fmt: skip
        assert ask(nhso, UCS_PATIENT, authorization).status_code == 401, authorization
    assert ask(nhso, UCS_PATIENT, f"Bearer {access}").status_code == 200


def test_a_login_ends_the_token_before_and_a_refresh_does_not(nhso: Client) -> None:
    first, refreshing = login(nhso)
    other, _ = login(nhso, SECOND_OFFICER)
    refresh(nhso, refreshing)
    assert ask(nhso, UCS_PATIENT, f"Bearer {first}").status_code == 200
    login(nhso)
    assert ask(nhso, UCS_PATIENT, f"Bearer {first}").status_code == 401
    assert ask(nhso, UCS_PATIENT, f"Bearer {other}").status_code == 200


def test_a_token_is_over_when_it_says_so(nhso: Client) -> None:
    access, _ = login(nhso, access_seconds=60)
    nhso.control("clock", advance_seconds=61)
    assert ask(nhso, UCS_PATIENT, f"Bearer {access}").status_code == 401


def test_faults(nhso: Client) -> None:
    bearer = f"Bearer {login(nhso)[0]}"
    for kind, status in (("wrong_token", 401), ("other_code", 403), ("http_503", 503), ("http_500", 500)):
        nhso.control("fault", kind=kind, target="srm")
        assert ask(nhso, UCS_PATIENT, bearer).status_code == status
    nhso.control("fault", kind="other_person", target="srm")
    assert ask(nhso, UCS_PATIENT, bearer).json()["pid"] != UCS_PATIENT
    nhso.control("fault", kind="charset", target="srm")
    with pytest.raises(UnicodeDecodeError):
        ask(nhso, UCS_PATIENT, bearer).content.decode()
    assert requests.get(f"{nhso.url}/sandbox/calls", timeout=5).json()["counts"] == {"srm_search": 6}
