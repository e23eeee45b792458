"""The made-up people of the sandbox and their PINs. Nobody here exists; every citizen ID only passes the
checksum.

| key        | PIN  | what the card is good for                                                         |
|------------|------|-----------------------------------------------------------------------------------|
| officer    | 1234 | the hospital worker: tone marks, Bangkok address (แขวง/เขต), TH NID 18            |
| officer2   | 9876 | a second worker, to change places with the first: TH NID 15                        |
| patient    | 0000 | provincial address with หมู่ที่, ซอย, ถนน                                           |
| elder      | 2468 | middle name, birth day and month unknown, card valid for life, TH NID 6            |
| longname   | 1357 | names that fill their 100 bytes, photo that fills its 5118 bytes                   |
| foreigner  | 1122 | one-syllable name, only the birth year and month known, hardly any address, TH NID 10 |
| child      | 4455 | photo with spaces (0x20) at the edges of the usual 255-byte chunks                 |
| oldest     | 7788 | first card generation, ATR 3B 67: GET RESPONSE wants P2 = 01; no laser number      |
"""

from __future__ import annotations

from typing import Final

from .constants import ATR_NID_6, ATR_NID_10, ATR_NID_15, ATR_OLDEST
from .person import Person

_ALL: Final = (
    Person(
        key="officer",
        cid="1101500000008",
        pin="1234",
        name_th=("น.ส.", "กิ่งแก้ว", "", "ใจเย็นยิ่ง"),
        name_en=("Miss", "Kingkaew", "", "Jaiyenying"),
        birth_date="25371231",
        sex="2",
        address=("99/1", "", "", "", "ถนนราชวิถี", "แขวงทุ่งพญาไท", "เขตราชเทวี", "กรุงเทพมหานคร"),
        photo_file="officer.jpg",
        laser_id="ME0123456789",
        chip_id="1022334455660001",
    ),
    Person(
        key="officer2",
        cid="3149900123453",
        pin="9876",
        name_th=("นาย", "ธนภัทร", "", "พูลสวัสดิ์"),
        name_en=("Mr.", "Thanaphat", "", "Phulsawat"),
        birth_date="25210419",
        sex="1",
        address=("88", "", "ตรอกวัดใหม่", "", "", "แขวงศิริราช", "เขตบางกอกน้อย", "กรุงเทพมหานคร"),
        photo_file="officer2.jpg",
        laser_id="JT1098765432",
        chip_id="1022334455660002",
        atr=ATR_NID_15,
    ),
    Person(
        key="patient",
        cid="1100800447899",
        pin="0000",
        name_th=("นาย", "สมชาย", "", "ใจดี"),
        name_en=("Mr.", "Somchai", "", "Jaidee"),
        birth_date="25300901",
        sex="1",
        address=(
            "12/3",
            "หมู่ที่ 4",
            "",
            "ซอยสุขใจ 7",
            "ถนนมิตรภาพ",
            "ตำบลในเมือง",
            "อำเภอเมืองขอนแก่น",
            "จังหวัดขอนแก่น",
        ),
        photo_file="patient.jpg",
        laser_id="AB1234567890",
        chip_id="1022334455660003",
        issuer="อำเภอเมืองขอนแก่น/ขอนแก่น",
    ),
    Person(
        key="elder",
        cid="3100101000018",
        pin="2468",
        name_th=("นาง", "บุญมี", "ศรี", "ทองคำ"),
        name_en=("Mrs.", "Bunmee", "Sri", "Thongkham"),
        birth_date="24780000",
        sex="2",
        address=("7", "หมู่ที่ 11", "", "", "", "ตำบลบ้านค้อ", "อำเภอโพนสวรรค์", "จังหวัดนครพนม"),
        photo_file="elder.jpg",
        laser_id="AA0000000019",
        chip_id="1022334455660004",
        expiry_date="99999999",
        atr=ATR_NID_6,
    ),
    Person(
        key="longname",
        cid="1199900334458",
        pin="1357",
        name_th=(
            "ว่าที่ร้อยตรีหญิง",
            "ศิริลักษณ์ประไพพรรณวดี",
            "ณัฏฐ์กฤตา",
            "รัตนโกสินทร์ศักดิ์ชัยพิพัฒน์ตระกูลวงศ์ณอยุธยาเดิม",
        ),
        name_en=(
            "Acting Sub Lt.",
            "Siriluckprapaiphannawadee",
            "Natkritta",
            "Rattanakosinsakchaipipattrakulwongsakornnayudhaya",
        ),
        birth_date="25430229",
        sex="2",
        address=(
            "1234/5678",
            "หมู่ที่ 12",
            "ตรอกข้าวสารเหนือ",
            "ซอยเฉลิมพระเกียรติ ร.9 ซอย 48 แยก 12",
            "ถนนเฉลิมพระเกียรติ ร.9",
            "ตำบลบ้านแหลมใหญ่",
            "อำเภอเมืองสมุทรสงคราม",
            "จังหวัดสมุทรสงคราม",
        ),
        photo_file="longname.jpg",
        laser_id="JC9999999999",
        chip_id="1022334455660005",
    ),
    Person(
        key="foreigner",
        cid="8101700556678",
        pin="1122",
        name_th=("นาย", "ลี", "", "วู"),
        name_en=("Mr.", "Li", "", "Wu"),
        birth_date="25330700",
        sex="1",
        address=("5", "", "", "", "", "ตำบลแม่สาย", "อำเภอแม่สาย", "จังหวัดเชียงราย"),
        photo_file="foreigner.jpg",
        laser_id="JT5550001112",
        chip_id="1022334455660006",
        atr=ATR_NID_10,
    ),
    Person(
        key="child",
        cid="1609900445565",
        pin="4455",
        name_th=("ด.ช.", "น้ำปิง", "", "แก้วใส"),
        name_en=("Master", "Namping", "", "Kaewsai"),
        birth_date="25610615",
        sex="1",
        address=("41/2", "หมู่ที่ 2", "", "", "", "ตำบลช้างม่อย", "อำเภอเมืองเชียงใหม่", "จังหวัดเชียงใหม่"),
        photo_file="child.jpg",
        laser_id="JT7770001113",
        chip_id="1022334455660007",
    ),
    Person(
        key="oldest",
        cid="1234567890121",
        pin="7788",
        name_th=("นาย", "ทองดี", "", "ศรีสุข"),
        name_en=("Mr.", "Thongdee", "", "Srisuk"),
        birth_date="24930112",
        sex="1",
        address=("3", "หมู่ที่ 1", "", "", "", "ตำบลท่าเสา", "อำเภอเมืองอุตรดิตถ์", "จังหวัดอุตรดิตถ์"),
        photo_file="oldest.jpg",
        laser_id="",
        chip_id="1022334455660008",
        atr=ATR_OLDEST,
    ),
)

PEOPLE: Final[dict[str, Person]] = {person.key: person for person in _ALL}
