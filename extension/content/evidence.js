/**
 * The texts that speak for one control, each with where it came from: labels of all kinds, table cells, the text
 * before it, placeholder, name. Reads only; decides nothing.
 */
globalThis.sitthiEvidence = (() => {
  const { normal } = globalThis.sitthiVocabulary;
  const { parentOf } = globalThis.sitthiDom;
  const LONGEST_LABEL = 80;
  const BLOCKS = "form, fieldset, section, main, body, dialog, table, [role=dialog], [role=form]";

  /** @typedef {HTMLInputElement|HTMLSelectElement|HTMLTextAreaElement} Control */

  /** @param {Element|null|undefined} element @returns {string} its visible text, without that of controls inside it */
  function textOf(element) {
    if (!element) return "";
    const copy = /** @type {Element} */ (element.cloneNode(true));
    for (const inner of copy.querySelectorAll("select, option, textarea, script, style, button")) inner.remove();
    return clean(copy.textContent);
  }

  /** @param {string|null|undefined} text */
  function clean(text) {
    return (text ?? "").replace(/\s+/g, " ").trim().slice(0, LONGEST_LABEL);
  }

  /** @param {Control} control @returns {string} */
  function ariaText(control) {
    const root = /** @type {Document|ShadowRoot} */ (control.getRootNode());
    const ids = (control.getAttribute("aria-labelledby") ?? "").split(/\s+/).filter(Boolean);
    const texts = ids.map((id) => textOf(root.querySelector(`#${CSS.escape(id)}`)));
    return clean([control.getAttribute("aria-label"), ...texts].filter(Boolean).join(" "));
  }

  /** @param {Control} control @returns {string} the cell to the left, else the head of the column */
  function cellText(control) {
    const cell = /** @type {HTMLTableCellElement|null} */ (control.closest("td, th"));
    const row = /** @type {HTMLTableRowElement|null} */ (cell?.parentElement);
    if (!cell || !row?.cells) return "";
    for (let at = cell.previousElementSibling; at; at = at.previousElementSibling) {
      if (at.querySelector("input:not([type=hidden]), select, textarea")) break;
      const text = textOf(at);
      if (text) return text;
    }
    const above = /** @type {HTMLTableRowElement|null} */ (row.previousElementSibling);
    const head = above?.cells?.[cell.cellIndex] ?? row.closest("table")?.tHead?.rows[0]?.cells[cell.cellIndex];
    return head && !head.querySelector("input, select, textarea") ? textOf(head) : "";
  }

  /** @param {Element} element @returns {string} the nearest text before it, inside its own block */
  function precedingText(element) {
    /** @type {Element|null} */
    let at = element;
    for (let level = 0; at && level < 4; level += 1, at = parentOf(at)) {
      for (let before = at.previousSibling; before; before = before.previousSibling) {
        if (before.nodeType === Node.ELEMENT_NODE) {
          const earlier = /** @type {Element} */ (before);
          if (earlier.matches("input:not([type=hidden]), select, textarea, button")) return "";
          if (earlier.querySelector("input:not([type=hidden]), select, textarea")) return "";
          if (earlier.matches("script, style")) continue;
          const text = textOf(earlier);
          if (text) return text;
        } else if (before.nodeType === Node.TEXT_NODE) {
          const text = clean(before.textContent);
          if (text && /[\p{L}\d]/u.test(text)) return text;
        }
      }
      const parent = parentOf(at);
      if (!parent || parent.matches(BLOCKS)) return "";
    }
    return "";
  }

  /** @param {Control} control @returns {string} label[for], wrapping label; of a duplicate id, only the label that is nearest */
  function labelText(control) {
    const wrapping = control.closest("label");
    if (wrapping) return textOf(wrapping);
    const labels = [...(control.labels ?? [])];
    const near = labels.at(-1);
    if (near) return textOf(near);
    if (!control.id) return "";
    const root = /** @type {Document|ShadowRoot} */ (control.getRootNode());
    const shared = root.querySelectorAll(`#${CSS.escape(control.id)}`);
    const candidates = [...root.querySelectorAll(`label[for="${CSS.escape(control.id)}"]`)];
    const index = [...shared].indexOf(control);
    return textOf(candidates[index]);
  }

  /** What a radio is one answer to. @param {Control} control @returns {string} */
  function groupText(control) {
    if (control.type !== "radio") return "";
    const group = control.closest("[role=radiogroup], fieldset");
    const legend = textOf(group?.querySelector(":scope > legend")) || clean(group?.getAttribute("aria-label"));
    return precedingText(control.closest("label") ?? control) || legend;
  }

  /** @param {Control} control @returns {string} headings and legends around it, the nearest first */
  function surroundings(control) {
    const texts = [];
    for (let at = control.closest("fieldset, section, form, dialog, [role=dialog], [role=group]"); at; ) {
      const heading = at.querySelector(
        ":scope > legend, :scope > h1, :scope > h2, :scope > h3, :scope > h4, :scope > header",
      );
      texts.push(textOf(heading), clean(at.getAttribute("aria-label")));
      at = at.parentElement?.closest("fieldset, section, form, dialog, [role=dialog], [role=group]") ?? null;
    }
    return normal(texts.filter(Boolean).join(" "));
  }

  /** What the page says outside its forms. @param {Node} owner a form, or what stands for one @returns {string} normalised */
  function pageText(owner) {
    const document = /** @type {Document} */ (owner.ownerDocument ?? owner);
    const headings = [...document.querySelectorAll("h1")].filter((heading) => !heading.closest("form")).slice(0, 2);
    const before = owner.nodeType === Node.ELEMENT_NODE ? headingBefore(/** @type {Element} */ (owner)) : null;
    return normal([document.title, ...headings.map(textOf), textOf(before)].join(" "));
  }

  /** @param {Element} element @returns {Element|null} the nearest heading before it, in its own or an enclosing block */
  function headingBefore(element) {
    let at = /** @type {Element|null} */ (element);
    for (let level = 0; at && level < 4 && !at.matches("body"); level += 1, at = parentOf(at)) {
      for (let before = at.previousElementSibling; before; before = before.previousElementSibling) {
        if (before.matches("form") || before.querySelector("form")) break;
        if (before.matches("h1, h2, h3, h4")) return before;
        const inner = before.querySelector("h1, h2, h3, h4");
        if (inner) return inner;
      }
    }
    return null;
  }

  /**
   * @param {Control} control
   * @returns {{label: string, texts: {source: string, text: string}[], around: string}} `label` for people, the rest normalised
   */
  function of(control) {
    const placeholder = "placeholder" in control ? clean(control.placeholder) : "";
    const spoken = [
      { source: "group", text: groupText(control) },
      { source: "label", text: labelText(control) },
      { source: "aria", text: ariaText(control) },
      { source: "cell", text: cellText(control) },
      { source: "preceding", text: precedingText(control) },
      { source: "placeholder", text: placeholder },
      { source: "title", text: clean(control.title) },
    ].filter(({ text }) => text);
    const written = [
      { source: "name", text: control.name },
      { source: "id", text: control.id },
    ].filter(({ text }) => text);
    const label = (spoken[0] ?? written[0])?.text.replace(/[\s:*]+$/, "") ?? "";
    const texts = [...spoken, ...written].map(({ source, text }) => ({ source, text: normal(text) }));
    return { label, texts, around: surroundings(control) };
  }

  return { clean, of, pageText, textOf };
})();
