/**
 * Forms: which controls belong together, what each control is about, and what the form is for.
 * Reads only; gives no roles.
 */
globalThis.sitthiForm = (() => {
  const { CONCEPTS, FORM, PASSWORD_CONFIRM, PASSWORD_NEW, conceptOf, normal } = globalThis.sitthiVocabulary;
  const { isTextLike } = globalThis.sitthiDom;
  const evidence = globalThis.sitthiEvidence;
  const CONTAINERS = "form, dialog, [role=dialog], [role=form], [aria-modal=true]";
  const PATIENT_DATA = new Set(["cid", "hospital_number", "first_name", "last_name", "full_name", "birth_date", "sex"]);
  const PROFILE = new Set(["first_name", "last_name", "full_name", "phone", "birth_date", "sex", "title", "address"]);

  /** @typedef {HTMLInputElement|HTMLSelectElement|HTMLTextAreaElement} Control */
  /** @typedef {{control: Control, label: string, around: string, own: string, concept: string|null, source: string, password: ""|"current"|"new"|"confirm"}} Field */
  /** @typedef {{kind: "login"|"signup"|"recovery"|"newsletter"|"checkout"|"search"|"patient"|"plain", fields: Field[], about: string}} Form */

  /** @param {Control[]} controls @returns {Form[]} */
  function group(controls) {
    /** @type {Map<Node, Field[]>} */
    const groups = new Map();
    for (const control of controls) {
      const owner = control.form ?? control.closest(CONTAINERS) ?? control.getRootNode();
      const fields = groups.get(owner) ?? [];
      fields.push(fieldOf(control));
      groups.set(owner, fields);
    }
    return [...groups].map(([owner, fields]) => formOf(owner, fields));
  }

  /** @param {Control} control @returns {Field} */
  function fieldOf(control) {
    const { label, texts, around } = evidence.of(control);
    const told = conceptFromAutocomplete(control);
    const hit = texts.map(({ source, text }) => ({ source, concept: conceptOf(text) })).find(({ concept }) => concept);
    const own = texts.map(({ text }) => text).join(" | ");
    const concept =
      told ?? strongest(control, texts, hit?.concept ?? null) ?? (control.type === "search" ? "search" : null);
    const source = told ? "autocomplete" : (hit?.source ?? "");
    return { control, label, around, own, concept, source, password: passwordOf(control, own) };
  }

  /**
   * The names of other secrets count wherever they stand, and so does `_token`, the forgery guard of many frameworks.
   * @param {Control} control @param {{text: string}[]} texts @param {string|null} concept
   */
  function strongest(control, texts, concept) {
    if (concept !== "token") return concept;
    const foreign = texts.some(({ text }) => CONCEPTS.foreign_token.test(text)) || /^_+token/i.test(control.name);
    return foreign ? "foreign_token" : concept;
  }

  /** @param {Control} control @returns {string|null} */
  function conceptFromAutocomplete(control) {
    const words = (control.getAttribute("autocomplete") ?? "").toLowerCase().split(/\s+/);
    if (words.includes("one-time-code")) return "otp";
    if (words.some((word) => word.startsWith("cc-"))) return "payment";
    return null;
  }

  /** @param {Control} control @param {string} own @returns {Field["password"]} */
  function passwordOf(control, own) {
    if (control.type !== "password") return "";
    if (PASSWORD_CONFIRM.test(own)) return "confirm";
    if (PASSWORD_NEW.test(own) || /new-password/.test(control.getAttribute("autocomplete") ?? "")) return "new";
    return "current";
  }

  /** @param {Node} owner @param {Field[]} fields @returns {Form} */
  function formOf(owner, fields) {
    const about = describe(owner);
    return { kind: kindOf(owner, fields, about), fields, about };
  }

  /** @param {Node} owner @returns {string} */
  function describe(owner) {
    if (owner.nodeType !== Node.ELEMENT_NODE)
      return normal(owner.ownerDocument?.title ?? /** @type {Document} */ (owner).title);
    const element = /** @type {HTMLElement} */ (owner);
    const headings = [...element.querySelectorAll("h1, h2, h3, legend")].slice(0, 3).map(evidence.textOf);
    const attributes = ["id", "name", "class", "aria-label", "action"].map((name) => element.getAttribute(name));
    return normal([...headings, ...attributes].filter(Boolean).join(" "));
  }

  /** @param {Node} owner @returns {string} the words on its submit buttons */
  function buttonsOf(owner) {
    if (!("querySelectorAll" in owner)) return "";
    const all = /** @type {Element} */ (owner).querySelectorAll(
      "button, input[type=submit], input[type=image], [role=button]",
    );
    const submits = [...all].filter((button) => button.getAttribute("type") !== "button" || all.length === 1);
    return normal(
      submits
        .map((button) => `${evidence.clean(button.textContent)} ${button.getAttribute("value") ?? ""}`)
        .join(" | "),
    );
  }

  /** @param {Node} owner @param {Field[]} fields @param {string} about @returns {Form["kind"]} */
  function kindOf(owner, fields, about) {
    const passwords = fields.filter(({ password }) => password);
    const tokens = fields.filter(({ concept, password }) => concept === "token" && !password);
    const profile = fields.filter(({ concept }) => concept && PROFILE.has(concept)).length;
    const buttons = buttonsOf(owner);
    if (isPatientForm(fields, about)) return "patient";
    if (fields.some(({ concept }) => concept === "payment")) return "checkout";
    if (passwords.length > 1 || passwords.some(({ password }) => password !== "current")) {
      return passwords.some(({ password }) => password === "current") && profile === 0 ? "recovery" : "signup";
    }
    if (passwords.length === 1 || tokens.length === 1) {
      if (FORM.recovery.test(buttons)) return "recovery";
      const signup = FORM.signup.test(buttons) || (FORM.signup.test(about) && !FORM.login.test(about));
      if (passwords.length === 1 && ((signup && !FORM.login.test(buttons)) || profile >= 2)) return "signup";
      return "login";
    }
    return kindWithoutSecret(fields, about, buttons);
  }

  /** Patients' forms may ask for the staff's token beside the patient's data. @param {Field[]} fields @param {string} about */
  function isPatientForm(fields, about) {
    const words = `${about} ${fields.map(({ around }) => around).join(" ")}`;
    const people = fields.filter(({ concept }) => concept && PATIENT_DATA.has(concept)).length;
    return (
      people >= 2 && FORM.eligibility.test(words) && fields.every(({ password }) => !password || password === "current")
    );
  }

  /** @param {Field[]} fields @param {string} about @param {string} buttons @returns {Form["kind"]} */
  function kindWithoutSecret(fields, about, buttons) {
    const whole = `${about} ${buttons} ${fields.map(({ around }) => around).join(" ")}`;
    if (FORM.newsletter.test(whole)) return "newsletter";
    if (FORM.checkout.test(whole)) return "checkout";
    if (FORM.eligibility.test(whole) || fields.some(({ concept }) => concept === "hospital_number")) return "patient";
    if (FORM.recovery.test(whole)) return "recovery";
    if (FORM.signup.test(whole)) return "signup";
    const texts = fields.filter(({ control, concept }) => isTextLike(control) && concept !== "search");
    if (texts.length === 0) return "search";
    if (texts.length === 1 && FORM.login.test(whole)) return "login";
    return "plain";
  }

  return { group };
})();
