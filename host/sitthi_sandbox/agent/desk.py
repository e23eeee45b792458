"""What the agent's double knows: its readers, whose card is in, which codes were made. No HTTP.

Fields and their order are those of the reference (nhso 4.1 [A]); how times and birth dates are written is not public,
so times are ISO 8601 in Bangkok without offset, and dates as on the card.
"""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from sitthi_sandbox.card.people import PEOPLE
from sitthi_sandbox.nhso.clock import SandboxClock
from sitthi_sandbox.nhso.faults import FaultBox
from sitthi_sandbox.nhso.patients import CENTRAL, Patient, Right, find_patient

CLAIM_TYPES = {
    "PG0060001": "เข้ารับบริการรักษาทั่วไป (OPD/ IPD/ PP)",
    "PG0110001": "Self Isolation",
    "PG0120001": "UCEP PLUS (ผู้ป่วยกลุ่มอาการสีเหลืองและสีแดง)",
    "PG0130001": "บริการฟอกเลือดด้วยเครื่องไตเทียม (HD)",
}
READER = "Sandbox Agent Reader 0"


class AgentError(Exception):
    """An error answer: HTTP status, its name, the message."""

    def __init__(self, status: int, error: str, message: str) -> None:
        super().__init__(str(status))
        self.status, self.error, self.message = status, error, message


@dataclass(frozen=True)
class Made:
    """One claim code that was made."""

    pid: str
    claim_type: str
    code: str
    at: datetime
    hcode: str


@dataclass
class AgentDesk:
    """`card`: the citizen ID of the card in the agent's reader now, or None. `forgetful`: latest-5 knows nothing."""

    card: Callable[[], str | None] = lambda: None
    readers: list[str] = field(default_factory=lambda: [READER])
    clock: SandboxClock = field(default_factory=SandboxClock)
    faults: FaultBox = field(default_factory=FaultBox)
    refusal: AgentError | None = None
    forgetful: bool = False
    made: list[Made] = field(default_factory=list)
    confirmed: list[dict[str, object]] = field(default_factory=list)
    """Bodies of confirm-save, as they came."""
    _correlations: dict[str, str] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def terminals(self) -> list[dict[str, object]]:
        return [
            {"terminalName": name, "isPresent": number == 0 and self.card() is not None}
            for number, name in enumerate(self.readers)
        ]

    def read_card_only(self) -> dict[str, object]:
        return _person(self._card())

    def read(self) -> dict[str, object]:
        """The card and what NHSO says of its owner; who has no right has no claim types."""
        pid = self._card()
        patient = find_patient(pid)
        right = patient.right if patient else None
        correlation = str(uuid.uuid4())
        with self._lock:
            self._correlations[correlation] = pid
        types = CLAIM_TYPES if right else {}
        return _person(pid) | {
            "transDate": None,
            "mainInscl": f"({right.scheme.code}) {right.scheme.name}" if right else None,
            "subInscl": f"({right.scheme.sub_code}) {right.scheme.sub_name}" if right else None,
            "age": _age(patient, self.clock.now()),
            "checkDate": self._iso(self.clock.now()),
            **_hospitals(right),
            "claimTypes": [{"claimType": code, "claimTypeName": name} for code, name in types.items()],
            "correlationId": correlation,
        }

    def confirm(self, asked: dict[str, object]) -> dict[str, object]:
        """Makes a code. AgentError 400 for a second of its type on one day in Bangkok, and for what it cannot take."""
        self.confirmed.append(asked)
        if self.refusal is not None:
            refusal, self.refusal = self.refusal, None
            raise refusal
        pid, claim_type, correlation = (str(asked.get(name, "")) for name in ("pid", "claimType", "correlationId"))
        with self._lock:
            if self._correlations.get(correlation) != pid or claim_type not in CLAIM_TYPES:
                raise AgentError(400, "Bad Request", "ข้อมูลไม่ถูกต้อง")
            now = self.clock.now()
            if any((each.pid, each.claim_type, each.at.date()) == (pid, claim_type, now.date()) for each in self.made):
                raise AgentError(400, "Bad Request", f"เลขประจำตัวประชาชน {pid} ได้ขอ Authen Code ประเภทนี้ในวันนี้แล้ว")
            code = f"PP{1_000_000_000 + len(self.made)}"
            self.made.append(Made(pid, claim_type, code, now, str(asked.get("hcode") or CENTRAL.code)))
        return {
            "pid": pid,
            "claimType": claim_type,
            "correlationId": correlation,
            "createdDate": self._iso(now),
            "claimCode": code,
        }

    def latest(self, pid: str) -> list[dict[str, object]]:
        """The last five codes of a person, newest first."""
        found = [] if self.forgetful else [each for each in reversed(self.made) if each.pid == pid][:5]
        return [
            {
                "hcode": each.hcode,
                "claimType": each.claim_type,
                "claimCode": each.code,
                "claimDateTime": self._iso(each.at),
                "checkDate": self._iso(each.at),
            }
            for each in found
        ]

    def _card(self) -> str:
        if not self.readers:
            raise AgentError(418, "I'm a teapot", "ไม่พบเครื่องอ่านบัตร")
        pid = self.card()
        if pid is None:
            raise AgentError(500, "Internal Server Error", "ไม่พบบัตรในเครื่องอ่าน")
        return pid

    @staticmethod
    def _iso(moment: datetime) -> str:
        return moment.replace(tzinfo=None).isoformat(timespec="seconds")


def _person(pid: str) -> dict[str, object]:
    person = next(each for each in PEOPLE.values() if each.cid == pid)
    title, first, middle, last = person.name_th
    return {
        "pid": pid,
        "titleName": title,
        "fname": " ".join(filter(None, (first, middle))),
        "lname": last,
        "nation": "099",
        "birthDate": person.birth_date,
        "sex": "ชาย" if person.sex == "1" else "หญิง",
    }


def _hospitals(right: Right | None) -> dict[str, object]:
    if right is None:
        return {}
    named = {"hospMain": right.main, "hospMainOp": right.outpatient, "hospSub": right.primary}
    return {name: {"hcode": each.code, "hname": each.name} for name, each in named.items() if each}


def _age(patient: Patient | None, now: datetime) -> str:
    return f"{now.year + 543 - int(patient.birth[:4])} ปี" if patient else ""
