"""What the PIN window and the terminal prompt say, in Thai and English. Pure.

The tables have the same keys; a test compares them. `{n}` is a number of tries, seconds or digits.
"""

from __future__ import annotations

from dataclasses import dataclass

from sitthi.errors import SitthiError


@dataclass(frozen=True)
class Texts:
    product: str
    heading: str
    asked_by: str
    itself: str
    card_of: str
    pin: str
    tries_left: str
    last_try: str
    was_blocked: str
    cancel: str
    ok: str
    erase: str
    digits_needed: str
    seconds_left: str
    checking: str
    accepted: str
    wrong: str
    wrong_unknown: str
    wrong_title: str
    blocked_title: str
    blocked: str
    refused_title: str
    refused: str
    press_any_key: str
    prompt: str

    def tries(self, left: int) -> str:
        """The line about the tries that are left; 0 means blocked when last seen here."""
        if left == 0:
            return self.was_blocked
        return self.last_try if left == 1 else self.tries_left.format(n=left)

    def notice(self, failure: SitthiError) -> tuple[str, str] | None:
        """Title and text for an outcome that a person must read; None where closing says enough."""
        left = failure.data.get("attempts_left")
        if failure.name == "pin_wrong":
            if isinstance(left, int) and left > 0:
                return self.wrong_title, self.wrong.format(n=left)
            return (self.wrong_title, self.wrong_unknown) if left is None else (self.blocked_title, self.blocked)
        if failure.name == "pin_blocked":
            return self.blocked_title, self.blocked
        if failure.name == "pin_last_try_refused":
            return self.refused_title, self.refused
        return None


_TH = Texts(
    product="สิทธิ · Sitthi",
    heading="ใส่รหัส PIN ของบัตรประชาชน",
    asked_by="ผู้ขอ",
    itself="Sitthi (โปรแกรมนี้)",
    card_of="บัตรของ",
    pin="รหัส PIN",
    tries_left="ใส่ PIN ได้อีก {n} ครั้ง",
    last_try="เหลือครั้งสุดท้าย ถ้าผิดบัตรจะถูกล็อก",
    was_blocked="PIN ของบัตรนี้เคยถูกล็อกเมื่อใช้ครั้งก่อน",
    cancel="ยกเลิก",
    ok="ตกลง",
    erase="ลบ",
    digits_needed="ใส่ตัวเลข {n} หลัก แล้วกด Enter",
    seconds_left="หน้าต่างนี้จะปิดใน {n} วินาที",
    checking="กำลังตรวจกับบัตร อย่าดึงบัตรออก",
    accepted="PIN ถูกต้อง",
    wrong="บัตรรับ PIN ได้อีก {n} ครั้ง ถ้าจะลองใหม่ ให้กดเข้าสู่ระบบในเบราว์เซอร์อีกครั้ง",
    wrong_unknown="บัตรไม่ได้บอกจำนวนครั้งที่เหลือ ถ้าไม่แน่ใจ อย่าลองซ้ำ",
    wrong_title="PIN ไม่ถูกต้อง",
    blocked_title="PIN ของบัตรถูกล็อก",
    blocked="ติดต่อขอตั้ง PIN ใหม่ได้ที่สำนักทะเบียนอำเภอหรือเขตทุกแห่งทั่วประเทศ\nสปสช. ปลดล็อกให้ไม่ได้",
    refused_title="เหลือ PIN ครั้งสุดท้าย จึงไม่ส่งให้บัตร",
    refused=(
        "ติดต่อขอตั้ง PIN ใหม่ได้ที่สำนักทะเบียนอำเภอหรือเขตทุกแห่งทั่วประเทศ\nสปสช. ทำให้ไม่ได้ "
        "เมื่อได้ PIN ใหม่แล้ว ให้ฝ่ายไอทีล้างจำนวนครั้งที่เครื่องนี้จำไว้"
    ),
    press_any_key="กดปุ่มใดก็ได้เพื่อปิด",
    prompt="PIN {n} หลัก (ไม่แสดงบนจอ, Ctrl-C = ยกเลิก): ",
)

_EN = Texts(
    product="Sitthi · สิทธิ",
    heading="Enter the PIN of the ID card",
    asked_by="Requested by",
    itself="Sitthi (this program)",
    card_of="Card of",
    pin="PIN",
    tries_left="{n} tries left",
    last_try="Last try: a wrong PIN blocks the card",
    was_blocked="This card's PIN was blocked when last used here",
    cancel="Cancel",
    ok="OK",
    erase="Erase",
    digits_needed="Type {n} digits, then press Enter",
    seconds_left="This window closes in {n} s",
    checking="Checking with the card. Leave it in the reader",
    accepted="PIN accepted",
    wrong="The card allows {n} more. To try again, press the login button in the browser once more.",
    wrong_unknown="The card did not say how many tries are left. If you are not sure, do not try again.",
    wrong_title="Wrong PIN",
    blocked_title="The card's PIN is blocked",
    blocked=("Any district or civil registration office in the country can set a new PIN. NHSO cannot unblock it."),
    refused_title="Only the last PIN try is left: not sent",
    refused=(
        "Any district or civil registration office in the country can set a new PIN; NHSO cannot. "
        "With the new PIN, ask IT to clear the count that this computer remembers."
    ),
    press_any_key="Press any key to close",
    prompt="PIN, {n} digits (not shown, Ctrl-C cancels): ",
)

_BY_LANGUAGE = {"th": _TH, "en": _EN}


def texts_for(language: str) -> Texts:
    """The texts of a language that `request.LANGUAGES` lists."""
    return _BY_LANGUAGE[language]
