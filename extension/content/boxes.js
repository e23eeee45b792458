/**
 * Fields made of several controls: a citizen ID with a box for each digit (or 1-4-5-2-1), a date of day, month and year.
 * Says what goes into which; writes nothing.
 */
globalThis.sitthiBoxes = (() => {
  const date = globalThis.sitthiDate;
  const hints = globalThis.sitthiHints;
  const { isNative } = globalThis.sitthiChoice;
  const CID_SEGMENTS = [1, 4, 5, 2, 1];
  const UNKNOWN = ["00", "ไม่ทราบ", "ไม่ระบุ", "unknown"];

  /** @typedef {HTMLInputElement|HTMLSelectElement|HTMLTextAreaElement} Control */
  /** @typedef {"day"|"month"|"year"} Part */
  /** @typedef {{words: string[], wordsOnly?: boolean}} Wanted */
  /** @typedef {{control: Control, text: string}|{control: Control, wanted: Wanted}} Step */
  /** @typedef {{steps: Step[]}|{reason: string}} Prepared */

  /** @param {Control[]} controls in the order of the digits @param {string} value @returns {Prepared} */
  function digitSteps(controls, value) {
    const sizes = sizesOf(controls, value.length);
    if (!sizes) return { reason: "boxes_unclear" };
    let at = 0;
    const steps = controls.map((control, index) => {
      const text = value.slice(at, at + Number(sizes[index]));
      at += text.length;
      return { control, text };
    });
    const isTooShort = steps.some(({ control, text }) => {
      return "maxLength" in control && control.maxLength >= 0 && control.maxLength < text.length;
    });
    return isTooShort ? { reason: "too_long" } : { steps };
  }

  /** @param {Control[]} controls @param {number} length @returns {number[]|null} how many digits each takes */
  function sizesOf(controls, length) {
    if (controls.length === length) return controls.map(() => 1);
    const said = controls.map((control) => ("maxLength" in control ? control.maxLength : -1));
    if (said.reduce((sum, each) => sum + each, 0) === length && said.every((each) => each > 0)) return said;
    const isUsual = controls.length === CID_SEGMENTS.length && length === 13;
    return isUsual ? CID_SEGMENTS : null;
  }

  /** @param {Control[]} controls @param {Part[]} parts what each is for @param {string} iso @returns {Prepared} */
  function dateSteps(controls, parts, iso) {
    const [year = "", month = "00", day = "00"] = iso.split("-");
    const all = { year, month, day };
    /** @type {Step[]} */
    const steps = [];
    for (const [index, control] of controls.entries()) {
      const part = parts[index];
      if (!part) return { reason: "boxes_unclear" };
      const step = Number(all[part]) ? partStep(control, part, all[part]) : unknownStep(control);
      if ("reason" in step) return step;
      steps.push(step);
    }
    return { steps };
  }

  /** @param {Control} control @param {Part} part @param {string} value @returns {Step|{reason: string}} */
  function partStep(control, part, value) {
    if (part === "year") return yearStep(control, value);
    if (isNative(control)) {
      const words = part === "month" ? date.monthWords(Number(value)) : [String(Number(value))];
      return { control, wanted: { words, wordsOnly: true } };
    }
    return { control, text: value };
  }

  /** @param {Control} control @param {string} value @returns {Step|{reason: string}} */
  function yearStep(control, value) {
    const buddhist = String(Number(value) + date.BUDDHIST_OFFSET);
    if (control.localName === "select") return { control, wanted: { words: yearsOf(control, value, buddhist) } };
    const era = date.eraOf(hints.of(control).join("|"));
    if (!era) return { reason: "date_format_unknown" };
    const text = era === "buddhist" ? buddhist : value;
    const isTooShort = "maxLength" in control && control.maxLength >= 0 && control.maxLength < text.length;
    return isTooShort ? { reason: "date_format_unknown" } : { control, text };
  }

  /** @param {Control} select @param {string} common @param {string} buddhist @returns {string[]} the options say which era they count in */
  function yearsOf(select, common, buddhist) {
    const texts = [.../** @type {HTMLSelectElement} */ (select).options].map(({ text }) => text);
    const [hasCommon, hasBuddhist] = [common, buddhist].map((year) => texts.some((text) => text.includes(year)));
    if (!(hasCommon && hasBuddhist)) return [buddhist, common];
    const isTogether = texts.some((text) => text.includes(common) && text.includes(buddhist));
    const era = date.eraOf(hints.of(select).join("|"));
    if (isTogether) return [buddhist, common];
    return era ? [era === "buddhist" ? buddhist : common] : [];
  }

  /** A day or month that the card does not know. @param {Control} control @returns {Step|{reason: string}} */
  function unknownStep(control) {
    const hasOption =
      control.localName === "select" &&
      [.../** @type {HTMLSelectElement} */ (control).options].some(({ text }) =>
        UNKNOWN.includes(text.trim().toLowerCase()),
      );
    return hasOption ? { control, wanted: { words: UNKNOWN, wordsOnly: true } } : { reason: "date_incomplete" };
  }

  return { dateSteps, digitSteps };
})();
