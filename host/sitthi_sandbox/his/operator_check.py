"""Whether somebody is the operator they say they are: NHSO is asked, with their own citizen ID and token."""

from dataclasses import dataclass

from .sessions import Operator
from .soap_client import NhsoUnavailable, search_current_by_pid

MISSING = "กรุณากรอกเลขประจำตัวประชาชนและ Token ID ให้ครบ"
NOT_A_CID = "เลขประจำตัวประชาชนต้องเป็นตัวเลข 13 หลัก"
REJECTED = (
    "เข้าสู่ระบบไม่สำเร็จ: เลขประจำตัวประชาชนหรือ Token ID ไม่ถูกต้อง หรือ Token ID หมดอายุแล้ว (Token ID ถูกล้างทุกวันเวลา 00:00 น.)"
)
UNAVAILABLE = "ติดต่อ Web Service ของ สปสช. ไม่ได้ในขณะนี้ กรุณาลองใหม่อีกครั้ง"


@dataclass(frozen=True)
class OperatorCheck:
    """How a check ended: an operator, or a Thai text that says why not and an HTTP status to go with it."""

    outcome: str  # accepted, invalid, rejected, unavailable
    operator: Operator | None = None
    problem: str = ""
    http_status: int = 200
    ws_status: str = ""


def looks_like_cid(text: str) -> bool:
    """13 ASCII digits; NHSO judges the rest."""
    return len(text) == 13 and text.isascii() and text.isdigit()


def check_operator(nhso: str, cid: str, token: str) -> OperatorCheck:
    """Ask NHSO about the operator themself: it answers only to a living token of theirs."""
    if not cid or not token:
        return OperatorCheck("invalid", problem=MISSING, http_status=400)
    if not looks_like_cid(cid):
        return OperatorCheck("invalid", problem=NOT_A_CID, http_status=400)
    try:
        answer = search_current_by_pid(nhso, cid, token, cid)
    except NhsoUnavailable:
        return OperatorCheck("unavailable", problem=UNAVAILABLE, http_status=502)
    if not answer.accepted:
        return OperatorCheck("rejected", problem=REJECTED, http_status=401, ws_status=answer["ws_status"])
    name = f"{answer['title_name']}{answer['fname']} {answer['lname']}".strip() or "ผู้ใช้งาน"
    return OperatorCheck("accepted", Operator(cid, token, name), ws_status=answer["ws_status"])
