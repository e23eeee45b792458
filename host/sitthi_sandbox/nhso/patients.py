"""The made-up people the sandbox knows rights of, as NHSO would describe them. No HTTP, no tokens.

Names, numbers and hospitals are invented; citizen IDs only have a right check digit. Codes of schemes and
statuses: reference: nhso 1.2, 1.3.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Scheme:
    """A main and a sub scheme, as code and name."""

    code: str
    name: str
    sub_code: str
    sub_name: str
    main: str = ""  # maininscl_main: only U and S have been seen


@dataclass(frozen=True)
class Hospital:
    """A service unit: five-digit code and name."""

    code: str
    name: str


@dataclass(frozen=True)
class Home:
    """Where somebody is registered."""

    tambon: str
    amphoe: str
    province: str


@dataclass(frozen=True)
class Right:
    """What somebody is entitled to, where, and how long (dates yyyyMMdd, Buddhist era; or `NoExp`)."""

    scheme: Scheme
    start: str
    end: str
    main: Hospital
    outpatient: Hospital | None = None
    primary: Hospital | None = None


@dataclass(frozen=True)
class Patient:
    """A made-up person. `birth` and `death` are yyyyMMdd in the Buddhist era, `00` for an unknown month or day.

    `others` are rights that do not count any more, or not here; UCWS tells the current one only, SRM all, these first.
    """

    cid: str
    title_code: str
    title: str
    first: str
    last: str
    birth: str
    sex: str  # 1 male, 2 female
    home: Home
    right: Right | None
    status: str = ""
    status_text: str = ""
    death: str = ""
    others: tuple[Right, ...] = ()

    def fields(self) -> dict[str, str]:
        """This person's elements of nhsoDataSetC1; what is not known is not there."""
        known = {
            "person_id": self.cid,
            "title": self.title_code,
            "title_name": self.title,
            "fname": self.first,
            "lname": self.last,
            "birthdate": self.birth,
            "sex": self.sex,
            "nation": "099",
            "primary_tumbon_name": self.home.tambon,
            "primary_amphur_name": self.home.amphoe,
            "primary_province_name": self.home.province,
            "status": self.status,
            "status_desc": self.status_text,
            "count_select": "1",
        }
        return known | (_right_fields(self.right) if self.right else {})


def find_patient(cid: str) -> Patient | None:
    """The person with this citizen ID, if the sandbox knows one."""
    return _BY_CID.get(cid)


def _right_fields(right: Right) -> dict[str, str]:
    scheme = right.scheme
    fields = {
        "maininscl": scheme.code,
        "maininscl_main": scheme.main,
        "maininscl_name": scheme.name,
        "subinscl": scheme.sub_code,
        "subinscl_name": scheme.sub_name,
        "startdate": right.start,
        "expdate": right.end,
        "hmain": right.main.code,
        "hmain_name": right.main.name,
        "paid_model": "1",
    }
    if scheme.main == "S":
        fields["startdate_sss"] = right.start
    for prefix, hospital in (("hmain_op", right.outpatient), ("hsub", right.primary)):
        if hospital:
            fields |= {prefix: hospital.code, f"{prefix}_name": hospital.name}
    return fields


CENTRAL = Hospital("99001", "รพ.ตัวอย่างกลาง")
DISTRICT = Hospital("99002", "รพ.ชุมชนตัวอย่าง")
HEALTH_CENTRE = Hospital("99003", "รพ.สต.บ้านตัวอย่าง")

_UC_NAME = "สิทธิหลักประกันสุขภาพแห่งชาติ"
UCS = Scheme("UCS", _UC_NAME, "89", "ช่วงอายุ 12-59 ปี", "U")
WEL_CHILD = Scheme("WEL", f"{_UC_NAME} (ยกเว้นการร่วมจ่าย)", "71", "เด็กอายุไม่เกิน 12 ปีบริบูรณ์", "U")
WEL_ELDER = Scheme("WEL", f"{_UC_NAME} (ยกเว้นการร่วมจ่าย)", "77", "ผู้มีอายุเกิน 60 ปีบริบูรณ์", "U")
SSS = Scheme("SSS", "สิทธิประกันสังคม", "S1", "สิทธิเบิกกองทุนประกันสังคม", "S")
OFC = Scheme("OFC", "สิทธิข้าราชการ", "O1", "สิทธิเบิกกรมบัญชีกลาง (ข้าราชการ)")
LGO = Scheme("LGO", "สิทธิพนักงานส่วนท้องถิ่น", "L1", "สิทธิเบิกองค์กรปกครองส่วนท้องถิ่น")

RATCHATHEWI = Home("ทุ่งพญาไท", "ราชเทวี", "กรุงเทพมหานคร")
BANGKOK_NOI = Home("ศิริราช", "บางกอกน้อย", "กรุงเทพมหานคร")
KHON_KAEN = Home("ในเมือง", "เมืองขอนแก่น", "ขอนแก่น")
PHON_SAWAN = Home("บ้านค้อ", "โพนสวรรค์", "นครพนม")
SAMUT_SONGKHRAM = Home("บ้านแหลมใหญ่", "เมืองสมุทรสงคราม", "สมุทรสงคราม")
MAE_SAI = Home("แม่สาย", "แม่สาย", "เชียงราย")
CHANG_MOI = Home("ช้างม่อย", "เมืองเชียงใหม่", "เชียงใหม่")
UTTARADIT = Home("ท่าเสา", "เมืองอุตรดิตถ์", "อุตรดิตถ์")

#: The first eight are the people of the virtual card.
PATIENTS = (
    Patient("1101500000008", "005", "น.ส.", "กิ่งแก้ว", "ใจเย็นยิ่ง", "25371231", "2", RATCHATHEWI,
            Right(SSS, "25640301", "NoExp", CENTRAL, CENTRAL)),
    Patient("3149900123453", "003", "นาย", "ธนภัทร", "พูลสวัสดิ์", "25210419", "1", BANGKOK_NOI,
            Right(OFC, "25480501", "NoExp", CENTRAL)),
    Patient("1100800447899", "003", "นาย", "สมชาย", "ใจดี", "25300901", "1", KHON_KAEN,
            Right(UCS, "25600101", "NoExp", CENTRAL, DISTRICT, HEALTH_CENTRE)),
    Patient("3100101000018", "004", "นาง", "บุญมี", "ทองคำ", "24780000", "2", PHON_SAWAN,
            Right(WEL_ELDER, "25450401", "NoExp", DISTRICT, DISTRICT, HEALTH_CENTRE)),
    Patient("1199900334458", "831", "ว่าที่ร้อยตรีหญิง", "ศิริลักษณ์ประไพพรรณวดี",
            "รัตนโกสินทร์ศักดิ์ชัยพิพัฒน์ตระกูลวงศ์ณอยุธยาเดิม", "25430229", "2", SAMUT_SONGKHRAM,
            Right(OFC, "25650501", "NoExp", CENTRAL)),
    Patient("8101700556678", "003", "นาย", "ลี", "วู", "25330700", "1", MAE_SAI,
            None, "008", "ยังไม่มีสิทธิ"),
    Patient("1609900445565", "001", "ด.ช.", "น้ำปิง", "แก้วใส", "25610615", "1", CHANG_MOI,
            Right(WEL_CHILD, "25610615", "25730614", DISTRICT, DISTRICT, HEALTH_CENTRE)),
    Patient("1234567890121", "003", "นาย", "ทองดี", "ศรีสุข", "24930112", "1", UTTARADIT,
            Right(LGO, "25530112", "NoExp", DISTRICT)),
    Patient("5100100030785", "003", "นาย", "ศักดิ์สิทธิ์", "มั่นคง", "25180730", "1", KHON_KAEN,
            Right(LGO, "25551001", "NoExp", CENTRAL),
            others=(Right(UCS, "25450401", "25550930", DISTRICT, DISTRICT, HEALTH_CENTRE),)),
    Patient("3409900100124", "004", "นาง", "คำปุ่น", "ล่วงลับ", "24720101", "2", KHON_KAEN,
            Right(WEL_ELDER, "25450401", "25660214", DISTRICT),
            "003", "จำหน่ายหรือเสียชีวิตแล้ว", death="25660214"),
    Patient("1103700000348", "003", "นาย", "ไร้สิทธิ์", "รอลงทะเบียน", "25450609", "1", RATCHATHEWI,
            None),
    Patient("3101200777135", "004", "นาง", "อุษณีย์", "เลิกใช้งาน", "25200919", "2", KHON_KAEN,
            Right(OFC, "25450501", "NoExp", CENTRAL)),
)  # fmt: skip

_BY_CID = {patient.cid: patient for patient in PATIENTS}
