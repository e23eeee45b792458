/**
 * One field of a form: what its texts say it is about, and the kind of password it is. A field may be several inputs:
 * the thirteen boxes of a citizen ID, the three lists of a date. Reads only; gives no roles.
 */
globalThis.sitthiField = (() => {
  const { CONCEPTS, IN_ENGLISH, NHSO_TOKEN, PASSWORD, PASSWORD_CONFIRM, PASSWORD_NEW, conceptOf, normal, wordsOf } =
    globalThis.sitthiVocabulary;
  const { attr, closest, first, up } = globalThis.sitthiSafe;
  const { isTextLike } = globalThis.sitthiDom;
  const { ariaText, precedingText, textOf } = globalThis.sitthiText;
  /** Lengths of the inputs into which a citizen ID is cut: one a digit, or as printed on the card. */
  const CID_CUTS = [Array(13).fill(1), [1, 4, 5, 2, 1]];
  const ENGLISH_TOO = new Set(["title", "first_name", "last_name", "full_name"]);
  const QUESTION = "[role=radiogroup], fieldset, form, dialog, section, body";
  const SPOKEN = new Set("group label aria cell column preceding placeholder title following drawn data".split(" "));
  const DAY = /วัน(ที่)?( |$)|\bday\b|\bdd?\b/;
  const MONTH = /เดือน|\bmonth\b|\bmm?\b/;
  const YEAR = /ปี|พ ?ศ|ค ?ศ|\byear\b|\by{1,4}\b/;
  const FEWEST_YEARS = 50;

  /** @typedef {HTMLInputElement|HTMLSelectElement|HTMLTextAreaElement} Control */
  /** @typedef {ReturnType<typeof sitthiEvidence.of>} Evidence */
  /** @typedef {(control: Control) => Evidence} Read */
  /** @typedef {"day"|"month"|"year"} Part */
  /**
   * @typedef {object} Field
   * @property {Control} control the first of its inputs
   * @property {Control[]} elements
   * @property {Part[]|null} parts of a date in several inputs
   * @property {string} label for people
   * @property {string} around headings around it, normalised
   * @property {string} own all that is said of the field itself, normalised
   * @property {string|null} concept
   * @property {string} words of the page, that decided
   * @property {""|"current"|"new"|"confirm"|"kept"} password `kept`: only its autocomplete says new, which many write to
   *   keep browsers from filling it
   * @property {boolean} isSpoken a person reads what it is about; else only its name says so
   */

  /** @param {Control[]} controls in order @param {Read} read @returns {Field[]} */
  function fields(controls, read) {
    /** @type {Field[]} */
    const found = [];
    for (let at = 0; at < controls.length; ) {
      const field =
        boxes(controls, at, read) ??
        dateParts(controls, at, read) ??
        single(/** @type {Control} */ (controls[at]), read);
      if (!isAnotherAnswer(field.control, found)) found.push(field);
      at += field.elements.length;
    }
    return found;
  }

  /** Radio buttons are answers to one question: the first stands for all. @param {Control} control @param {Field[]} sofar */
  function isAnotherAnswer(control, sofar) {
    if (control.type !== "radio") return false;
    if (control.name)
      return sofar.some((field) => field.control.type === "radio" && field.control.name === control.name);
    const last = sofar.at(-1)?.control;
    const question = closest(control, QUESTION);
    return last?.type === "radio" && !last.name && question === closest(last, QUESTION);
  }

  /** @param {Control} control @param {Read} read @returns {Field} */
  function single(control, read) {
    const { label, texts, around } = read(control);
    const own = saidOf({ texts });
    const { concept, words } = conceptFrom(control, texts);
    const named = isEnglishName(concept, own) ? null : concept;
    const isSpoken = texts.some(({ source, text }) => SPOKEN.has(source) && conceptOf(text) === concept);
    const password = passwordOf(control, own, normal(label));
    return { control, elements: [control], parts: null, label, around, own, concept: named, words, isSpoken, password };
  }

  /** @param {Control} control @param {{source: string, text: string}[]} texts @returns {{concept: string|null, words: string}} */
  function conceptFrom(control, texts) {
    // The forgery guard of many frameworks, whatever its label says.
    if (/^_+token/i.test(control.name)) return { concept: "foreign_token", words: control.name };
    const told = conceptFromAutocomplete(control);
    if (told) return { concept: told, words: attr(control, "autocomplete") };
    const isPassword = control.type === "password";
    // What is said of a password beats what programs call it.
    const hit = texts.find(
      ({ source, text }) => conceptOf(text) && !(isPassword && isSpokenOf(texts) && !SPOKEN.has(source)),
    );
    const concept = hit ? conceptOf(hit.text) : null;
    if (!hit || !concept) return { concept: control.type === "search" ? "search" : null, words: "" };
    // The names of other secrets count wherever they stand.
    const foreign = concept === "token" ? foreignIn(texts) : "";
    if (foreign) return { concept: "foreign_token", words: foreign };
    return { concept, words: wordsOf(hit.text, CONCEPTS[/** @type {keyof typeof CONCEPTS} */ (concept)]) };
  }

  /** @param {{text: string}[]} texts @returns {string} */
  function foreignIn(texts) {
    const other = texts.find(({ text }) => CONCEPTS.foreign_token.test(text));
    return other ? wordsOf(other.text, CONCEPTS.foreign_token) : "";
  }

  /** @param {string|null} concept @param {string} own */
  function isEnglishName(concept, own) {
    return concept !== null && ENGLISH_TOO.has(concept) && IN_ENGLISH.test(own);
  }

  /** NHSO's token; of several tokens, the one that says so. @param {Field[]} all @returns {Field[]} */
  function tokens(all) {
    const found = all.filter(({ concept, control }) => concept === "token" && isTextLike(control));
    const said = found.filter(({ own, around }) => NHSO_TOKEN.test(own) || NHSO_TOKEN.test(around));
    return found.length > 1 && said.length > 0 ? said : found;
  }

  /** @param {{texts: {text: string}[]}} evidence */
  function saidOf({ texts }) {
    return texts.map(({ text }) => text).join(" | ");
  }

  /** @param {{source: string}[]} texts */
  function isSpokenOf(texts) {
    return texts.some(({ source }) => SPOKEN.has(source));
  }

  /** @param {Control} control @returns {string|null} */
  function conceptFromAutocomplete(control) {
    const words = attr(control, "autocomplete").toLowerCase().split(/\s+/);
    if (words.includes("one-time-code")) return "otp";
    if (words.some((word) => word.startsWith("cc-"))) return "payment";
    return null;
  }

  /** @param {Control} control @param {string} own @param {string} label @returns {Field["password"]} */
  function passwordOf(control, own, label) {
    const isShownAsText = control.type === "text" && PASSWORD.test(label) && !CONCEPTS.username.test(own);
    if (control.type !== "password" && !isShownAsText) return "";
    if (PASSWORD_CONFIRM.test(own)) return "confirm";
    if (PASSWORD_NEW.test(own)) return "new";
    return /new-password/.test(attr(control, "autocomplete")) ? "kept" : "current";
  }

  /** @param {Control[]} controls @param {number} at @param {Read} read @returns {Field|null} */
  function boxes(controls, at, read) {
    for (const cut of CID_CUTS) {
      const run = controls.slice(at, at + cut.length);
      if (run.length < cut.length || !run.every((control, index) => isBox(control, cut[index] ?? 0))) continue;
      // A fourteenth box: something longer than a citizen ID.
      const next = controls[at + cut.length];
      if (next && cut.length === 13 && isBox(next, 1)) return null;
      const field = ofSeveral(run, read);
      const concept = field.concept === null || field.concept === "cid" ? "cid" : field.concept;
      return { ...field, concept, password: "" };
    }
    return null;
  }

  /** @param {Control} control @param {number} length */
  function isBox(control, length) {
    return isTextLike(control) && "maxLength" in control && control.maxLength === length;
  }

  /** @param {Control[]} controls @param {number} at @param {Read} read @returns {Field|null} */
  function dateParts(controls, at, read) {
    const run = controls.slice(at, at + 3);
    if (run.length < 3) return null;
    const parts = run.map((control) => partOf(control, read));
    if (new Set(parts).size < 3 || parts.includes(null)) return null;
    const field = ofSeveral(run, read);
    return {
      ...field,
      parts: /** @type {Part[]} */ (parts),
      concept: CONCEPTS.birth_date.test(field.own) ? "birth_date" : null,
    };
  }

  /** @param {Control} control @param {Read} read @returns {Part|null} */
  function partOf(control, read) {
    // An element of that name in another namespace is no list.
    if (control.localName === "select")
      return "options" in control
        ? partOfList(/** @type {HTMLSelectElement} */ (control), saidOf(read(control)))
        : null;
    if (
      !isTextLike(control) ||
      control.type === "date" ||
      !("maxLength" in control) ||
      ![2, 4].includes(control.maxLength)
    )
      return null;
    const own = saidOf(read(control));
    if (control.maxLength === 4) return YEAR.test(own) ? "year" : null;
    return MONTH.test(own) && !DAY.test(own) ? "month" : DAY.test(own) ? "day" : MONTH.test(own) ? "month" : null;
  }

  /** @param {HTMLSelectElement} list @param {string} own @returns {Part|null} */
  function partOfList({ options }, own) {
    if (options.length < 3 || options.length > 250) return null;
    const years = [...options].filter(({ text }) =>
      /^\s*(พ\.?ศ\.?\s*)?[12]\d{3}(\s*[(/]\s*[12]\d{3}\)?)?\s*$/.test(text),
    ).length;
    const said = `${normal(options[0]?.text)} ${options[0]?.value ? "" : own}`;
    const isAllYears = years > 0 && years >= options.length - 2;
    if (years >= FEWEST_YEARS || (isAllYears && YEAR.test(`${said} ${own}`))) return "year";
    if (MONTH.test(said) || (options.length >= 12 && options.length <= 14)) return "month";
    return DAY.test(said) || (options.length >= 31 && options.length <= 33) ? "day" : null;
  }

  /** The words may stand at the first input, or before all of them. @param {Control[]} run @param {Read} read @returns {Field} */
  function ofSeveral(run, read) {
    const field = single(/** @type {Control} */ (run[0]), read);
    const before = textsBefore(/** @type {Control} */ (run[0]));
    const heard = [
      ...before.map((text) => ({ source: "group", text: normal(text) })),
      ...run.map((each) => ({ source: "name", text: normal(`${each.name} ${each.id}`) })),
    ];
    const own = [...heard.map(({ text }) => text), field.own].join(" | ");
    const { concept, words } = conceptFrom(field.control, [...heard, { source: "own", text: field.own }]);
    const label = before[0] ?? field.label;
    return { ...field, elements: run, own, concept, words, label };
  }

  /** @param {Control} control @returns {string[]} from the inside out */
  function textsBefore(control) {
    const fieldset = closest(control, "fieldset, [role=group]");
    const texts = [precedingText(control).text];
    let at = /** @type {Element|null} */ (control);
    for (let level = 0; at && level < 3; level += 1) {
      at = up(at);
      if (at) texts.push(ariaText(at), precedingText(at).text);
    }
    if (fieldset) texts.push(textOf(first(fieldset, ":scope > legend")));
    return [...new Set(texts.filter(Boolean))];
  }

  return { fields, tokens };
})();
