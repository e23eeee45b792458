/**
 * The words by which a field, a form or a neighbourhood is recognised, in one table: Thai and English in full, other
 * languages for what every web page says. Knows words only: no DOM, no roles' values.
 * Texts are matched in lower case with runs of space, `_`, `-`, `.` and `:` as one space (`normal`).
 */
globalThis.sitthiVocabulary = (() => {
  /** A field near none of these is not looked at closer. Raw text and attribute values; wide on purpose. */
  const INTEREST =
    /pass|pwd|user|log[-_ ]?[io]n|sign[-_ ]?[io]n|token|โท[เแ]?ค|โทเก|cid|pid\b|id[-_ ]?card|card[-_ ]?id|identi|citizen|person[-_ ]?(al)?[-_ ]?(id|no)|people[-_ ]?id|national|thai[-_ ]?id|account|\bacct|mail|\bhn\b|[-_]hn\b|^hn|patient|staff|officer|member|\botp|totp|ประชาชน|ปชช|ปปช|13 ?หลัก|เลขบัตร|เลขประจำตัว|ผู้ใช้|เข้าใช้|เข้าสู่|เข้าระบบ|ล[็๊]?อ[กค] ?อิน|รหัสผ่าน|รหัสผู้|รหัสเข้า|รหัส ?web|รหัสเว็บ|รหัสพนักงาน|รหัสเจ้าหน้าที่|รหัสบุคลากร|ชื่อบัญชี|พาสเวิ|ผู้ป่วย|คนไข้|ผู้รับบริการ|ผู้มีสิทธิ|ตรวจสอบสิทธิ|เวชระเบียน|[\u0400-\u04ff\u3040-\u9fff\uac00-\ud7af]{2}/i;
  /** Of these, the words of a log-in or of an ID: on a page of many, they are looked at first. */
  const STRONG =
    /pass|pwd|user|log[-_ ]?[io]n|sign[-_ ]?[io]n|token|โท[เแ]?ค|โทเก|cid|pid\b|id[-_ ]?card|citizen|person[-_ ]?id|ประชาชน|ปชช|13 ?หลัก|ผู้ใช้|เข้าสู่|รหัสผ่าน|ผู้ป่วย/i;

  /** What a single field is about. The first concept that matches a text wins, so the narrow ones stand first. */
  const CONCEPTS = {
    otp: /\botp\b|one ?time|totp|2fa|mfa|captcha|recaptcha|verification code|verify code|security code|secret code|passcode|(backup|recovery) code|รหัสสำรอง|รหัสยืนยัน|รหัสภาพ|ตัวอักษรในภาพ|ตัวอักษร(ตาม|ที่เห็น)|authenticat(or|ion) code|\bpin ?code\b|รหัส ?pin|^(รหัส ?)?พิน|รหัส ?พิน|ตัว(อักษร|เลข)ที่เห็น|ผลบวก|код из|einmal/,
    /** A number that opens something; where it is the log-in's only secret, it is a password by another name. */
    pin: /\bpin( ?(number|no))?\b/,
    foreign_token:
      /csrf|xsrf|authenticity|api ?(key|token|secret)|access ?token|refresh ?token|bearer|personal token|line ?(notify|oa|messaging)? ?token|telegram|bot ?token|secret ?key|client ?(secret|id)|device ?token|fcm|firebase|webhook|jwt|id ?token(?! ?id)|session ?token|channel ?(access|secret)|โท[เแ]?ค[็่]?น ?(ไลน์|line|api|access)|(moph|provider|health) ?id ?token|license ?key/,
    token:
      /token ?id|\btoken\b|smc ?token|user ?token|nhso ?token|auth(en)? ?token|โท[เแ]?[คก][็่]?น|โทเค็?่?น|รหัส ?web ?service|รหัสเว็บเซอร์วิส|web ?service ?(code|password)/,
    payment:
      /card ?(number|no)(?! ?(ประชาชน|13))|credit|debit|\bcvv2?\b|\bcvc\b|expir|หมายเลขบัตรเครดิต|บัตรเครดิต|บัตรเดบิต|iban|เลข(ที่)?บัญชีธนาคาร|card ?holder|cc ?(num|exp|csc|name)|พร้อมเพย์|promptpay/,
    search: /ค้นหา|\bsearch|\bquery\b|keyword|คำค้น|^q$|^find\b/,
    hospital_code:
      /(รหัส|ชื่อ) ?(หน่วย(บริการ|งาน)|สถาน(พยาบาล|บริการ)|โรงพยาบาล|รพ|5 ?หลัก|9 ?หลัก)|\bh ?code\b|hosp(ital)? ?(code|id)|pcu ?code|off ?id|hospcode|สาขา|ห้อง|แผนก|เวร/,
    tax: /^(?!.*ประชาชน).*(ผู้เสียภาษี|\btax ?(id|no)|\btin\b)/,
    cid: /เลข(ที่)? ?(ประจำ ?ตัว|ประจําตัว)? ?(บัตร)? ?(ประจำตัว)? ?(ผู้ถือบัตร)? ?(ประชาชน|ปชช|ปปช)|บัตร ?(ประจำตัว)? ?(ประชาชน|ปชช|ปปช)|^(ประชาชน|ปชช)$|เลข(ประจำตัว)? ?13 ?หลัก|13 ?หลัก|รหัส(ประจำตัว)?(บัตร)?ประชาชน|citizen ?(id|no|number|card)|\bcitizen$|national ?id|natid|\bid ?card|idcard|card ?id|\bc ?id\b|\bcid|cid\b|\bpid\b|thai ?(national )?id|person(al)? ?(id|no)|people ?id|identi(fication|ty) ?(card|no|number)|id ?(no|number)\b/,
    hospital_number:
      /\bhn\b|^(เลข(ที่)? ?)?(an|vn)( ?(no|number))?$|เลขที่ผู้ป่วย|hospital number|เวชระเบียน|patient ?(no|number)/,
    username:
      /ชื่อ(ผู้)?(เข้า)?ใช้|ชื่อ(ใน)?(การ)?(เข้า)?(สู่)?ระบบ|ชื่อบัญชี|รหัส(ผู้)?(เข้า)?ใช้|บัญชี(ผู้ใช้)?$|บัญชีผู้ใช้|ผู้ใช้(งาน|ระบบ)?|ล็?อ[กค]อิน|user ?(name|id|code)|\busers?\b|\bu ?name\b|\buid\b|\blogin\b|\blogon\b|login ?(id|name)|log ?in ?(id|name)|\bacct?\b|\baccount ?(id|name)?$|sign ?in ?(name|id)|employee ?(id|no)|staff ?(id|code)|รหัส(พนักงาน|เจ้าหน้าที่|บุคลากร)|\bidentifier\b|member ?(id|no|name)|customer ?(id|no|number)|client ?(id|number)|nutzer|benutzer|anmeldename|kennung|utilisateur|identifiant|usuario|utente|gebruiker|användar|brukernavn|käyttäjä|uživatel|felhasználó|użytkownik|пользовател|логин|имя$|kullanıcı|ユーザ|アカウント|帳號|账号|用户|用戶|아이디|tên đăng nhập|tài khoản|vartotoj|istifadəçi/,
    email: /อีเมล์?|e ?mail|メール|почт/,
    phone: /โทรศัพท์|เบอร์โทร|เบอร์ติดต่อ|มือถือ|\bphone|\bmobile|\btel\b|telefon|téléphone|телефон|電話|手机/,
    birth_date:
      /^(?!.*(เวลา|น้ำหนัก|สถานที่|ลำดับ|\btime\b|weight|place|order|certificate|สูติบัตร)).*(วัน ?\/? ?(เดือน ?\/? ?ปี)? ?(ที่)? ?เกิด|เกิด ?(วันที่|เมื่อ)|(ปี|เดือน)[^|]{0,8}เกิด|ว ?\/ ?ด ?\/ ?ป ?(ที่)? ?เกิด|birth ?da(te|y)|date ?of ?birth|\bdob\b|\bbirth\b|\bbdate\b)/,
    sex: /เพศ|\bsex\b|gender/,
    title: /คำนำหน้า|คํานําหน้า|\bprefix\b|\btitle\b|\bpname\b|name ?title/,
    last_name: /นามสกุล|ชื่อสกุล|^สกุล|last ?name|sur ?name|family ?name|\blname\b/,
    first_name:
      /^ชื่อ(จริง|ตัว)?( ?\(.*\))? ?[:*]*$|^ชื่อ ?(ผู้ป่วย|คนไข้|ผู้รับบริการ)$|ชื่อจริง|first ?name|given ?name|\bfname\b|fore ?name/,
    full_name: /ชื่อ ?[-–/]? ?(และ)? ?(นาม)?สกุล|ชื่อ ?(ผู้ป่วย|คนไข้|ผู้รับบริการ)|full ?name|\bname\b/,
    /** Where somebody lives or works now; a card knows the registered address. */
    other_address: /ที่อยู่.*(ปัจจุบัน|ติดต่อ|ที่ทำงาน)|(present|current|mailing|contact|work) addr/,
    address: /ที่อยู่|address ?(line ?1)?$|\baddress\b|\baddr\b/,
  };

  /** The same label may name two concepts; these beat the table's order. */
  const FULL_NAME_FIRST = /ชื่อ ?([-–/]|และ)? ?(นาม)สกุล|ชื่อ ?([-–/]|และ) ?สกุล|full ?name/;

  const ADDRESS_FIRST = /^ที่อยู่|^address/;
  /** NHSO's own token among tokens of other programs. */
  const NHSO_TOKEN = /token ?id|smc ?token|nhso|สปสช|uc ?authen|web ?service|เว็บเซอร์วิส/;
  /** A card's names are in both languages; what is filled is the Thai one. */
  const IN_ENGLISH = /english|อังกฤษ|\beng?\b/;
  const PASSWORD_NEW =
    /new ?pass|newpw|pass ?new|รหัสผ่านใหม่|ตั้งรหัสผ่าน|กำหนดรหัสผ่าน|สร้างรหัสผ่าน|create (a |your )?password|\b(choose|set|pick) (a |your )?(new )?password|new pwd|at least \d+ char|อย่างน้อย \d+ ตัว|neues pass|nouveau mot|nueva contra|nova senha|новый пароль|新しいパスワード|新密码/;
  /** What stands at a password even while its letters are shown. */
  const PASSWORD =
    /^((enter|your|please) )*(password|passwort|kennwort|mot de passe|contraseña|senha|пароль)\b ?[*]?$|^(กรอก ?|ใส่ ?|ระบุ ?)?(รหัสผ่าน|พาสเวิร์ด|พาสเวิด)$/;
  const PASSWORD_CONFIRM =
    /confirm|retype|re ?enter|repeat|again|verify ?pass|ยืนยันรหัส|(รหัสผ่าน|กรอก|ใส่).{0,12}อีกครั้ง|repassword|password ?2|wiederhol|bestätig|répét|confirmez|repet|repita|conferma|herhaal|potwierd|powtórz|повтор|подтверд|確認|确认/;

  /** Whose data. `other` is somebody who is neither. */
  const WHO = {
    other:
      /ญาติ|บิดา|มารดา|พ่อ|แม่(?!น|ข่าย|แบบ)|บุตร|สามี|ภรรยา|คู่สมรส|ผู้นำส่ง|ผู้ติดต่อ|ผู้ปกครอง|ผู้แจ้ง|ผู้ค้ำ|ผู้รับมอบ|ผู้ดูแล(?!ระบบ)|พยาน|ฉุกเฉิน|แพทย์|พยาบาล(?=$|ผู้|ที่)|เภสัชกร|อสม|ผู้สมัคร|ผู้เสียชีวิต|father|mother|spouse|guardian|emergency|relative|next of kin|caregiver|witness|doctor|physician|\bnurse|คนที่ ?[2-9]/,
    patient:
      /ผู้ป่วย|คนไข้|ผู้รับบริการ|ผู้มารับบริการ|ผู้มีสิทธิ|ผู้รับการรักษา|ผู้รับการตรวจ|หญิงตั้งครรภ์|ผู้คลอด|patient|\bpt\b|beneficiary|insured/,
    operator:
      /เจ้าหน้าที่|จนท|ผู้ใช้|ผู้ให้บริการ|ผู้ปฏิบัติงาน|ผู้ตรวจสอบ|ผู้บันทึก|ผู้ดำเนินการ|ผู้สืบค้น|operator|\bstaff|officer|\buser|user ?person|login|เข้าสู่ระบบ/,
  };

  /** What a form is for, by its button, heading, id or address. */
  const FORM = {
    signup:
      /สมัคร(?!ใจ|เล่น)|ลงทะเบียน(?! ?(ผู้ป่วย|คนไข้|ผู้รับบริการ))|สร้างบัญชี|sign ?up|regist(er|ration)|create (an? |your |my )?(new |free )?account|join (now|us|free)|get started|open (an )?account|enroll|registrier|konto (anlegen|erstellen)|s inscrire|inscription|créer|registrarse|crear cuenta|regístrate|cadastr|criar conta|registrati|iscriviti|aanmelden als|registr(eren|era|ovat|ace)|zarejestruj|załóż|зарегистр|регистрац|создать|kayıt|üye ol|新規登録|会員登録|회원가입|注册|註冊|đăng ký/,
    /** Whole words only: `sso` is also the social security office, `auth` stands in any address. */
    login:
      /เข้าสู่ระบบ|เข้าระบบ|เข้าใช้(งาน|ระบบ)|ลงชื่อเข้า|ลงชื่อใช้|ล็?อ[กค] ?อิน|\blog ?[io]n\b|\bsign ?[io]n\b|\bsigning in\b|anmeld(en|ung)|einlogg|\blogga in|logg inn|log ind|connexion|se connecter|s identifier|iniciar sesi|inicia sesi|acceder|ingresar|accedi|accesso|\bentrar\b|\binloggen\b|kirjaudu|zaloguj|logowanie|přihl|belép|bejelentkez|prisijung|войти|вход|авториз|giriş|ログイン|로그인|登录|登入|đăng nhập|daxil/,
    /** Looks somebody up. */
    lookup: /ค้นหา|สืบค้น|ตรวจสอบ|\bsearch|\bfind\b|\bcheck\b|\bquery|\binquiry/,
    /** Makes or changes somebody's account. */
    account:
      /เพิ่ม(?!เติม)|แก้ไข|สร้าง(?!เสริม|สุข)|\b(add|edit|create|new|update)( an?| new| the)? (user|account|member|staff|officer|employee|admin|operator)s?\b|(^|\|) ?(add|edit|create) ?(\||$)/,
    /** Keeps what is typed. */
    settings: /บันทึก|ตั้งค่า|\bsave\b|\bupdate\b|\bsettings?\b|\bconfig/,
    /** Another program's account. */
    service:
      /ฐานข้อมูล|database|\bdb\b|\bdb ?(user|pass|host|name)|mysql|mariadb|postgres|oracle db|\bsmtp|\bimap\b|\bpop3\b|mail ?server|\bs?ftp\b|\bproxy\b|\bldap\b|active directory|wi ?fi|\bssid\b|ไวไฟ|hotspot|อินเทอร์เน็ต|\bvpn\b|แม่ข่าย|\bodbc\b|\bdsn\b|connection string|\bline ?(notify|oa|official)\b|telegram|เซิร์ฟเวอร์|\bserver\b/,
    nhso: /token ?id|nhso|สปสช|web ?service|เว็บเซอร์วิส/,
    /** The NHSO account's own password, which is no token (reference: nhso 4.5 [A]). */
    keycloak: /keycloak|iam nhso|nhso ?(account|sso|single sign)|บัญชี(ผู้ใช้)? ?(nhso|สปสช)|(nhso|สปสช) ?(iam|sso)/,
    /** The staff's own records. */
    personnel:
      /บุคลากร|พนักงาน|ข้อมูลส่วนตัว|ประวัติส่วนตัว|ทะเบียนประวัติ|เงินเดือน|วันบรรจุ|\bemp\b|\bprofile\b|personnel|employee|\bhrm?\b/,
    recovery:
      /ลืมรหัส|กู้(คืน)?(รหัส|บัญชี)|รีเซ็?ต|forgot|forgotten|reset (your |my )?pass|recover|lost pass|password ?reset|เปลี่ยนรหัส|change (your |my )?pass|ตั้งรหัสผ่าน|vergessen|oublié|olvid|esquec|забыл|восстанов/,
    newsletter: /newsletter|subscribe|จดหมายข่าว|mailing list|รับข่าวสาร|ข่าวสาร/,
    checkout: /checkout|payment|billing|shipping|ชำระเงิน|สั่งซื้อ|place order/,
    /** Asked of the public, who type their own number. */
    public:
      /จองคิว|จองวัคซีน|(ผล|นัด|สิทธิ)[^|]{0,12}ของ(ฉัน|ท่าน|คุณ)|my (results?|health|appointments?)|นัดหมายออนไลน์|ลงนัดออนไลน์|book(ing)? (an )?(appointment|vaccine)|สำหรับประชาชน|ร้องเรียน|บริจาค/,
    eligibility:
      /ตรวจสอบสิทธิ|เช็คสิทธิ|สิทธิ(การ)?รักษา|สิทธิหลักประกัน|ทะเบียนผู้ป่วย|เวชระเบียน|eligib|right ?check|check ?right|ลงทะเบียน ?(ผู้ป่วย|คนไข้|ผู้รับบริการ)|ห้องบัตร|คัดกรอง|\bopd\b|patient/,
    /** A login offers them; nothing else has both. */
    remember: /จดจำ|จำ(ฉัน|รหัส|การ)|remember|keep me|stay signed|angemeldet bleiben|rester connect|recordarme|запомн/,
    /** A sign-up offers the way back. */
    alreadyMember: /already (have|a |registered|got)|มีบัญชี(อยู่)?แล้ว|เป็นสมาชิก(อยู่)?แล้ว|bereits/,
    terms: /ข้อตกลง|เงื่อนไข(การ)?(ใช้|ให้)|terms (of|and|&)|i agree|ยอมรับ|privacy policy and/,
  };

  /** @param {string|null|undefined} text */
  const normal = (text) =>
    (text ?? "")
      .replace(/([a-z\d])([A-Z])/g, "$1 $2")
      .toLowerCase()
      .replace(/ํา/g, "ำ")
      .replace(/[\u0307\u200b-\u200d\ufeff]/g, "")
      .replace(/[\s_\-–.:*'’]+/g, " ")
      .trim();

  /** @type {Map<string, string|null>} */
  const known = new Map();
  const MOST_KNOWN = 2_000;

  /** @param {string} text already normal @returns {string|null} */
  function conceptOf(text) {
    if (!text) return null;
    const before = known.get(text);
    if (before !== undefined) return before;
    const concept = decide(text);
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(text, concept);
    return concept;
  }

  /** @param {string} text */
  function decide(text) {
    // A remark in brackets explains; it names the field only when nothing else does.
    const bare = text
      .replace(/\([^)]*\)/g, " ")
      .replace(/ +/g, " ")
      .trim();
    return (bare && bare !== text ? first(bare) : null) ?? first(text);
  }

  /** @param {string} text */
  function first(text) {
    if (ADDRESS_FIRST.test(text)) return CONCEPTS.other_address.test(text) ? "other_address" : "address";
    if (FULL_NAME_FIRST.test(text)) return "full_name";
    for (const [concept, pattern] of Object.entries(CONCEPTS)) if (pattern.test(text)) return concept;
    return null;
  }

  /** @param {string} text @param {RegExp} pattern @returns {string} the words of the page that decided */
  function wordsOf(text, pattern) {
    return (pattern.exec(text)?.[0] ?? "").trim().slice(0, 40);
  }

  return {
    CONCEPTS,
    FORM,
    INTEREST,
    IN_ENGLISH,
    NHSO_TOKEN,
    PASSWORD,
    PASSWORD_CONFIRM,
    PASSWORD_NEW,
    STRONG,
    WHO,
    conceptOf,
    normal,
    wordsOf,
  };
})();
