/**
 * Gives the fields of one classified form their roles, each with a confidence (0..1) and the reason.
 * A staff member's field and a patient's are told apart here. When in doubt: no role.
 */
globalThis.sitthiAssign = (() => {
  const { FORM, WHO } = globalThis.sitthiVocabulary;
  const { isTextLike } = globalThis.sitthiDom;
  const CID_DIGITS = 13;
  /** A field for fewer letters is for a PIN or a code sent by SMS. */
  const SHORTEST_SECRET = 8;
  const NEVER_USERNAME = new Set(["otp", "search", "foreign_token", "payment", "token", "hospital_number"]);
  /** @type {Record<string, string>} */
  const PATIENT_ROLES = {
    title: "patient_title",
    first_name: "patient_first_name",
    last_name: "patient_last_name",
    birth_date: "patient_birth_date",
    sex: "patient_sex",
    address: "patient_address",
  };

  /** @typedef {{role: string, element: Element, confidence: number, reason: string, label: string}} Found */
  /** @typedef {any} Field */
  /** @typedef {any} Form */

  /** @param {Form} form @returns {Found[]} */
  function roles(form) {
    const found = form.kind === "login" ? loginRoles(form) : [];
    if (["login", "patient", "plain"].includes(form.kind)) {
      found.push(...tokenBeside(form, found), ...cidRoles(form, found), ...patientRoles(form, found));
    }
    return found;
  }

  /** @param {Form} form @returns {Found[]} */
  function loginRoles({ fields }) {
    const secretAt = fields.findIndex(isSecret);
    const secret = fields[secretAt];
    // A password that is not for the token: whoever is asked for here is not simply logging in.
    if (!secret && fields.some((/** @type {Field} */ { password }) => password)) return [];
    const before = (secret ? fields.slice(0, secretAt) : fields).filter(canBeUser);
    const user =
      before.findLast(isNamedUser) ?? (secret ? (before.at(-1) ?? fields.slice(secretAt + 1).find(isNamedUser)) : null);
    /** @type {Found[]} */
    const found = [];
    // Somebody else's account: then the password is theirs too, only a Token ID is always the staff's.
    const isOthers = user && ["patient", "other"].includes(whose(user));
    if (user && !isOthers) {
      found.push(
        result(
          "operator_cid",
          user,
          isNamedUser(user) ? 0.9 : 0.7,
          secret ? "before the password" : "first step of a login",
        ),
      );
    }
    if (secret && (!isOthers || secret.concept === "token"))
      found.push(result("token", secret, secret.concept === "token" ? 0.95 : 0.85, "the login form's secret"));
    return found;
  }

  /** A token asked for in a form that is not a login, as NHSO's own query forms do. @param {Form} form @param {Found[]} sofar */
  function tokenBeside({ fields }, sofar) {
    if (sofar.some(({ role }) => role === "token")) return [];
    const tokens = fields.filter(
      (/** @type {Field} */ field) => field.concept === "token" && isTextLike(field.control),
    );
    return tokens.length === 1 ? [result("token", tokens[0], 0.8, `${tokens[0].source} says token`)] : [];
  }

  /** @param {Form} form @param {Found[]} sofar @returns {Found[]} */
  function cidRoles({ fields, kind, about }, sofar) {
    /** @type {Found[]} */
    const found = [];
    for (const field of fields) {
      if (field.concept !== "cid" || !isTextLike(field.control) || isTaken(field, sofar) || isTooShort(field)) continue;
      const person = whose(field);
      if (person !== "operator" && isPersonnel(field, about)) continue;
      if (person === "patient") found.push(result("patient_cid", field, 0.95, "its words say patient"));
      else if (person === "operator") found.push(result("operator_cid", field, 0.9, "its words say staff"));
      else if (person === "other") continue;
      else if (kind === "patient" || FORM.eligibility.test(about) || hasPatientNeighbours(fields)) {
        found.push(result("patient_cid", field, 0.75, "among patient fields"));
      }
    }
    return found;
  }

  /** @param {Form} form @param {Found[]} sofar @returns {Found[]} */
  function patientRoles({ fields, kind, about }, sofar) {
    if (kind === "login") return [];
    const isPatientForm = kind === "patient" || fields.some((/** @type {Field} */ field) => whose(field) === "patient");
    if (!isPatientForm) return [];
    return fields
      .filter((/** @type {Field} */ field) => field.concept && field.concept in PATIENT_ROLES && !isTaken(field, sofar))
      .filter((/** @type {Field} */ field) => ["patient", ""].includes(whose(field)) && !isPersonnel(field, about))
      .map((/** @type {Field} */ field) => {
        const sure = whose(field) === "patient" ? 0.9 : 0.75;
        return result(String(PATIENT_ROLES[field.concept]), field, sure, `${field.source} says ${field.concept}`);
      });
  }

  /** @param {Field} field */
  function isSecret(field) {
    if (WHO.other.test(field.own) || isShort(field, SHORTEST_SECRET)) return false;
    if (["otp", "foreign_token", "payment"].includes(field.concept)) return false;
    return field.password === "current" || (field.concept === "token" && isTextLike(field.control));
  }

  /** The staff's own records are nobody's patient data. @param {Field} field @param {string} about */
  function isPersonnel({ own, around }, about) {
    const words = `${own} ${around} ${about}`;
    return FORM.personnel.test(words) && !WHO.patient.test(words);
  }

  /** @param {Field} field */
  function canBeUser(field) {
    return isTextLike(field.control) && !field.password && !NEVER_USERNAME.has(field.concept) && !isTooShort(field);
  }

  /** @param {Field} field */
  function isNamedUser(field) {
    return canBeUser(field) && ["username", "cid", "email"].includes(field.concept);
  }

  /** @param {Field} field @returns {"patient"|"operator"|"other"|""} its own words first, then the headings around it */
  function whose(field) {
    for (const text of [field.own, field.around]) {
      if (WHO.other.test(text)) return "other";
      if (WHO.patient.test(text)) return "patient";
      if (WHO.operator.test(text)) return "operator";
    }
    return "";
  }

  /** @param {Field} field */
  function isTooShort(field) {
    return isShort(field, CID_DIGITS) && field.control.type !== "date";
  }

  /** @param {Field} field @param {number} length */
  function isShort({ control }, length) {
    return control.maxLength > 0 && control.maxLength < length;
  }

  /** @param {Field[]} fields */
  function hasPatientNeighbours(fields) {
    return fields.filter(({ concept }) => concept && concept in PATIENT_ROLES).length >= 2;
  }

  /** @param {Field} field @param {Found[]} sofar */
  function isTaken(field, sofar) {
    return sofar.some(({ element }) => element === field.control);
  }

  /** @param {string} role @param {Field} field @param {number} confidence @param {string} reason @returns {Found} */
  function result(role, field, confidence, reason) {
    return { role, element: field.control, confidence, reason, label: field.label };
  }

  return { roles };
})();
