"""The card of one of the crowd (sitthi_sandbox.nhso.crowd)."""

from __future__ import annotations

from sitthi_sandbox.card.person import Person
from sitthi_sandbox.nhso.crowd import crowd_cid, crowd_patient


def crowd_person(number: int) -> Person:
    patient = crowd_patient(crowd_cid(number))
    assert patient is not None
    home = patient.home
    return Person(
        key=f"crowd{number}",
        cid=patient.cid,
        pin="0000",
        name_th=(patient.title, patient.first, "", patient.last),
        name_en=("Mr." if patient.sex == "1" else "Mrs.", f"Crowd{number}", "", "Madeup"),
        birth_date=patient.birth,
        sex=patient.sex,
        address=(f"{number}", "", "", "", "", home.tambon, home.amphoe, home.province),
        photo_file=("officer.jpg", "officer2.jpg", "patient.jpg")[number % 3],
        laser_id="JC0000000000",
        chip_id=f"9{number:015}",
    )
