"""Pages nothing of an operator or a patient must ever be filled into; tests prove that it is not.

They look alike enough to tempt: passwords, tokens, citizen IDs of others, search boxes, card numbers.
"""

from dataclasses import dataclass
from functools import partial

from flask import Blueprint, Response, make_response, render_template, request

from .web import FORM_EXPIRED, His, form_is_ours, typed


@dataclass(frozen=True)
class Input:
    """One labelled input."""

    name: str
    label: str
    kind: str = "text"
    autocomplete: str = "off"
    inputmode: str = "text"


@dataclass(frozen=True)
class Decoy:
    """One page with one form."""

    path: str
    title: str
    lead: str
    button: str
    inputs: tuple[Input, ...]


DECOYS = (
    Decoy(
        "/signup", "ลงทะเบียนผู้ใช้ใหม่", "สำหรับเจ้าหน้าที่ที่ยังไม่มีบัญชีในระบบ", "ลงทะเบียน",
        (
            Input("new_cid", "เลขประจำตัวประชาชนของผู้ลงทะเบียน", inputmode="numeric"),
            Input("full_name", "ชื่อ-นามสกุล", autocomplete="name"),
            Input("email", "อีเมล", "email", "email", "email"),
            Input("new_password", "ตั้งรหัสผ่าน", "password", "new-password"),
            Input("confirm_password", "ยืนยันรหัสผ่าน", "password", "new-password"),
        ),
    ),
    Decoy(
        "/change-password", "เปลี่ยนรหัสผ่าน", "รหัสผ่านของบัญชีในโรงพยาบาล ไม่ใช่ Token ID", "เปลี่ยนรหัสผ่าน",
        (
            Input("old_password", "รหัสผ่านเดิม", "password", "current-password"),
            Input("new_password", "รหัสผ่านใหม่", "password", "new-password"),
            Input("confirm_password", "ยืนยันรหัสผ่านใหม่", "password", "new-password"),
        ),
    ),
    Decoy(
        "/search", "ค้นหาผู้ป่วย", "ค้นจากทะเบียนของโรงพยาบาล", "ค้นหา",
        (Input("q", "ค้นหาด้วย HN ชื่อ หรือเลขประจำตัวประชาชน", "search"),),
    ),
    Decoy(
        "/payment", "ชำระค่าบริการ", "ชำระด้วยบัตรเครดิตหรือบัตรเดบิต", "ชำระเงิน",
        (
            Input("card_number", "หมายเลขบัตร", autocomplete="cc-number", inputmode="numeric"),
            Input("card_name", "ชื่อบนบัตร", autocomplete="cc-name"),
            Input("card_expiry", "วันหมดอายุ (ดด/ปป)", autocomplete="cc-exp", inputmode="numeric"),
            Input("card_code", "รหัสหลังบัตร (CVV)", "password", "cc-csc", "numeric"),
            Input("tax_id", "เลขประจำตัวผู้เสียภาษี (สำหรับใบเสร็จ)", inputmode="numeric"),
        ),
    ),
)  # fmt: skip


def decoy_pages(his: His) -> Blueprint:
    """Routes of all decoys."""
    routes = Blueprint("decoys", __name__)
    for decoy in DECOYS:
        routes.add_url_rule(decoy.path, decoy.path.strip("/"), partial(_show, his, decoy), methods=["GET", "POST"])
    return routes


def _show(his: His, decoy: Decoy) -> Response:
    problem = saved = ""
    status = 200
    if request.method == "POST" and not form_is_ours():
        problem, status = FORM_EXPIRED, 400
    elif request.method == "POST":
        values = {each.name: typed(each.name) for each in decoy.inputs}
        his.submissions.remember(decoy.path.strip("/"), decoy.path, values, "received")
        saved = "ได้รับข้อมูลแล้ว (หน้าตัวอย่าง ไม่มีการบันทึก)"
    response = make_response(render_template("decoy.html", decoy=decoy, problem=problem, saved=saved))
    response.status_code = status
    return response
