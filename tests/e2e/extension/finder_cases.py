"""Small forms on which the finder must keep apart whose account and whose data is asked for; one line each.

Knows HTML and roles only. A case is the page's body and the roles by the `name` of the field; every other field gets
none.
"""

from __future__ import annotations

Case = tuple[str, dict[str, str]]

LOGIN = """<form><h2>เข้าสู่ระบบ</h2><label>ผู้ใช้งาน <input name=u></label>
  <label>รหัสผ่าน <input type=password name=p></label><button>เข้าสู่ระบบ</button></form>"""
LOGIN_ROLES = {"u": "operator_cid", "p": "token"}
CID = "<label>เลขประจำตัวประชาชน <input name=cid></label>"
NAME = "<label>ชื่อ <input name=fname></label><label>นามสกุล <input name=lname></label>"
FULL_NAME = "<label>ชื่อ-สกุล <input name=n></label>"
USER = "<label>ชื่อผู้ใช้ <input name=username></label>"
PASSWORD = "<label>รหัสผ่าน <input type=password name=password></label>"
TOKEN = "<label>Token ID <input name=token></label>"

LOOKUPS: dict[str, Case] = {
    "social security is not single sign-on": (f"<form><h3>ประกันสังคม (SSO)</h3>{CID}<button>ค้นหา</button></form>", {}),
    "auth in the address": (f"<form action='/auth/search'>{CID}<button>ตรวจสอบ</button></form>", {}),
    "authentication in the class": (f"<form class=authentication>{CID}<button>ค้นหา</button></form>", {}),
    "staff looked up": (f"<form><h3>ค้นหาเจ้าหน้าที่</h3>{CID}<button>ค้นหา</button></form>", {}),
    "query by token": (f"<form>{CID}{TOKEN}<button>ตรวจสอบ</button></form>", {"token": "token"}),
    "query by hidden token": (
        f"<form>{CID}<label>Token ID <input type=password name=token></label><button>ค้นหา</button></form>",
        {"token": "token"},
    ),
    "rights by token": (
        f"<form><h2>ตรวจสอบสิทธิ</h2>{CID}{TOKEN}<button>ตรวจสอบ</button></form>",
        {"cid": "patient_cid", "token": "token"},
    ),
    "doctor's password": (
        f"<form><h3>ยืนยันคำสั่ง</h3><label>เลขบัตรประชาชนผู้ป่วย <input name=c></label>{PASSWORD}<button>ยืนยัน</button></form>",
        {"c": "patient_cid"},
    ),
    "doctor's password without a form": (
        (
            f"<h3>ค้นหา</h3>{CID}<label>HN <input name=hn></label>"
            "<label>รหัสผ่านแพทย์ <input type=password name=d></label><button>ยืนยัน</button>"
        ),
        {},
    ),
    "somebody who came along": (
        (
            "<form><h2>ทะเบียนผู้ป่วย</h2><label>เลขบัตรประชาชนผู้นำส่ง <input name=x></label>"
            "<label>เลขบัตรประชาชนบุตร <input name=y></label><button>บันทึก</button></form>"
        ),
        {},
    ),
}

ACCOUNTS: dict[str, Case] = {
    "new user": (f"<form><h2>เพิ่มผู้ใช้งาน</h2>{USER}{PASSWORD}<button>บันทึก</button></form>", {}),
    "new user, neutral button": (f"<form><h2>เพิ่มผู้ใช้งาน</h2>{USER}{PASSWORD}<button>ตกลง</button></form>", {}),
    "new user in English": (
        (
            "<form><h2>Add user</h2><label>Username <input name=u></label>"
            "<label>Password <input type=password name=p></label><button>Save</button></form>"
        ),
        {},
    ),
    "new user who may log in": (f"<form><h2>เพิ่มผู้เข้าใช้งาน</h2>{USER}{PASSWORD}<button>บันทึก</button></form>", {}),
    "new staff": (
        f"<form><h2>เพิ่มเจ้าหน้าที่</h2>{CID}{FULL_NAME}{PASSWORD}<button>บันทึก</button></form>",
        {},
    ),
    "new staff without a password": (f"<form><h2>เพิ่มเจ้าหน้าที่</h2>{CID}<button>บันทึก</button></form>", {}),
    "new user's token": (f"<form><h2>เพิ่มผู้ใช้งาน</h2>{CID}{TOKEN}<button>บันทึก</button></form>", {}),
    "database": (
        (
            "<form><h2>ตั้งค่าฐานข้อมูล</h2><label>Database user <input name=u></label>"
            "<label>Database password <input type=password name=p></label><button>ตกลง</button></form>"
        ),
        {},
    ),
    "mail server": (
        """<form><h2>SMTP</h2><label>User <input name=u></label>
        <label>Password <input type=password name=p></label><button>OK</button></form>""",
        {},
    ),
    "settings": (f"<form><h2>การเชื่อมต่อ</h2>{USER}{PASSWORD}<button>บันทึก</button></form>", {}),
    "token of something else": (
        f"<form>{USER}<label>Token <input type=password name=t></label><button>บันทึก</button></form>",
        {},
    ),
    "NHSO account in the settings": (
        f"""<h1>ตั้งค่า</h1><form><h2>บัญชี สปสช.</h2><label>ผู้ใช้งาน <input name=u></label>
        {TOKEN}<button>บันทึกบัญชี</button></form>""",
        {"u": "operator_cid", "token": "token"},
    ),
    "sign-up by its button": (f"<div>{USER}{PASSWORD}<button>สมัคร</button></div>", {}),
    "sign-up by the page's title": (f"<title>สมัครสมาชิก</title><form>{USER}{PASSWORD}<button>ตกลง</button></form>", {}),
    "sign-up by the page's heading": (f"<h1>สมัครสมาชิก</h1><form>{USER}{PASSWORD}<button>ตกลง</button></form>", {}),
    "sign-up by the heading before it": (
        f"<div><h2>สมัครสมาชิก</h2></div><form>{USER}{PASSWORD}<button>ตกลง</button></form>",
        {},
    ),
    "login on a sign-up page": (f"<h1>สมัครสมาชิก</h1>{LOGIN}", LOGIN_ROLES),
    "login that offers a sign-up": (
        f"<form>{USER}{PASSWORD}<button>เข้าสู่ระบบ</button><button>สมัครสมาชิก</button><button>ลืมรหัสผ่าน</button></form>",
        {"username": "operator_cid", "password": "token"},
    ),
    "login that chooses a database": (
        (
            "<form><h2>เข้าสู่ระบบ</h2><label>ฐานข้อมูล <select name=db><option>1</select></label>"
            "<label>ผู้ใช้ <input name=u></label>"
            "<label>รหัสผ่าน <input type=password name=p></label><button>ตกลง</button></form>"
        ),
        LOGIN_ROLES,
    ),
    "personnel": (f"<form><h2>บุคลากร</h2>{CID}{NAME}<button>ตกลง</button></form>", {}),
    "new personnel": (f"<form><h2>เพิ่มบุคลากร</h2>{CID}{NAME}<button>บันทึก</button></form>", {}),
    "own profile": (f"<form><h2>ข้อมูลส่วนตัว</h2>{CID}{NAME}<button>ตกลง</button></form>", {}),
    "new patient": (
        f"<form><h2>เพิ่มผู้ป่วย</h2>{CID}{NAME}<button>บันทึก</button></form>",
        {"cid": "patient_cid", "fname": "patient_first_name", "lname": "patient_last_name"},
    ),
    "code by SMS": (
        """<form><h2>เข้าสู่ระบบ</h2><label>รหัส 6 หลัก <input type=password name=c maxlength=6></label>
        <button>ยืนยัน</button></form>""",
        {},
    ),
    "PIN in Thai": (
        "<form><h2>ลงนามใบสั่งยา</h2><label>พิน <input type=password name=c></label><button>ยืนยัน</button></form>",
        {},
    ),
}

HIDDEN: dict[str, str] = {
    "no height": f"<div style='height:0;overflow:hidden'>{LOGIN}</div>",
    "covered": f"""<div style='position:relative'>{LOGIN}
        <div style='position:absolute;inset:0;background:#fff'>รอสักครู่</div></div>""",
    "right of the page": f"<div style='position:absolute;left:9999px;top:0'>{LOGIN}</div>",
    "below the window for ever": f"<div style='position:fixed;top:200vh'>{LOGIN}</div>",
    "clipped by a circle": f"<div style='clip-path:circle(0)'>{LOGIN}</div>",
    "inert": f"<div inert>{LOGIN}</div>",
    "no opacity by a filter": f"<div style='filter:opacity(0)'>{LOGIN}</div>",
    "pushed out of its box": f"""<div style='overflow:hidden;width:300px'>
        <div style='margin-left:400px;width:300px'>{LOGIN}</div></div>""",
    "behind an open dialog": f"""{LOGIN}<dialog>ข้อความ</dialog>
        <script>document.querySelector('dialog').showModal()</script>""",
}

SHOWN: dict[str, str] = {
    "plain": LOGIN,
    "below the fold": f"<div style='height:3000px'></div>{LOGIN}",
    "below the fold of a scrolling part": (
        "<div style='height:200px;overflow:hidden'><div style='height:200px;overflow:auto'>"
        f"<div style='height:1000px'></div>{LOGIN}</div></div><p style='height:1000px;background:#eee'>ท้ายหน้า</p>"
    ),
    "drawn label over the field": LOGIN.replace(
        "<label>ผู้ใช้งาน <input name=u></label>",
        """<div style='position:relative'><label for=u style='position:absolute;left:0;top:0'>ผู้ใช้งาน</label>
        <input id=u name=u></div>""",
    ),
    "absolute, out of a box without height": (
        f"<div style='height:0;overflow:hidden'><div style='position:absolute;top:9px;left:9px'>{LOGIN}</div></div>"
    ),
    "wide page": f"<div style='width:5000px'>{LOGIN}</div>",
}

TRAP = LOGIN.replace(
    "<label>รหัสผ่าน",
    "<div style='height:0;overflow:hidden'><label>username <input name=username></label></div><label>รหัสผ่าน",
)
