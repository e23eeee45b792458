/**
 * The words by which a field, a form or a neighbourhood is recognised, Thai and English, in one table.
 * Knows words only: no DOM, no roles' values. Texts are matched in lower case with runs of space, `_` and `-` as one space.
 */
globalThis.sitthiVocabulary = (() => {
  /** What a single field is about. The first concept that matches a text wins, so the narrow ones stand first. */
  const CONCEPTS = {
    otp: /\botp\b|one ?time|totp|2fa|mfa|captcha|recaptcha|verification code|verify code|security code|passcode|รหัสยืนยัน|รหัสภาพ|ตัวอักษรในภาพ|authenticat(or|ion) code|\bpin( code)?\b|รหัส ?pin|^(รหัส ?)?พิน|รหัส ?พิน|ตัว(อักษร|เลข)ที่เห็น/,
    foreign_token:
      /csrf|xsrf|authenticity|api ?(key|token)|access ?token|refresh ?token|bearer|personal token|line ?(notify)? ?token|bot ?token|secret ?key|client ?secret|device ?token|โทเคน ?(ไลน์|api)/,
    token:
      /token ?id|\btoken\b|smctoken|user ?token|โทเค็?น|รหัส ?web ?service|รหัสเว็บเซอร์วิส|web ?service ?(code|password)/,
    payment:
      /card ?(number|no)|credit|debit|\bcvv2?\b|\bcvc\b|expir|หมายเลขบัตรเครดิต|บัตรเครดิต|iban|เลขที่บัญชี|account ?number|card ?holder|cc ?(num|exp|csc|name)/,
    search: /ค้นหา|\bsearch|\bquery\b|keyword|คำค้น|^q$/,
    cid: /เลข(ที่)? ?(บัตร)? ?(ประจำตัว)? ?(ประชาชน|ปชช)|บัตร ?(ประชาชน|ปชช)|เลข ?(ประจำตัว)? ?13 ?หลัก|citizen ?(id|no|number|card)|national ?id|id ?card|\bidcard|\bcid\b|\bpid\b|thai ?id|person(al)? ?id|people ?id|เลขประจำตัว ?ปชช/,
    hospital_number: /\bhn\b|^(เลข(ที่)? ?)?(an|vn)( ?(no|number))?$|เลขที่ผู้ป่วย|hospital number|เวชระเบียน/,
    phone: /โทรศัพท์|เบอร์โทร|มือถือ|\bphone|\bmobile|\btel\b/,
    username:
      /ชื่อ(ผู้)?(เข้า)?ใช้|ชื่อบัญชี|รหัสผู้ใช้|บัญชีผู้ใช้|ผู้ใช้งาน|user ?(name|id|code)|\buser\b|\blogin\b|\blogon\b|login ?(id|name)|log ?in ?(id|name)|\bacct?\b|\baccount ?(id|name)?$|sign ?in ?name|employee ?(id|no)|staff ?(id|code)|รหัส(พนักงาน|เจ้าหน้าที่)|\bidentifier\b|member ?(id|no)/,
    email: /อีเมล์?|e ?mail/,
    birth_date:
      /วัน ?\/? ?(เดือน ?\/? ?ปี)? ?(ที่)? ?เกิด|ว\/ด\/ป ?เกิด|birth ?da(te|y)|date ?of ?birth|\bdob\b|\bbirth\b|\bbdate\b/,
    sex: /เพศ|\bsex\b|gender/,
    title: /คำนำหน้า|คํานําหน้า|\bprefix\b|\btitle\b|\bpname\b|name ?title/,
    last_name: /นามสกุล|ชื่อสกุล|สกุล|last ?name|sur ?name|family ?name|\blname\b/,
    first_name:
      /^ชื่อ(จริง|ตัว)?( ?\(.*\))? ?[:*]*$|ชื่อ ?(ผู้ป่วย|คนไข้|ผู้รับบริการ)|ชื่อจริง|first ?name|given ?name|\bfname\b|fore ?name/,
    full_name: /ชื่อ ?[-–/]? ?(และ)? ?(นาม)?สกุล|full ?name|\bname\b/,
    address: /ที่อยู่|address ?(line ?1)?$|\baddress\b|\baddr\b/,
  };

  /** The same label may name two concepts; these beat the table's order. */
  const FULL_NAME_FIRST = /ชื่อ ?([-–/]|และ) ?(นาม)?สกุล|full ?name/;

  const PASSWORD_NEW =
    /new ?pass|newpw|รหัสผ่านใหม่|ตั้งรหัสผ่าน|create (a )?password|\b(choose|set) (a |your )?(new )?password|new pwd/;
  /** What stands at a password even while its letters are shown. */
  const PASSWORD = /^((enter|your) )*password$|^(กรอก ?|ใส่ ?)?รหัสผ่าน$/;
  const PASSWORD_CONFIRM = /confirm|retype|re ?enter|repeat|again|verify ?pass|ยืนยันรหัส|อีกครั้ง|repassword|password ?2/;

  /** Whose data. `other` is somebody who is neither. */
  const WHO = {
    other:
      /ญาติ|บิดา|มารดา|พ่อ|แม่(?!น|ข่าย|แบบ)|บุตร|สามี|ภรรยา|คู่สมรส|ผู้นำส่ง|ผู้ติดต่อ|ผู้ปกครอง|ผู้แจ้ง|ผู้ค้ำ|ฉุกเฉิน|แพทย์|พยาบาล|father|mother|spouse|guardian|emergency|relative|next of kin|doctor|physician|\bnurse|คนที่ ?[2-9]/,
    patient: /ผู้ป่วย|คนไข้|ผู้รับบริการ|ผู้มารับบริการ|ผู้มีสิทธิ|ผู้รับการรักษา|patient|\bpt\b|beneficiary|insured/,
    operator:
      /เจ้าหน้าที่|ผู้ใช้|ผู้ให้บริการ|ผู้ปฏิบัติงาน|ผู้ตรวจสอบ|ผู้บันทึก|operator|\bstaff|officer|\buser|user ?person|login|เข้าสู่ระบบ/,
  };

  /** What a form is for, by its button, heading, id or address. */
  const FORM = {
    signup:
      /สมัคร(?!ใจ|เล่น)|ลงทะเบียน(?! ?(ผู้ป่วย|คนไข้|ผู้รับบริการ))|สร้างบัญชี|sign ?up|regist(er|ration)|create (an? |your |my )?(new |free )?account|join (now|us|free)|get started|open (an )?account|enroll/,
    /** Whole words only: `sso` is also the social security office, `auth` stands in any address. */
    login: /เข้าสู่ระบบ|เข้าระบบ|เข้าใช้งาน|ลงชื่อเข้า|ล็อ[กค]อิน|\blog ?[io]n\b|\bsign ?[io]n\b/,
    /** Looks somebody up. */
    lookup: /ค้นหา|สืบค้น|ตรวจสอบ|\bsearch|\bfind\b|\bcheck\b|\bquery|\binquiry/,
    /** Makes or changes somebody's account. */
    account:
      /เพิ่ม(?!เติม)|แก้ไข|สร้าง(?!เสริม|สุข)|\b(add|edit|create|new|update)( an?| new| the)? (user|account|member|staff|officer|employee|admin|operator)s?\b|(^|\|) ?(add|edit|create) ?(\||$)/,
    /** Keeps what is typed. */
    settings: /บันทึก|ตั้งค่า|\bsave\b|\bupdate\b|\bsettings?\b|\bconfig/,
    /** Another program's account. */
    service:
      /ฐานข้อมูล|database|\bdb\b|\bdb ?(user|pass|host|name)|mysql|postgres|\bsmtp|\bimap\b|\bpop3\b|mail ?server|\bs?ftp\b|\bproxy\b|\bldap\b|wi ?fi|\bssid\b/,
    nhso: /token ?id|nhso|สปสช|web ?service|เว็บเซอร์วิส/,
    /** The staff's own records. */
    personnel: /บุคลากร|พนักงาน|ข้อมูลส่วนตัว|\bprofile\b|personnel|employee/,
    recovery:
      /ลืมรหัส|forgot|forgotten|reset (your |my )?pass|recover|lost pass|password ?reset|เปลี่ยนรหัสผ่าน|change (your |my )?pass|ตั้งรหัสผ่าน/,
    newsletter: /newsletter|subscribe|จดหมายข่าว|mailing list|ข่าวสาร/,
    checkout: /checkout|payment|billing|shipping|ชำระเงิน|สั่งซื้อ|place order/,
    eligibility:
      /ตรวจสอบสิทธิ|สิทธิ(การ)?รักษา|สิทธิหลักประกัน|ทะเบียนผู้ป่วย|เวชระเบียน|eligib|right ?check|check ?right|ลงทะเบียน ?(ผู้ป่วย|คนไข้|ผู้รับบริการ)|patient/,
  };

  /** @param {string|null|undefined} text */
  const normal = (text) =>
    (text ?? "")
      .replace(/([a-z\d])([A-Z])/g, "$1 $2")
      .toLowerCase()
      .replace(/ํา/g, "ำ")
      .replace(/[\s_\-–.:*]+/g, " ")
      .trim();

  /** @param {string} text already normal @returns {string|null} */
  function conceptOf(text) {
    if (!text) return null;
    if (FULL_NAME_FIRST.test(text)) return "full_name";
    for (const [concept, pattern] of Object.entries(CONCEPTS)) if (pattern.test(text)) return concept;
    return null;
  }

  return { CONCEPTS, FORM, PASSWORD, PASSWORD_CONFIRM, PASSWORD_NEW, WHO, conceptOf, normal };
})();
