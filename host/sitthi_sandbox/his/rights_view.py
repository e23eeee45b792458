"""What the registrar sees of an answer: one headline and a few rows. Pure."""

from dataclasses import dataclass

from .soap_client import Answer
from .thai_dates import show_date

_DECEASED = "003"
_TOKEN_DEAD = "สปสช. ไม่รับ Token ID นี้แล้ว (หมดอายุ หรือมีการเข้าสู่ระบบใหม่จากที่อื่น) กรุณาใส่ Token ID ใหม่ที่หน้าตั้งค่า หรือเข้าสู่ระบบอีกครั้ง"


@dataclass(frozen=True)
class RightsView:
    """`outcome` is ok, no_right, deceased, not_found or rejected; `tone` is good, warn or bad."""

    outcome: str
    tone: str
    headline: str
    person: str = ""
    rows: tuple[tuple[str, str], ...] = ()


def rights_view(answer: Answer) -> RightsView:
    """Describe an answer in Thai (what means what: reference: nhso 1.3)."""
    if not answer.accepted:
        return RightsView("rejected", "bad", _TOKEN_DEAD)
    if not answer["fname"]:
        return RightsView("not_found", "warn", "ไม่พบบุคคลนี้ในทะเบียนของ สปสช.")
    person = f"{answer['title_name']}{answer['fname']} {answer['lname']}"
    if answer["status"] == _DECEASED:
        return RightsView("deceased", "bad", answer["status_desc"] or "เสียชีวิต", person, _rows(answer))
    if not answer["maininscl"]:
        return RightsView("no_right", "warn", answer["status_desc"] or "ไม่พบสิทธิการรักษา", person, _rows(answer))
    headline = f"{answer['maininscl_name']} ({answer['maininscl']})"
    return RightsView("ok", "good", headline, person, _rows(answer))


def _rows(answer: Answer) -> tuple[tuple[str, str], ...]:
    rows = (
        ("สิทธิย่อย", _coded(answer["subinscl_name"], answer["subinscl"])),
        ("หน่วยบริการหลัก", _coded(answer["hmain_name"], answer["hmain"])),
        ("หน่วยบริการประจำ", _coded(answer["hmain_op_name"], answer["hmain_op"])),
        ("หน่วยบริการปฐมภูมิ", _coded(answer["hsub_name"], answer["hsub"])),
        ("วันเริ่มสิทธิ", show_date(answer["startdate"]) if answer["startdate"] else ""),
        ("วันหมดสิทธิ", show_date(answer["expdate"]) if answer["expdate"] else ""),
        ("วันเกิด", show_date(answer["birthdate"])),
        ("เลขอ้างอิง", answer["wsid"]),
    )
    return tuple(row for row in rows if row[1])


def _coded(name: str, code: str) -> str:
    return f"{name} ({code})" if code else name
