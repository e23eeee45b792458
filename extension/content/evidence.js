/**
 * The texts that speak for one control, each with where it came from, the strongest first: labels of all kinds, table
 * cells, the text before it, placeholder, name. Reads only; decides nothing.
 */
globalThis.sitthiEvidence = (() => {
  const { normal } = globalThis.sitthiVocabulary;
  const { attr, closest, first, up } = globalThis.sitthiSafe;
  const { SAYS, ariaText, cellTexts, clean, drawnText, followingText, precedingText, surroundings, textOf } =
    globalThis.sitthiText;
  /** Attributes in which programs keep the name of a field. */
  const WRITTEN = ["name", "id", "formcontrolname", "ng-model", "v-model", "data-testid", "data-field", "data-name"];
  /** Icons that stand for a word. */
  const ICON = /(?:^|[\s_-])(user|person|account|lock|key|password|id-?card|address-card|badge)(?=$|[\s_-])/;
  /** @type {Record<string, string>} */
  const ICON_WORDS = {
    user: "user",
    person: "user",
    account: "user",
    badge: "user",
    lock: "password",
    key: "password",
  };

  /** @typedef {HTMLInputElement|HTMLSelectElement|HTMLTextAreaElement} Control */
  /** @typedef {{source: string, text: string}} Said normalised */
  /** @typedef {{label: string, texts: Said[], around: string}} Evidence `label` for people, the rest normalised */

  /** @param {Control} control @param {Element|null} labelled the label for its id @returns {string} */
  function labelText(control, labelled) {
    const wrapping = closest(control, "label");
    return textOf(wrapping ?? labelled);
  }

  /** @param {Control} control @returns {Element|null} the label of its id, the nearest when there are several */
  function ownLabel(control) {
    return [...(control.labels ?? [])].at(-1) ?? null;
  }

  /** In a grid the text before a field may be that of the next column. @param {Control} control */
  function isInGrid(control) {
    const parent = up(control);
    return parent !== null && parent.childElementCount > 2 && getComputedStyle(parent).display.endsWith("grid");
  }

  /** What a radio is one answer to. @param {Control} control @returns {string} */
  function groupText(control) {
    if (control.type !== "radio") return "";
    const group = closest(control, "[role=radiogroup], fieldset");
    const legend = group ? textOf(first(group, ":scope > legend")) || ariaText(group) : "";
    return precedingText(closest(control, "label") ?? control).text || legend;
  }

  /** @param {Control} control @returns {string} the word for the icon beside the field */
  function iconText(control) {
    const parent = up(control);
    const holder = parent && parent.childElementCount < 4 ? parent : null;
    const icon = holder ? first(holder, "i[class], span[class] > i[class], svg[class], svg[data-icon], .icon") : null;
    if (!icon) return "";
    const found = ICON.exec(`${attr(icon, "class")} ${attr(icon, "data-icon")}`.toLowerCase())?.[1] ?? "";
    return found ? (ICON_WORDS[found] ?? "id card") : "";
  }

  /** What a person reads there, the surest first. @param {Control} control @param {(control: Control) => Element|null} labelFor @returns {Said[]} */
  function spokenOf(control, labelFor) {
    const { beside, head } = cellTexts(control);
    const sure = [
      { source: "group", text: groupText(control) },
      { source: "label", text: labelText(control, labelFor(control)) },
      { source: "aria", text: ariaText(control) },
      { source: "cell", text: beside },
      { source: "column", text: head },
    ].filter(({ text }) => SAYS.test(text));
    const hints = [
      { source: "placeholder", text: "placeholder" in control ? clean(control.placeholder) : "" },
      { source: "title", text: clean(control.title) },
      { source: "data", text: clean(attr(control, "data-label") || attr(control, "data-placeholder")) },
    ];
    const following = { source: "following", text: followingText(control) };
    const { text, level, isOneOfMany } = precedingText(control);
    const preceding = { source: "preceding", text };
    if (sure.length > 0) {
      // Out of its cell, it is the last text of another row.
      const isRow = level > 0 && closest(control, "td, th");
      return [...sure, ...(isRow || isInGrid(control) ? [] : [preceding]), ...hints, following];
    }
    if (isInGrid(control)) return [{ source: "drawn", text: drawnText(control) }, ...hints];
    if (level === 0) return [preceding, ...hints, following];
    if (following.text) return [following, preceding, ...hints];
    const isUnsure = (isOneOfMany || !text) && !hints.some((hint) => hint.text);
    const drawn = isUnsure ? drawnText(control) : "";
    return [{ source: "drawn", text: drawn }, preceding, ...hints];
  }

  /**
   * @param {Control} control
   * @param {(control: Control) => Element|null} [labelFor] a quicker way to the label of an id
   * @returns {Evidence}
   */
  function of(control, labelFor = ownLabel) {
    const heard = spokenOf(control, labelFor).filter(({ text }) => SAYS.test(text));
    const written = WRITTEN.map((name) => ({ source: name, text: attr(control, name) })).filter(({ text }) => text);
    const icon = heard.length === 0 ? iconText(control) : "";
    if (icon) written.push({ source: "icon", text: icon });
    const label = (heard[0] ?? written[0])?.text.replace(/[\s:*]+$/, "") ?? "";
    const texts = [...heard, ...written].map(({ source, text }) => ({ source, text: normal(text) }));
    return { label, texts, around: surroundings(control) };
  }

  return { of, textOf };
})();
