/**
 * Forms: which controls belong together, what each control is about, and what the form is for.
 * Reads only; gives no roles.
 */
globalThis.sitthiForm = (() => {
  const { CONCEPTS, FORM, PASSWORD, PASSWORD_CONFIRM, PASSWORD_NEW, WHO, conceptOf, normal } =
    globalThis.sitthiVocabulary;
  const { isTextLike } = globalThis.sitthiDom;
  const evidence = globalThis.sitthiEvidence;
  const CONTAINERS = "form, dialog, [role=dialog], [role=form], [aria-modal=true]";
  const BUTTONS = new Set(["button", "submit", "image", "reset"]);
  /** A way out that stands on every login, unlike the button that sets a new password. */
  const FORGOT = /(forgot|ลืมรหัส)[^|]*/g;
  const PATIENT_DATA = new Set(["cid", "hospital_number", "first_name", "last_name", "full_name", "birth_date", "sex"]);
  const PROFILE = new Set(["first_name", "last_name", "full_name", "phone", "birth_date", "sex", "title", "address"]);

  /** @typedef {HTMLInputElement|HTMLSelectElement|HTMLTextAreaElement} Control */
  /** @typedef {{control: Control, label: string, around: string, own: string, concept: string|null, source: string, password: ""|"current"|"new"|"confirm"}} Field */
  /** @typedef {{kind: "login"|"signup"|"recovery"|"newsletter"|"checkout"|"search"|"patient"|"plain", fields: Field[], about: string}} Form */

  /** @typedef {{about: string, headings: string, buttons: string, page: string}} Words `about`: headings, id, class, address; `page`: what stands outside */

  /** @param {Control[]} controls @returns {Form[]} */
  function group(controls) {
    /** @type {Map<Node, Field[]>} */
    const groups = new Map();
    for (const control of controls.filter(({ type }) => !BUTTONS.has(type))) {
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
    return { control, label, around, own, concept, source, password: passwordOf(control, own, normal(label)) };
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

  /** @param {Control} control @param {string} own @param {string} label @returns {Field["password"]} */
  function passwordOf(control, own, label) {
    const isShownAsText = control.type === "text" && PASSWORD.test(label) && !CONCEPTS.username.test(own);
    if (control.type !== "password" && !isShownAsText) return "";
    if (PASSWORD_CONFIRM.test(own)) return "confirm";
    if (PASSWORD_NEW.test(own) || /new-password/.test(control.getAttribute("autocomplete") ?? "")) return "new";
    return "current";
  }

  /** @param {Node} owner @param {Field[]} fields @returns {Form} */
  function formOf(owner, fields) {
    const headings = headingsOf(owner);
    const about = normal([headings, ...namesOf(owner)].join(" "));
    const words = { about, headings, buttons: buttonsOf(owner), page: evidence.pageText(owner) };
    return { kind: kindOf(fields, words), fields, about };
  }

  /** @param {Node} owner @returns {string} what a person reads above its fields */
  function headingsOf(owner) {
    const root = /** @type {Element|Document} */ (owner);
    const headings = "querySelectorAll" in root ? [...root.querySelectorAll("h1, h2, h3, legend")] : [];
    const own = headings
      .filter((each) => owner.nodeType === Node.ELEMENT_NODE || !each.closest(CONTAINERS))
      .slice(0, 3);
    const title =
      owner.nodeType === Node.ELEMENT_NODE ? "" : (owner.ownerDocument?.title ?? /** @type {Document} */ (owner).title);
    return normal([title, ...own.map(evidence.textOf), namesOf(owner, ["aria-label"]).join(" ")].join(" "));
  }

  /** @param {Node} owner @param {string[]} [names] @returns {string[]} */
  function namesOf(owner, names = ["id", "name", "class", "action"]) {
    if (owner.nodeType !== Node.ELEMENT_NODE) return [];
    return names.map((name) => /** @type {Element} */ (owner).getAttribute(name) ?? "");
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

  /** @param {Field[]} fields @param {Words} words @returns {Form["kind"]} */
  function kindOf(fields, words) {
    const passwords = fields.filter(({ password }) => password);
    const [lone] = passwords;
    // `password2` is a name like any other as long as there is no first one.
    if (lone?.password === "confirm" && passwords.length === 1 && !PASSWORD_CONFIRM.test(normal(lone.label)))
      lone.password = "current";
    const tokens = fields.filter(({ concept, password }) => concept === "token" && !password);
    if (isPatientForm(fields, words.about)) return "patient";
    if (fields.some(({ concept }) => concept === "payment")) return "checkout";
    if (passwords.length > 1 || passwords.some(({ password }) => password !== "current")) {
      const isChange = passwords.some(({ password }) => password === "current") && profileOf(fields) === 0;
      return isChange ? "recovery" : "signup";
    }
    if (passwords.length === 1 || tokens.length === 1) return kindWithSecret(fields, words, passwords[0] ?? tokens[0]);
    return kindWithoutSecret(fields, words);
  }

  /**
   * One password or token: a login, unless words say that the account is another's, or another program's.
   * The buttons say it best, then the headings, then the page around.
   * @param {Field[]} fields @param {Words} words @param {Field|undefined} secret @returns {Form["kind"]}
   */
  function kindWithSecret(fields, { about, headings, buttons, page }, secret) {
    const isToken = secret?.concept === "token";
    const headed = FORM.login.test(headings);
    if (secret?.password && profileOf(fields) >= 2) return "signup";
    if (fields.some(({ own, password }) => !password && /(confirm|re ?enter|retype) e ?mail/.test(own)))
      return "signup";
    if (FORM.login.test(buttons)) return makesAccount(headings) && !headed ? "signup" : "login";
    if (FORM.recovery.test(buttons.replace(FORGOT, ""))) return "recovery";
    if (makesAccount(buttons)) return "signup";
    if (headed) return FORM.settings.test(buttons) && makesAccount(headings) ? "signup" : "login";
    const own = fields.map(({ own: words }) => words).join(" ");
    if (makesAccount(headings) || FORM.service.test(`${headings} ${own}`)) return "signup";
    if (FORM.settings.test(`${headings} ${buttons}`)) {
      return isToken && profileOf(fields) === 0 && FORM.nhso.test(`${headings} ${own}`) && !makesAccount(page)
        ? "login"
        : "signup";
    }
    if (isToken && FORM.lookup.test(`${headings} ${buttons}`))
      return FORM.eligibility.test(`${about} ${buttons}`) ? "patient" : "plain";
    if (FORM.login.test(`${page} ${about}`)) return "login";
    return makesAccount(page) || FORM.signup.test(about) || FORM.service.test(page) ? "signup" : "login";
  }

  /** @param {string} text */
  function makesAccount(text) {
    return FORM.signup.test(text) || FORM.account.test(text);
  }

  /** @param {Field[]} fields @returns {number} */
  function profileOf(fields) {
    return fields.filter(({ concept }) => concept && PROFILE.has(concept)).length;
  }

  /** Patients' forms may ask for the staff's token beside the patient's data. @param {Field[]} fields @param {string} about */
  function isPatientForm(fields, about) {
    const words = `${about} ${fields.map(({ around }) => around).join(" ")}`;
    const people = fields.filter(({ concept }) => concept && PATIENT_DATA.has(concept)).length;
    return (
      people >= 2 && FORM.eligibility.test(words) && fields.every(({ password }) => !password || password === "current")
    );
  }

  /** @param {Field[]} fields @param {Words} words @returns {Form["kind"]} */
  function kindWithoutSecret(fields, { about, headings, buttons, page }) {
    const whole = `${about} ${buttons} ${fields.map(({ around }) => around).join(" ")}`;
    const isPatients = WHO.patient.test(`${whole} ${fields.map(({ own }) => own).join(" ")}`);
    if (FORM.newsletter.test(whole)) return "newsletter";
    if (FORM.checkout.test(whole)) return "checkout";
    if (FORM.eligibility.test(whole) || fields.some(({ concept }) => concept === "hospital_number")) return "patient";
    if (FORM.recovery.test(whole)) return "recovery";
    if (FORM.signup.test(whole)) return "signup";
    if (isPatients) return "plain";
    if (FORM.account.test(`${headings} ${buttons}`)) return "signup";
    if (FORM.lookup.test(buttons)) return "search";
    const texts = fields.filter(({ control, concept }) => isTextLike(control) && concept !== "search");
    if (texts.length === 0) return "search";
    if (texts.length === 1 && FORM.login.test(whole))
      return makesAccount(page) && !FORM.login.test(page) ? "signup" : "login";
    return "plain";
  }

  return { group };
})();
