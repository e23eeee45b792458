/**
 * Why a field that looks like an ID, a user name, a password or a token gets nothing, for the person who wonders.
 * Decides nothing: it explains what the other steps have left.
 */
globalThis.sitthiRefuse = (() => {
  const { isPersonnel, isShort, isTooShort, wordsFor, whose } = globalThis.sitthiAssign;
  const TEMPTING = new Set(["cid", "token", "username", "foreign_token", "otp", "pin", "payment", "search"]);
  const SHORTEST_SECRET = 10;
  /** @type {Record<string, string>} */
  const BY_CONCEPT = { foreign_token: "foreign_token", otp: "otp", payment: "payment", search: "search" };
  /** @type {Record<string, string>} what a form is for → the reason */
  const BY_KIND = {
    signup: "signup",
    recovery: "recovery",
    newsletter: "newsletter",
    payment: "payment",
    search: "search",
    service: "service",
    personnel: "profile",
    account: "signup",
    keycloak: "service",
    public: "other_person",
  };

  /** @typedef {ReturnType<typeof sitthiField.fields>[number]} Field */
  /** @typedef {ReturnType<typeof sitthiForm.form>} Form */

  /** @param {Field} field @returns {boolean} a person may expect something here */
  function isTempting({ concept, password }) {
    return password !== "" || (concept !== null && TEMPTING.has(concept));
  }

  /** @param {Field} field @param {Form} form @returns {{why: string, words: string}} */
  function reason(field, form) {
    const byConcept = BY_CONCEPT[String(field.concept)];
    if (byConcept) return { why: byConcept, words: field.words };
    if (field.password === "new") return { why: "new_password", words: field.label };
    if (field.password === "confirm") return { why: "confirm_password", words: field.label };
    const byKind = BY_KIND[form.kind];
    if (byKind) return { why: byKind, words: form.words };
    if (whose(field) === "other") return { why: "other_person", words: wordsFor(field, "other") };
    if (isPersonnel(field, form.about)) return { why: "personnel", words: field.words };
    if (field.password ? isShort(field, SHORTEST_SECRET) : isTooShort(field))
      return { why: "too_short", words: field.words };
    if (field.control.localName === "textarea") return { why: "list", words: field.words };
    if (field.concept === "cid") return { why: "whose_unclear", words: field.words };
    return { why: "no_login", words: field.words };
  }

  return { isTempting, reason };
})();
