/**
 * Gives the fields of one classified form their roles, each with a confidence (0..1) and the reason.
 * A staff member's field and a patient's are told apart here. When in doubt: no role.
 */
globalThis.sitthiAssign = (() => {
  const { FORM, WHO, wordsOf } = globalThis.sitthiVocabulary;
  const { isTextLike } = globalThis.sitthiDom;
  const { tokens } = globalThis.sitthiField;
  const CID_DIGITS = 13;
  /** A field for fewer letters is for a PIN or a code sent by SMS. */
  const SHORTEST_SECRET = 10;
  const NEVER_USERNAME = new Set([
    ..."otp pin search foreign_token payment token hospital_number hospital_code tax".split(" "),
    ..."birth_date sex title first_name last_name address".split(" "),
  ]);
  /** A telephone number in Thai is that of a person; elsewhere it is the name of many an account. */
  const THAI = /[\u0e00-\u0e7f]/;
  /** @type {Record<string, string>} */
  const PATIENT_ROLES = {
    title: "patient_title",
    first_name: "patient_first_name",
    last_name: "patient_last_name",
    birth_date: "patient_birth_date",
    sex: "patient_sex",
    address: "patient_address",
  };

  const MATTERING = new Set("cid token username email hospital_number foreign_token otp pin payment".split(" "));

  /** @typedef {ReturnType<typeof sitthiField.fields>[number]} Field */
  /** @typedef {ReturnType<typeof sitthiForm.form>} Form */
  /** @typedef {{role: string, field: Field, confidence: number, why: string, words: string}} Given */

  /** @param {Form} form @returns {Given[]} */
  function roles(form) {
    const given = form.kind === "login" ? loginRoles(form) : [];
    if (["login", "patient", "plain"].includes(form.kind)) {
      given.push(...tokenBeside(form, given));
      given.push(...cidRoles(form, given));
      given.push(...patientRoles(form, given));
    }
    return given;
  }

  /** @param {Field} field @returns {boolean} a form with none of these has no role to give */
  function canMatter({ concept, password }) {
    return password !== "" || (concept !== null && (MATTERING.has(concept) || concept in PATIENT_ROLES));
  }

  /** @param {Form} form @returns {Given[]} */
  function loginRoles({ fields, words, isSure }) {
    const named = tokens(fields);
    // Where the page names the token, another password is that program's own.
    const secret =
      named.length === 1 ? named[0] : fields.find((field) => isSecret(field, isSure && fields.indexOf(field) > 0));
    const hasOwnPassword = fields.some((field) => field.password && field !== secret);
    if (!secret && hasOwnPassword) return [];
    const user = userOf(fields, secret, hasOwnPassword, isSure);
    // Somebody else's account: then the password is theirs too, only a Token ID is always the staff's.
    const isOthers = user && ["patient", "other"].includes(whose(user));
    return [
      ...(user && !isOthers ? [userGiven(user, secret, words)] : []),
      ...(secret && (!isOthers || secret.concept === "token") ? [secretGiven(secret, words)] : []),
    ];
  }

  /** @param {Field} user @param {Field|undefined} secret @param {string} words */
  function userGiven(user, secret, words) {
    const isNamed = isNamedUser(user);
    const confidence = isTooShort(user) || !isNamed ? 0.7 : 0.9;
    return give(
      "operator_cid",
      user,
      confidence,
      secret ? "login_user" : "login_first_step",
      isNamed ? user.words : words,
    );
  }

  /** @param {Field} secret @param {string} words */
  function secretGiven(secret, words) {
    const isToken = secret.concept === "token";
    return give(
      "token",
      secret,
      isToken ? 0.95 : 0.85,
      isToken ? "token_word" : "login_secret",
      isToken ? secret.words : words,
    );
  }

  /**
   * @param {Field[]} fields @param {Field|undefined} secret @param {boolean} hasOwnPassword @param {boolean} isSure
   * @returns {Field|undefined}
   */
  function userOf(fields, secret, hasOwnPassword, isSure) {
    const secretAt = secret ? fields.indexOf(secret) : fields.length;
    // In a log-in, a field too short for a citizen ID still says who logs in: then nothing else there is the user.
    const fits = (/** @type {Field} */ field) => canBeUser(field) && ((isSure && secret) || !isTooShort(field));
    const before = fields.slice(0, secretAt).filter(fits);
    const after = fields.slice(secretAt + 1).filter(fits);
    const isStaffsCid = (/** @type {Field} */ field) =>
      field.concept === "cid" && !["patient", "other"].includes(whose(field));
    const named = before.findLast(isNamedUser);
    const cid = before.findLast(isStaffsCid) ?? (named ? undefined : after.find(isStaffsCid));
    // A user name beside a password of its own belongs to that password.
    if (cid || hasOwnPassword) return cid;
    if (named || !secret) return named;
    return before.findLast((field) => field.concept !== "phone" || !THAI.test(field.own)) ?? after.find(isNamedUser);
  }

  /** A token asked for in a form that is not a login, as NHSO's own query forms do. @param {Form} form @param {Given[]} sofar */
  function tokenBeside({ fields }, sofar) {
    if (sofar.some(({ role }) => role === "token")) return [];
    const [token, another] = tokens(fields);
    return token && !another ? [give("token", token, 0.8, "token_word", token.words)] : [];
  }

  /** @param {Form} form @param {Given[]} sofar @returns {Given[]} */
  function cidRoles({ fields, kind, about }, sofar) {
    const open = fields.filter((field) => canBeCid(field) && !isTaken(field, sofar));
    /** @type {Given[]} */
    const given = [];
    /** @type {Field[]} */
    const unclear = [];
    for (const field of open) {
      const person = whose(field);
      if (person === "other" || (person !== "operator" && isPersonnel(field, about))) continue;
      if (person === "patient")
        given.push(give("patient_cid", field, 0.95, "says_patient", wordsFor(field, "patient")));
      else if (person === "operator")
        given.push(give("operator_cid", field, 0.9, "says_staff", wordsFor(field, "operator")));
      else if (kind === "patient" || FORM.eligibility.test(about) || hasPatientNeighbours(fields))
        given.push(give("patient_cid", field, 0.75, "among_patient", wordsOf(about, FORM.eligibility)));
      else unclear.push(field);
    }
    // Beside the staff's own number and token, the one other number is the person's who is asked about.
    const whole = [...sofar, ...given];
    const isQuery = ["operator_cid", "token"].every((role) => whole.some((each) => each.role === role));
    const [rest] = unclear;
    if (isQuery && rest && unclear.length === 1 && !whole.some(({ role }) => role === "patient_cid"))
      given.push(give("patient_cid", rest, 0.7, "among_patient", rest.words));
    return given;
  }

  /** A text area is for many. @param {Field} field */
  function canBeCid(field) {
    const isInput = field.control.localName === "input" && isTextLike(field.control);
    return field.concept === "cid" && isInput && !field.password && !isTooShort(field);
  }

  /** @param {Form} form @param {Given[]} sofar @returns {Given[]} */
  function patientRoles({ fields, kind, about }, sofar) {
    if (kind === "login") return [];
    const isPatientForm = kind === "patient" || fields.some((field) => whose(field) === "patient");
    if (!isPatientForm) return [];
    return fields
      .filter((field) => field.concept && field.concept in PATIENT_ROLES && !isTaken(field, sofar))
      .filter((field) => ["patient", ""].includes(whose(field)) && !isPersonnel(field, about))
      .map((field) => {
        const sure = whose(field) === "patient" ? 0.9 : 0.75;
        return give(String(PATIENT_ROLES[String(field.concept)]), field, sure, "patient_word", field.words);
      });
  }

  /** @param {Field} field @param {boolean} isLogin beside a user, where one logs in for sure */
  function isSecret(field, isLogin) {
    if (
      WHO.other.test(field.own) ||
      ["otp", "foreign_token", "payment", "birth_date", "phone"].includes(String(field.concept))
    )
      return false;
    if (field.concept === "pin") return isLogin && field.password === "current";
    if (isShort(field, SHORTEST_SECRET)) return false;
    return field.password === "current" || (field.concept === "token" && isTextLike(field.control));
  }

  /** The staff's own records are nobody's patient data. @param {Field} field @param {string} about */
  function isPersonnel({ own, around }, about) {
    const said = `${own} ${around} ${about}`;
    return FORM.personnel.test(said) && !WHO.patient.test(said);
  }

  /** @param {Field} field */
  function canBeUser(field) {
    return (
      isTextLike(field.control) &&
      field.control.localName === "input" &&
      !field.password &&
      !NEVER_USERNAME.has(String(field.concept))
    );
  }

  /** @param {Field} field */
  function isNamedUser(field) {
    return canBeUser(field) && ["username", "cid", "email"].includes(String(field.concept));
  }

  /** @param {Field} field @returns {"patient"|"operator"|"other"|""} its own words first, then the headings around it */
  function whose(field) {
    for (const said of [field.own, field.around]) {
      if (WHO.other.test(said)) return "other";
      if (WHO.patient.test(said)) return "patient";
      if (WHO.operator.test(said)) return "operator";
    }
    return "";
  }

  /** @param {Field} field @param {"patient"|"operator"|"other"} who */
  function wordsFor({ own, around }, who) {
    return wordsOf(own, WHO[who]) || wordsOf(around, WHO[who]);
  }

  /** @param {Field} field */
  function isTooShort(field) {
    return field.elements.length === 1 && isShort(field, CID_DIGITS) && field.control.type !== "date";
  }

  /** @param {Field} field @param {number} length */
  function isShort({ control }, length) {
    return "maxLength" in control && control.maxLength > 0 && control.maxLength < length;
  }

  /** @param {Field[]} fields */
  function hasPatientNeighbours(fields) {
    return fields.filter(({ concept }) => concept && concept in PATIENT_ROLES).length >= 2;
  }

  /** @param {Field} field @param {Given[]} sofar */
  function isTaken(field, sofar) {
    return sofar.some((each) => each.field === field);
  }

  /** @param {string} role @param {Field} field @param {number} confidence @param {string} why @param {string} words @returns {Given} */
  function give(role, field, confidence, why, words) {
    return { role, field, confidence, why, words };
  }

  return { canMatter, isPersonnel, isShort, isTooShort, roles, wordsFor, whose };
})();
