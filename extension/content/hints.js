/**
 * What a control says about how a value is to be written in it: its label, placeholder, attributes for masks and date pickers,
 * and examples beside it. Reads only; the texts are as the page has them.
 */
globalThis.sitthiHints = (() => {
  const evidence = globalThis.sitthiEvidence;
  const { after, all, attr, first, isElement, matches, rootOf, text: textIn } = globalThis.sitthiSafe;
  /** Where a person reads, unlike names and ids. */
  const SPOKEN = ["group", "label", "aria", "cell", "preceding", "placeholder", "title", "data", "following"];
  const ATTRIBUTES = [
    "data-date-format",
    "data-format",
    "data-mask",
    "data-inputmask",
    "placeholder",
    "aria-placeholder",
    "title",
    "aria-label",
    "data-date-language",
    "min",
    "max",
  ];
  const CONTROLS = "input, select, textarea, button";
  const LONGEST = 120;

  /** @typedef {HTMLInputElement|HTMLSelectElement|HTMLTextAreaElement} Control */

  /** @param {Control} control @returns {string[]} the most telling first */
  function of(control) {
    const { label, texts } = evidence.of(control);
    const spoken = texts
      .filter((/** @type {{source: string}} */ { source }) => SPOKEN.includes(source))
      .map((/** @type {{text: string}} */ { text }) => text);
    const written = ATTRIBUTES.map((name) => attr(control, name));
    const original = "defaultValue" in control ? control.defaultValue : "";
    return [...written, described(control), textAfter(control), original, label, ...spoken].filter(Boolean);
  }

  /** @param {Control} control @returns {string} */
  function described(control) {
    const ids = attr(control, "aria-describedby").split(/\s+/).filter(Boolean);
    return ids.map((id) => evidence.textOf(first(rootOf(control), `#${CSS.escape(id)}`))).join(" ");
  }

  /** @param {Control} control @returns {string} a remark such as "(ตัวอย่าง 31/12/2537)", up to the next control */
  function textAfter(control) {
    let text = "";
    for (let at = after(control); at && text.length < LONGEST; at = after(at)) {
      if (at.nodeType === Node.TEXT_NODE) text += textIn(at);
      if (!isElement(at)) continue;
      const element = /** @type {Element} */ (at);
      if (matches(element, `${CONTROLS}, br, label`) || first(element, CONTROLS)) break;
      text += ` ${evidence.textOf(element)} `;
    }
    return text.trim().slice(0, LONGEST);
  }

  /** @param {Control} control @returns {string[]} what stands in the other text fields of its form, as examples of how this page writes */
  function examplesBeside(control) {
    if (!control.form) return [];
    return all(control.form, "input")
      .map((each) => /** @type {HTMLInputElement} */ (each))
      .filter((each) => each !== control && each.type === "text" && each.value !== "")
      .map(({ value }) => value.slice(0, LONGEST));
  }

  return { examplesBeside, of };
})();
