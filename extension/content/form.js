/**
 * Forms: fields that belong together with the words around them, and what the form is for. Reads only; gives no roles.
 */
globalThis.sitthiForm = (() => {
  const { FORM, WHO, PASSWORD_CONFIRM, normal, wordsOf } = globalThis.sitthiVocabulary;
  const { all, attr, closest, documentOf, matches, precedes, text } = globalThis.sitthiSafe;
  const { HEADINGS, ariaText, clean, documentText, textOf } = globalThis.sitthiText;
  const { BUTTONS, CONTAINERS, firstAfter } = globalThis.sitthiGroup;
  const { isTextLike } = globalThis.sitthiDom;
  const { tokens } = globalThis.sitthiField;
  /** A way out that stands on every login, unlike the button that sets a new password. */
  const FORGOT = /(forgot|ลืมรหัส|vergessen|oubli|olvid|забыл)[^|]*/g;
  const OLD_PASSWORD = /รหัสผ่าน(เดิม|เก่า|ปัจจุบัน)|(old|current|existing) pass|altes pass/;
  const CONFIRM_EMAIL = /(confirm|re ?enter|retype|repeat) e ?mail|ยืนยันอีเมล/;
  const PATIENT_DATA = new Set(["cid", "hospital_number", "first_name", "last_name", "full_name", "birth_date", "sex"]);
  const PROFILE = new Set(["first_name", "last_name", "full_name", "phone", "birth_date", "sex", "title", "address"]);

  /** @typedef {ReturnType<typeof sitthiField.fields>[number]} Field */
  /** @typedef {ReturnType<typeof sitthiScan.scan>} Page */
  /** @typedef {ReturnType<typeof sitthiGroup.groups>[number]} Group */
  /** @typedef {"login"|"patient"|"plain"|"signup"|"recovery"|"newsletter"|"payment"|"search"|"service"|"personnel"|"account"|"keycloak"|"public"} Kind */
  /**
   * `words`: of the page, that decided the kind; `isHeaded`: a person reads there that one logs in here; `isSure`: there or
   * on the button
   * @typedef {{kind: Kind, fields: Field[], about: string, heading: string, words: string, isHeaded: boolean, isSure: boolean, makesAccount: boolean}} Form
   */
  /**
   * `about`: headings, id, class, address; `page`: what stands outside; `links`: ways out and boxes to tick
   * @typedef {{about: string, headings: string, buttons: string, page: string, links: string}} Words
   */

  /** @param {Group} group @param {Field[]} fields @param {Page} page @returns {Form} */
  function form(group, fields, page) {
    const words = wordsAround(group, page);
    const { kind, why } = kindOf(fields, words);
    const isHeaded = FORM.login.test(words.headings);
    return {
      kind,
      fields,
      about: words.about,
      heading: words.headings,
      words: why,
      isHeaded,
      isSure: isHeaded || FORM.login.test(`${words.buttons} ${words.about}`),
      makesAccount: kind === "signup" && makesAccount(`${words.about} ${words.buttons} ${words.page}`),
    };
  }

  /** @param {Group} group @param {Page} page @returns {Words} */
  function wordsAround({ scope, own, heading, button, controls }, page) {
    const headings = own ? headingsOf(scope) : normal(textOf(heading));
    const names = own ? ["id", "name", "class", "action"].map((name) => attr(scope, name)) : [];
    return {
      about: normal([headings, ...names].join(" ")),
      headings,
      buttons: own ? buttonsOf(scope) : normal(button ? buttonText(button) : ""),
      page: `${documentSays(scope, page)} ${normal(textOf(headingBefore(controls, page)))}`,
      links: own ? linksOf(scope) : "",
    };
  }

  /** @param {Element} scope @param {Page} page */
  function documentSays(scope, { titles }) {
    const document = documentOf(scope);
    const known = titles.get(document) ?? documentText(scope);
    titles.set(document, known);
    return known;
  }

  /** @param {Group["controls"]} own @param {Page} page @returns {Element|null} the last heading before them, no other field between */
  function headingBefore([first], { controls, landmarks }) {
    if (!first) return null;
    const heads = landmarks.slice(0, firstAfter(landmarks, first));
    const heading = heads.findLast((each) => matches(each, HEADINGS));
    const before = controls[controls.indexOf(first) - 1];
    return heading && !(before && precedes(heading, before)) ? heading : null;
  }

  /** @param {Element} scope @returns {string} what a person reads above its fields */
  function headingsOf(scope) {
    const heads = ownOf(scope, HEADINGS).slice(0, 4);
    return normal([...heads.map(textOf), ariaText(scope)].join(" "));
  }

  /** What stands in it, but not in a form or dialog inside it. @param {Element} scope @param {string} selector */
  function ownOf(scope, selector) {
    const home = closest(scope, CONTAINERS);
    return all(scope, selector).filter((each) => closest(each, CONTAINERS) === home);
  }

  /** @param {Element} scope @returns {string} the words on its submit buttons */
  function buttonsOf(scope) {
    const found = ownOf(scope, BUTTONS);
    const submits = found.filter((button) => attr(button, "type") !== "button" || found.length === 1);
    return normal((submits.length > 0 ? submits : found).map(buttonText).join(" | "));
  }

  /** @param {Element} button */
  function buttonText(button) {
    return `${clean(text(button))} ${attr(button, "value")} ${attr(button, "aria-label") || attr(button, "alt")}`;
  }

  /** @param {Element} scope */
  function linksOf(scope) {
    const found = ownOf(scope, "a, label, [role=link]").slice(0, 40);
    return normal(found.map((each) => clean(text(each))).join(" | "));
  }

  /** @param {Field[]} fields @param {Words} words @returns {{kind: Kind, why: string}} */
  function kindOf(fields, words) {
    const passwords = fields.filter(({ password }) => password);
    const [lone] = passwords;
    // `password2` is a name like any other as long as there is no first one.
    if (lone?.password === "confirm" && passwords.length === 1 && !PASSWORD_CONFIRM.test(normal(lone.label)))
      lone.password = "current";
    const isLogin = FORM.login.test(`${words.buttons} ${words.headings}`);
    if (lone?.password === "kept") lone.password = passwords.length === 1 && isLogin ? "current" : "new";
    const named = tokens(fields);
    const around = fields.map((field) => field.around).join(" ");
    const whole = `${words.about} ${words.buttons} ${words.page}`;
    const own = `${words.about} ${words.buttons} ${around}`;
    if (FORM.keycloak.test(whole) && passwords.length > 0) return found("keycloak", whole, FORM.keycloak);
    if (FORM.public.test(own) || (FORM.public.test(words.page) && !WHO.operator.test(own)))
      return found("public", `${own} ${words.page}`, FORM.public);
    if (isPatientForm(fields, words)) return found("patient", `${own} ${words.page}`, FORM.eligibility);
    const pay = fields.find(({ concept }) => concept === "payment");
    if (pay) return { kind: "payment", why: pay.words };
    if (passwords.length > 1 || passwords.some(({ password }) => password !== "current")) {
      const said = `${words.headings} ${words.buttons} ${fields.map((field) => field.own).join(" ")}`;
      const isChange = FORM.recovery.test(words.headings) || OLD_PASSWORD.test(said);
      return { kind: isChange ? "recovery" : "signup", why: passwords.at(-1)?.label ?? "" };
    }
    if (passwords.length === 1 || named.length === 1)
      return withSecret(fields, words, named.length === 1 ? named[0] : lone);
    return withoutSecret(fields, words);
  }

  /** @param {Kind} kind @param {string} said @param {RegExp} pattern */
  function found(kind, said, pattern) {
    return { kind, why: wordsOf(said, pattern) };
  }

  /**
   * One password or token: a login, unless words say that the account is another's, or another program's.
   * The buttons say it best, then the headings, then the page around.
   * @param {Field[]} fields @param {Words} words @param {Field|undefined} secret @returns {{kind: Kind, why: string}}
   */
  function withSecret(fields, { about, headings, buttons, page, links }, secret) {
    const isToken = secret?.concept === "token";
    const headed = FORM.login.test(headings);
    const own = fields.map(({ own: said }) => said).join(" ");
    if (secret?.password && profileOf(fields) >= 2) return { kind: "signup", why: "" };
    if (FORM.service.test(own) && !isToken && !FORM.login.test(`${buttons} ${headings}`))
      return found("service", own, FORM.service);
    if (FORM.login.test(buttons)) {
      if (!headed && makesAccount(headings)) return found("signup", headings, FORM.signup);
      return found("login", buttons, FORM.login);
    }
    if (fields.some(({ own: said, password }) => !password && CONFIRM_EMAIL.test(said)))
      return found("signup", own, CONFIRM_EMAIL);
    if (FORM.recovery.test(buttons.replace(FORGOT, ""))) return found("recovery", buttons, FORM.recovery);
    if (makesAccount(firstOf(buttons)) || (makesAccount(buttons) && !FORM.remember.test(links)))
      return account(buttons);
    if (headed) {
      if (FORM.settings.test(buttons) && makesAccount(headings)) return account(headings);
      return found("login", headings, FORM.login);
    }
    if (makesAccount(headings)) return account(headings);
    if (FORM.service.test(`${headings} ${own}`)) return found("service", `${headings} ${own}`, FORM.service);
    if (FORM.settings.test(`${headings} ${buttons}`)) {
      return isToken && profileOf(fields) === 0 && FORM.nhso.test(`${headings} ${own} ${page}`) && !makesAccount(page)
        ? found("login", `${headings} ${own} ${page}`, FORM.nhso)
        : found("service", `${headings} ${buttons}`, FORM.settings);
    }
    if (isToken && FORM.lookup.test(`${headings} ${buttons}`))
      return FORM.eligibility.test(`${about} ${buttons} ${page}`)
        ? found("patient", `${about} ${buttons} ${page}`, FORM.eligibility)
        : found("plain", buttons, FORM.lookup);
    if (FORM.remember.test(links) || FORM.recovery.test(links)) return found("login", links, FORM.remember);
    if (FORM.alreadyMember.test(links) || FORM.terms.test(links)) return found("signup", links, FORM.terms);
    if (FORM.login.test(`${page} ${about}`)) return found("login", `${page} ${about}`, FORM.login);
    if (makesAccount(page) || FORM.signup.test(about)) return account(`${page} ${about}`);
    return FORM.service.test(page) ? found("service", page, FORM.service) : { kind: "login", why: secret?.label ?? "" };
  }

  /** @param {string} buttons */
  function firstOf(buttons) {
    return buttons.split("|", 1)[0] ?? "";
  }

  /** @param {string} said @returns {{kind: Kind, why: string}} */
  function account(said) {
    return FORM.signup.test(said) ? found("signup", said, FORM.signup) : found("account", said, FORM.account);
  }

  /** @param {string} said */
  function makesAccount(said) {
    return FORM.signup.test(said) || FORM.account.test(said);
  }

  /** @param {Field[]} fields @returns {number} */
  function profileOf(fields) {
    return fields.filter(({ concept }) => concept && PROFILE.has(concept)).length;
  }

  /** Patients' forms may ask for the staff's token beside the patient's data. @param {Field[]} fields @param {Words} words */
  function isPatientForm(fields, { about, page }) {
    const said = `${about} ${fields.map(({ around }) => around).join(" ")}`;
    const people = fields.filter(({ concept }) => concept && PATIENT_DATA.has(concept)).length;
    if (!fields.every(({ password }) => !password || password === "current")) return false;
    if (people >= 2 && (FORM.eligibility.test(said) || WHO.patient.test(said))) return true;
    if (people < 3 || fields.some(({ password }) => password)) return false;
    return FORM.eligibility.test(page) || WHO.patient.test(page);
  }

  /** @param {Field[]} fields @param {Words} words @returns {{kind: Kind, why: string}} */
  function withoutSecret(fields, { about, headings, buttons, page }) {
    const whole = `${about} ${buttons} ${fields.map(({ around }) => around).join(" ")}`;
    const isPatients = WHO.patient.test(`${whole} ${fields.map(({ own }) => own).join(" ")}`);
    if (FORM.newsletter.test(whole)) return found("newsletter", whole, FORM.newsletter);
    if (FORM.checkout.test(whole)) return found("payment", whole, FORM.checkout);
    if (FORM.eligibility.test(whole)) return found("patient", whole, FORM.eligibility);
    const hn = fields.find(({ concept }) => concept === "hospital_number");
    if (hn) return { kind: "patient", why: hn.words };
    if (FORM.recovery.test(whole)) return found("recovery", whole, FORM.recovery);
    if (FORM.signup.test(whole)) return found("signup", whole, FORM.signup);
    if (isPatients) return found("plain", whole, WHO.patient);
    if (FORM.account.test(`${headings} ${buttons}`)) return found("account", `${headings} ${buttons}`, FORM.account);
    if (FORM.lookup.test(buttons)) return found("search", buttons, FORM.lookup);
    const texts = fields.filter(({ control, concept }) => isTextLike(control) && concept !== "search");
    if (texts.length === 0) return { kind: "search", why: "" };
    // An e-mail address alone is no name that hospital staff log in by.
    if (texts.length === 1 && texts[0]?.concept !== "email" && FORM.login.test(whole)) {
      return makesAccount(page) && !FORM.login.test(page) ? account(page) : found("login", whole, FORM.login);
    }
    return FORM.personnel.test(whole) ? found("personnel", whole, FORM.personnel) : { kind: "plain", why: "" };
  }

  return { form };
})();
