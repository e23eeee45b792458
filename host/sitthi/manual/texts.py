"""What the Token ID window and the terminal prompt say, in Thai and English. Pure.

The tables have the same keys; a test compares them. `{n}` is a number of characters or seconds.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Texts:
    product: str
    heading: str
    belongs_to: str
    where: str
    typed: str
    complete: str
    seconds_left: str
    not_a_letter: str
    not_pasted: str
    paste: str
    show: str
    hide: str
    cancel: str
    ok: str
    prompt: str


_TH = Texts(
    product="สิทธิ · Sitthi",
    heading="ใส่ Token ID จาก UC Authentication",
    belongs_to="Token ID ของ",
    where="ดูในช่องบรรทัดสุดท้ายของโปรแกรม UC Authentication หลังใส่ PIN ด้วยบัตรใบนี้",
    typed="ใส่แล้ว {n} จาก 16 ตัว",
    complete="ครบ 16 ตัวแล้ว กด Enter",
    seconds_left="หน้าต่างนี้จะปิดใน {n} วินาที",
    not_a_letter="Token ID มีแต่ตัวอักษร a-z และตัวเลข 16 ตัว",
    not_pasted="ข้อความที่คัดลอกไว้ไม่ใช่ Token ID 16 ตัว",
    paste="วาง",
    show="แสดง",
    hide="ซ่อน",
    cancel="ยกเลิก",
    ok="ตกลง",
    prompt="Token ID 16 ตัว (Ctrl-C = ยกเลิก): ",
)

_EN = Texts(
    product="Sitthi · สิทธิ",
    heading="Enter the Token ID from UC Authentication",
    belongs_to="Token ID of",
    where="It is in the last box of UC Authentication, after the PIN was entered there with this card.",
    typed="{n} of 16 characters",
    complete="All 16 characters: press Enter",
    seconds_left="This window closes in {n} s",
    not_a_letter="A Token ID has only letters a-z and digits, 16 of them",
    not_pasted="What was copied is not a Token ID of 16 characters",
    paste="Paste",
    show="Show",
    hide="Hide",
    cancel="Cancel",
    ok="OK",
    prompt="Token ID, 16 characters (Ctrl-C cancels): ",
)

_BY_LANGUAGE = {"th": _TH, "en": _EN}


def texts_for(language: str) -> Texts:
    """The texts of a language that `request.LANGUAGES` lists."""
    return _BY_LANGUAGE[language]
