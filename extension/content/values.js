/**
 * Turns a value as the host gives it (ISO date, "male", a bare citizen ID) into what the controls of one field take, or says
 * why not. Reads the controls' own hints; writes nothing.
 */
globalThis.sitthiValues = (() => {
  const date = globalThis.sitthiDate;
  const hints = globalThis.sitthiHints;
  const boxes = globalThis.sitthiBoxes;
  const { isNative, whole } = globalThis.sitthiChoice;
  const { attr } = globalThis.sitthiSafe;
  const DASHED_CID = /[x#\d_]-[x#\d_]{4}-[x#\d_]{5}-[x#\d_]{2}-[x#\d_]/i;
  const DASHED_LENGTH = 17;
  /** Words and codes of a choice; NHSO's own code for sex is 1 and 2 (reference: nhso 1.2). */
  const SEX = { male: ["ชาย", "male", "ผู้ชาย", "man"], female: ["หญิง", "female", "ผู้หญิง", "woman"] };
  /** @type {[string, string][]} */
  const SEX_CODES = [
    ["m", "f"],
    ["ช", "ญ"],
    ["1", "2"],
  ];
  const DATES = new Set(["patient_birth_date", "rights_valid_from", "rights_valid_to"]);
  /** What an option may say before the name. @type {Record<string, string[]>} */
  const LABELS = {
    patient_moo: ["หมู่ที่", "หมู่"],
    patient_soi: ["ซอย"],
    patient_road: ["ถนน"],
    patient_tambon: ["ตำบล", "แขวง"],
    patient_amphoe: ["อำเภอ", "กิ่งอำเภอ", "เขต"],
    patient_province: ["จังหวัด"],
  };
  const CHOSEN_ROLES = ["patient_sex", "patient_title"];

  /** @typedef {HTMLInputElement|HTMLSelectElement|HTMLTextAreaElement} Control */
  /** @typedef {{words: string[], codes?: [string, string][], wordsOnly?: boolean}} Wanted */
  /** @typedef {{control: Control, text: string, iso?: string}|{control: Control, wanted: Wanted}} Step one control and what goes into it */
  /** @typedef {{steps: Step[]}|{reason: string}} Prepared */
  /** @typedef {{role: string, element: Element, elements: Element[], parts: ("day"|"month"|"year")[]|null}} Field */

  /** @param {Field} field @param {string} value @returns {Prepared} */
  function prepare({ role, elements, parts }, value) {
    const controls = /** @type {Control[]} */ (elements);
    const [control] = controls;
    if (!value) return { reason: "unknown_value" };
    if (!control) return { reason: "not_found" };
    if (parts) return boxes.dateSteps(controls, parts, value);
    if (controls.length > 1) return boxes.digitSteps(controls, value);
    if (DATES.has(role)) return dateStep(control, value);
    if (isNative(control)) return { steps: [{ control, wanted: wantedOf(role, value) }] };
    if (CHOSEN_ROLES.includes(role) && isCustomChoice(control)) return { reason: "custom_control" };
    return textStep(control, textsFor(role, control, value));
  }

  /** @param {Control} control @param {string[]} texts the first that the field takes @returns {Prepared} */
  function textStep(control, texts) {
    const longest = "maxLength" in control ? control.maxLength : -1;
    const short = texts.filter((text) => longest < 0 || text.length <= longest);
    if (short.length === 0) return { reason: "too_long" };
    const text = short.find((each) => date.matches(each, attr(control, "pattern")));
    return text === undefined ? { reason: "format" } : { steps: [{ control, text }] };
  }

  /** @param {string} role @param {Control} control @param {string} value @returns {string[]} the ways to write it, the likeliest first */
  function textsFor(role, control, value) {
    if (role === "patient_sex") return sexTexts(control, value);
    if (!role.endsWith("_cid")) return [value];
    const bare = value;
    const dashed = value.replace(/^(\d)(\d{4})(\d{5})(\d{2})(\d)$/, "$1-$2-$3-$4-$5");
    if (control.type === "number") return [bare];
    const longest = "maxLength" in control ? control.maxLength : -1;
    const wantsDashes =
      longest === DASHED_LENGTH || hints.of(control).some((/** @type {string} */ each) => DASHED_CID.test(each));
    return wantsDashes ? [dashed, bare] : [bare, dashed];
  }

  /** @param {Control} control @param {string} value @returns {string[]} a code only where the field explains it */
  function sexTexts(control, value) {
    const isMale = value === "male";
    const said = hints.of(control).join("|").toLowerCase();
    const word = isMale ? "ชาย" : "หญิง";
    if (/1\s*[=:)-]?\s*(ชาย|male)/.test(said) && /2\s*[=:)-]?\s*(หญิง|female)/.test(said))
      return [isMale ? "1" : "2", word];
    if (/\bm\b.{0,3}\bf\b/.test(said)) return [isMale ? "M" : "F", word];
    return [word];
  }

  /** @param {string} role @param {string} value @returns {Wanted} */
  function wantedOf(role, value) {
    if (role === "patient_sex") {
      const isMale = value === "male";
      const codes = SEX_CODES.map(
        ([male, female]) => /** @type {[string, string]} */ (isMale ? [male, female] : [female, male]),
      );
      return { words: isMale ? SEX.male : SEX.female, codes };
    }
    if (role !== "patient_title") return { words: [value, ...(LABELS[role] ?? []).map((label) => label + value)] };
    const same = globalThis.sitthiTitles.find((names) => names.some((name) => whole(name) === whole(value)));
    return { words: [value, ...(same ?? [])] };
  }

  /** @param {Control} control @param {string} iso @returns {Prepared} */
  function dateStep(control, iso) {
    if (isNative(control)) return { reason: "custom_control" };
    if (control.type === "date") return calendarStep(control, iso);
    if (["month", "week", "time", "datetime-local", "number"].includes(control.type))
      return { reason: "date_format_unknown" };
    const limits = {
      maxLength: "maxLength" in control ? control.maxLength : -1,
      pattern: attr(control, "pattern"),
      examples: hints.examplesBeside(control),
    };
    const written = date.write(iso, hints.of(control), limits);
    return "reason" in written ? written : { steps: [{ control, text: written.text, iso }] };
  }

  /** The browser's own date field; some pages count Buddhist years in it, and say so by its limits. @param {Control} control @param {string} iso @returns {Prepared} */
  function calendarStep(control, iso) {
    const [min = "", max = ""] = ["min", "max"].map((name) => attr(control, name));
    const [year = "", month, day] = iso.split("-");
    if (!Number(month) || !Number(day)) return { reason: "date_incomplete" };
    const isBuddhist = date.eraOf(`${min}|${max}`) === "buddhist";
    const text = isBuddhist ? [Number(year) + date.BUDDHIST_OFFSET, month, day].join("-") : iso;
    if ((min && text < min) || (max && text > max)) return { reason: "date_out_of_range" };
    return { steps: [{ control, text }] };
  }

  /** A field that opens a list which the page draws itself: what is typed there chooses nothing. @param {Control} control */
  function isCustomChoice(control) {
    return (
      attr(control, "role") === "combobox" ||
      attr(control, "aria-haspopup") === "listbox" ||
      attr(control, "aria-autocomplete") !== ""
    );
  }

  return { prepare };
})();
