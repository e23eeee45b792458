/**
 * Selects and radios: which choice is meant, whether it is taken, and taking it. Native ones only.
 * Knows words and options; no roles and no policy.
 */
globalThis.sitthiChoice = (() => {
  const { framed, setNative, tellChoice } = globalThis.sitthiWrite;
  const { isRadio, isWritable } = globalThis.sitthiDom;
  const { textOf } = globalThis.sitthiEvidence;
  const { after, all, attr, rootOf, text: textIn, up } = globalThis.sitthiSafe;
  /** An option that only asks for a choice. */
  const NO_CHOICE = /^[^\p{L}\p{N}]*$|เลือก|ระบุ|select|choose/iu;
  /** How far up radio buttons without a name are looked for together. */
  const MOST_LEVELS = 4;
  /** What may stand beside the word that decides. */
  const NOISE = /^(\d{1,3}|เพศ|วันที่|เดือน|ปี|พศ|คศ|be|ad)$/;

  /** @typedef {HTMLInputElement|HTMLSelectElement|HTMLTextAreaElement} Control */
  /**
   * `words`: any of these, as a person reads them; `codes`: what a page may mean by itself, believed only when the code
   * of the opposite choice is there too; `wordsOnly`: the choice's value says nothing (months are counted from 0 or 1).
   * @typedef {{words: string[], codes?: [string, string][], wordsOnly?: boolean}} Wanted
   */
  /** @typedef {{text: string, value: string, disabled: boolean}} Choice */

  /** @param {Control} control @returns {boolean} one of a set of choices that the browser itself knows */
  function isNative(control) {
    return control.localName === "select" || isRadio(control);
  }

  /** @param {Control} control @param {Wanted} wanted @returns {string|null} why not */
  function take(control, wanted) {
    if (control.localName === "select") {
      const select = /** @type {HTMLSelectElement} */ (control);
      const index = indexIn(select, wanted);
      if (select.multiple || index < 0) return "no_option";
      framed(select, () => {
        setNative(select, "selectedIndex", index);
        tellChoice(select);
      });
      return null;
    }
    const radio = isRadio(control) ? radioFor(control, wanted) : undefined;
    if (!radio || !isWritable(radio)) return "no_option";
    if (!radio.checked) radio.click();
    return null;
  }

  /** @param {Control} control @param {Wanted} wanted @returns {boolean} it is chosen already */
  function isTaken(control, wanted) {
    if (control.localName === "select") {
      const select = /** @type {HTMLSelectElement} */ (control);
      return select.selectedIndex >= 0 && select.selectedIndex === indexIn(select, wanted);
    }
    return isRadio(control) && radioFor(control, wanted)?.checked === true;
  }

  /** @param {Control} control @returns {boolean} somebody has chosen, or the page has */
  function isMade(control) {
    if (isRadio(control)) return radiosOf(control).some(({ checked }) => checked);
    const { options, selectedOptions } = /** @type {HTMLSelectElement} */ (control);
    const chosen = selectedOptions[0];
    if (!chosen?.value || NO_CHOICE.test(chosen.text)) return false;
    // Nothing chosen by the page or a person: the browser shows the first one.
    return chosen !== options[0] || chosen.defaultSelected;
  }

  /** @param {HTMLSelectElement} select @param {Wanted} wanted @returns {number} -1: none, or not certain which */
  function indexIn(select, wanted) {
    return pick(
      [...select.options].map(({ text, value, disabled }) => ({ text, value, disabled })),
      wanted,
    );
  }

  /** @param {HTMLInputElement} control @param {Wanted} wanted @returns {HTMLInputElement|undefined} */
  function radioFor(control, wanted) {
    const radios = radiosOf(control);
    const choices = radios.map((each) => ({
      text: textOf(each.labels?.[0]) || attr(each, "aria-label") || textBeside(each),
      value: each.value,
      disabled: each.disabled,
    }));
    return radios[pick(choices, wanted)];
  }

  /** @param {HTMLInputElement} radio @returns {string} old pages write the answer after the button, in no label */
  function textBeside(radio) {
    const next = after(radio);
    return next?.nodeType === Node.TEXT_NODE ? textIn(next).trim() : "";
  }

  /** @param {HTMLInputElement} radio @returns {HTMLInputElement[]} */
  function radiosOf(radio) {
    if (!radio.name) return namelessRadios(radio);
    return radiosIn(radio.form ?? rootOf(radio)).filter(({ form, name }) => form === radio.form && name === radio.name);
  }

  /** Angular's need no name: those that stand together. @param {HTMLInputElement} radio @returns {HTMLInputElement[]} */
  function namelessRadios(radio) {
    let at = up(radio);
    for (let level = 0; at && level < MOST_LEVELS; level += 1, at = up(at)) {
      const together = radiosIn(at).filter(({ name }) => !name);
      if (together.length > 1) return together;
    }
    return [radio];
  }

  /** @param {Element|Document|ShadowRoot} root @returns {HTMLInputElement[]} */
  function radiosIn(root) {
    return all(root, "input[type=radio]").map((each) => /** @type {HTMLInputElement} */ (each));
  }

  /**
   * By what a person reads first, then by the value, then by a code.
   * @param {Choice[]} choices @param {Wanted} wanted @returns {number} its place, or -1
   */
  function pick(choices, { words, codes = [], wordsOnly = false }) {
    const names = choices.map(({ text, value }) => ({
      text: whole(text),
      tokens: tokensOf(text),
      value: whole(value),
    }));
    const known = new Set(words.map(whole));
    const tests = [
      (/** @type {typeof names[number]} */ { text }) => known.has(text),
      (/** @type {typeof names[number]} */ { tokens }) =>
        tokens.some((token) => known.has(token)) && tokens.every((token) => known.has(token) || NOISE.test(token)),
      ...(wordsOnly ? [] : [(/** @type {typeof names[number]} */ { value }) => known.has(value)]),
    ];
    const ways = tests.map((test) => names.flatMap((name, index) => (test(name) ? [index] : [])));
    for (const [mine, other] of wordsOnly ? [] : codes) {
      const saying = (/** @type {string} */ code) =>
        names.flatMap(({ text, value }, index) => (text === code || value === code ? [index] : []));
      if (saying(other).length === 1) ways.push(saying(mine));
    }
    const found = ways.map((places) => places.filter((place) => !choices[place]?.disabled)).find((each) => each.length);
    // The same word twice: a person would have to ask which.
    return found?.length === 1 ? Number(found[0]) : -1;
  }

  /** @param {string} text @returns {string} "น.ส." and "นส", "01" and "1" are the same */
  function whole(text) {
    return text
      .toLowerCase()
      .replace(/ํา/g, "ำ")
      .replace(/[\s.]+/g, "")
      .replace(/^0+(?=\d)/, "");
  }

  /** @param {string} text @returns {string[]} */
  function tokensOf(text) {
    return text
      .split(/[\s:|()[\]/,=–-]+/)
      .map(whole)
      .map((token) => token.replace(/^เพศ(?=.)/, ""))
      .filter(Boolean);
  }

  return { isMade, isNative, isTaken, radiosOf, take, whole };
})();
