"""Big made-up pages for the finder's bench: so many inputs in one of three layouts, and one login form in the middle.

The two fields of the login carry `data-login`; every other field is one that must get nothing.
"""

from __future__ import annotations

from collections.abc import Callable

_LABELS = (
    "น้ำหนัก", "ส่วนสูง", "ความดันโลหิต", "ชีพจร", "อุณหภูมิ", "อัตราหายใจ", "รอบเอว", "จำนวนเม็ด", "ราคาต่อหน่วย",
    "รหัสยา", "วันหมดอายุ", "จำนวนคงเหลือ", "หน่วยนับ", "ผลการตรวจ", "หมายเหตุ", "แผนก", "เลขที่ใบสั่ง", "ห้องตรวจ",
    "อาการสำคัญ", "ขนาดที่ใช้",
)  # fmt: skip
_TYPES = ("text", "text", "number", "text", "date", "text", "tel", "checkbox")
_PER_FORM = 10
_COLUMNS = 10
_STYLE = """<style>body{font:14px sans-serif} .row{display:flex;gap:4px} .cell{overflow:hidden;position:relative}
  td,th{border:1px solid #ccc;padding:2px} input{width:90px}</style>"""


def _input(number: int, more: str = "") -> str:
    return f"<input type={_TYPES[number % len(_TYPES)]} name=f{number} {more}>"


def _label(number: int) -> str:
    return f"{_LABELS[number % len(_LABELS)]} {number}"


def _labels_and_forms(first: int, last: int) -> str:
    forms = []
    for start in range(first, last, _PER_FORM):
        rows = "".join(
            f"<p><label for=i{n}>{_label(n)}</label> {_input(n, f'id=i{n}')}</p>"
            for n in range(start, min(start + _PER_FORM, last))
        )
        forms.append(f"<form action=/save><h3>รายการที่ {start}</h3>{rows}<button>บันทึก</button></form>")
    return "".join(forms)


def _table_grid(first: int, last: int) -> str:
    head = "".join(f"<th>{_LABELS[column]}</th>" for column in range(_COLUMNS))
    rows = []
    for start in range(first, last, _COLUMNS):
        cells = "".join(f"<td>{_input(n)}</td>" for n in range(start, min(start + _COLUMNS, last)))
        rows.append(f"<tr><th>แถว {start}</th>{cells}</tr>")
    return f"<form><table><thead><tr><th>ลำดับ</th>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table></form>"


def _div_soup(first: int, last: int) -> str:
    cards = []
    for start in range(first, last, _PER_FORM):
        rows = "".join(
            f'<div class="row"><div><span>{_label(n)}</span></div>'
            f'<div class="cell"><div><div>{_input(n)}</div></div></div></div>'
            for n in range(start, min(start + _PER_FORM, last))
        )
        cards.append(f'<div class="card"><div class="title">รายการที่ {start}</div>{rows}<a href="#">บันทึก</a></div>')
    return "".join(cards)


_USER, _SECRET = "<input name=u data-login=operator_cid>", "<input type=password name=p data-login=token>"
_LOGINS = {
    "labels and forms": f"""<form action=/login><h2>เข้าสู่ระบบ</h2><label>ผู้ใช้งาน {_USER}</label>
      <label>รหัสผ่าน {_SECRET}</label><button>เข้าสู่ระบบ</button></form>""",
    "table grid": f"""<form><table><tr><td colspan=2>เข้าสู่ระบบ</td></tr><tr><td>ผู้ใช้งาน</td><td>{_USER}</td></tr>
      <tr><td>รหัสผ่าน</td><td>{_SECRET}</td></tr>
      <tr><td></td><td><input type=submit value=เข้าสู่ระบบ></td></tr></table></form>""",
    "div soup": f"""<div class="card"><div class="title">เข้าสู่ระบบ</div>
      <div class="row"><div><span>ผู้ใช้งาน</span></div><div class="cell"><div><div>{_USER}</div></div></div></div>
      <div class="row"><div><span>รหัสผ่าน</span></div><div class="cell"><div><div>{_SECRET}</div></div></div></div>
      <div class="row"><button type="button">เข้าสู่ระบบ</button></div></div>""",
}
_BODIES: dict[str, Callable[[int, int], str]] = {
    "labels and forms": _labels_and_forms,
    "table grid": _table_grid,
    "div soup": _div_soup,
}
LAYOUTS = tuple(_BODIES)


def page_of(inputs: int, layout: str) -> str:
    """A page of exactly that many inputs, the login's two among them."""
    others = inputs - 2
    body, half = _BODIES[layout], others // 2 // _PER_FORM * _PER_FORM
    return (
        f'<!doctype html><html lang="th"><meta charset="utf-8"><title>ใบสั่งยา</title>{_STYLE}<body>'
        f"{body(0, half)}{_LOGINS[layout]}{body(half, others)}</body></html>"
    )
