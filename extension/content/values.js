/**
 * Turns a value as the host gives it (ISO date, "male", a bare citizen ID) into what one control takes, or says why not.
 * Reads the control's own hints; writes nothing.
 */
globalThis.sitthiValues = (() => {
  const BUDDHIST_OFFSET = 543;
  /** Not the letters inside เพศ, "sex". */
  const BUDDHIST_HINT = /(?<!เ)พ\.? ?ศ\.?|ปปปป|\bb\.?e\.?\b|25\d\d/i;
  const COMMON_HINT = /ค\.? ?ศ\.?|\ba\.?d\.?\b|yyyy|19\d\d|20\d\d/i;
  /** Words and examples by which a field says what comes first. */
  const YEAR_FIRST =
    /(?:yyyy|ปปปป|ปี)[^\p{L}\d]*(?:mm?|ดด|เดือน)[^\p{L}\d]*(?:dd?|วว|วัน)|(?<!\d)[12]\d{3}[-/. ]\d\d?[-/. ]\d/iu;
  const MONTH_FIRST =
    /(?<![\p{L}\d])(?:mm?|ดด|เดือน)[^\p{L}\d]*(?:dd?|วว|วัน)[^\p{L}\d]*(?:yy|ปป|ปี)|(?<!\d)\d\d?[-/. ](?:1[3-9]|2\d|3[01])[-/. ]\d{4}/iu;
  const DAY_FIRST =
    /(?<![\p{L}\d])(?:dd?|วว|วัน)[^\p{L}\d]*(?:mm?|ดด|เดือน)|(?<!\d)(?:1[3-9]|2\d|3[01])[-/. ]\d\d?[-/. ]\d{4}/iu;
  const DASHED_CID = /[x#\d_]-[x#\d_]{4}-[x#\d_]{5}-[x#\d_]{2}-[x#\d_]/i;
  /** Words and codes of a choice; NHSO's own code for sex is 1 and 2 (reference: nhso 1.2). */
  const SEX = { male: ["ชาย", "male", "m", "ช", "1"], female: ["หญิง", "female", "f", "ญ", "2"] };
  const TITLES = [
    ["นาย", "mr", "mr."],
    ["นาง", "mrs", "mrs."],
    ["นางสาว", "น.ส.", "น.ส", "นส.", "miss", "ms", "ms."],
    ["เด็กชาย", "ด.ช.", "ด.ช", "ดช."],
    ["เด็กหญิง", "ด.ญ.", "ด.ญ", "ดญ."],
  ];

  /** @typedef {HTMLInputElement|HTMLSelectElement|HTMLTextAreaElement} Control */
  /** @typedef {{text: string}|{accepted: string[]}|{reason: string}} Prepared `accepted`: any of these choices, the best first */

  /** @param {string} role @param {Control} control @param {string} hints label and placeholder @param {string} value @returns {Prepared} */
  function prepare(role, control, hints, value) {
    if (!value) return { reason: "unknown_value" };
    if (role === "patient_birth_date") return dateFor(control, hints, value);
    const isChoice = control.localName === "select" || control.type === "radio";
    if (isChoice) return { accepted: choicesFor(role, value) };
    if (role === "patient_sex") return textIfFits(control, value === "male" ? "ชาย" : "หญิง");
    if (role.endsWith("_cid") && DASHED_CID.test(hints)) return textIfFits(control, dashed(value));
    return textIfFits(control, value);
  }

  /** @param {Control} control @param {string} text @returns {Prepared} */
  function textIfFits(control, text) {
    const longest = "maxLength" in control ? control.maxLength : -1;
    return longest >= 0 && text.length > longest ? { reason: "too_long" } : { text };
  }

  /** @param {string} role @param {string} value */
  function choicesFor(role, value) {
    if (role === "patient_sex") return SEX[/** @type {"male"|"female"} */ (value)] ?? [value];
    const wanted = value.toLowerCase();
    return role === "patient_title" ? [wanted, ...(TITLES.find((names) => names.includes(wanted)) ?? [])] : [wanted];
  }

  /** @param {Control} control @param {string} hints @param {string} iso @returns {Prepared} */
  function dateFor(control, hints, iso) {
    const [year = "", month = "00", day = "00"] = iso.split("-");
    if (!Number(month) || !Number(day)) return { reason: "date_incomplete" };
    if (control.type === "date") return { text: iso };
    const era = eraOf(hints);
    if (!era) return { reason: "date_format_unknown" };
    const shown = era === "buddhist" ? String(Number(year) + BUDDHIST_OFFSET) : year;
    const orders = ordersOf(hints, [shown, month, day]);
    if (orders.length > 1) return { reason: "date_format_unknown" };
    const parts = orders[0] ?? [day, month, shown];
    const separator = /[dวmดyป]{1,4}([-/.])[mดdว]{1,2}|\d{1,4}([-/.])\d{1,2}/i.exec(hints);
    const mark = separator?.[1] ?? separator?.[2] ?? (parts[0] === shown ? "-" : "/");
    return textIfFits(control, parts.join(mark));
  }

  /** @param {string} hints @param {[string, string, string]} date @returns {string[][]} every order that the hints name; none when they do not say */
  function ordersOf(hints, [year, month, day]) {
    if (YEAR_FIRST.test(hints) && !MONTH_FIRST.test(hints)) return [[year, month, day]];
    const orders = [];
    if (MONTH_FIRST.test(hints)) orders.push([month, day, year]);
    if (DAY_FIRST.test(hints)) orders.push([day, month, year]);
    return orders;
  }

  /** @param {string} hints @returns {"buddhist"|"common"|null} null when the control does not say: a wrong year is worse than none */
  function eraOf(hints) {
    if (BUDDHIST_HINT.test(hints)) return "buddhist";
    return COMMON_HINT.test(hints) ? "common" : null;
  }

  /** @param {string} cid 13 digits @returns {string} as printed on the card */
  function dashed(cid) {
    return cid.replace(/^(\d)(\d{4})(\d{5})(\d{2})(\d)$/, "$1-$2-$3-$4-$5");
  }

  return { prepare };
})();
