/**
 * The last fill can be taken back for two minutes, as long as the page is there. What the fields held before is kept in the
 * isolated world's memory alone; of what was written only a salted digest, to see whether it still stands there.
 * Made once per document: the files are put into the page again at each survey, and must not forget.
 */
globalThis.sitthiUndo ??= (() => {
  const { framed, put, setNative, tellChoice } = globalThis.sitthiWrite;
  const { radiosOf } = globalThis.sitthiChoice;
  const { isRadio, isWritable } = globalThis.sitthiDom;
  const LIFETIME_MS = 120_000;
  const seed = crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;

  /** @typedef {HTMLInputElement|HTMLSelectElement|HTMLTextAreaElement} Control */
  /** @typedef {SitthiSnapshot & {after: string}} Entry `before`: a text, or the place of the choice (-1: none) */
  /** @type {Entry[][]} one list a field */
  let kept = [];
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  let timer;

  /** @param {Control} control @returns {SitthiSnapshot} before it is written to */
  function snapshot(control) {
    return { control, before: stateOf(control) };
  }

  /** @param {SitthiSnapshot[][]} fields those that were filled, as they were before */
  function keep(fields) {
    forget();
    kept = fields.map((controls) => controls.map((each) => ({ ...each, after: digest(stateOf(each.control)) })));
    if (kept.length > 0) timer = setTimeout(forget, LIFETIME_MS);
  }

  /** @returns {number} how many fields have got back what they held; a field that somebody has changed since is left alone */
  function restore() {
    const fields = kept.filter(isUntouched);
    forget();
    for (const controls of fields.toReversed()) for (const entry of controls.toReversed()) putBack(entry);
    return fields.length;
  }

  /** @returns {boolean} */
  function isReady() {
    return kept.some(isUntouched);
  }

  function forget() {
    clearTimeout(timer);
    kept = [];
  }

  /** @param {Entry[]} controls */
  function isUntouched(controls) {
    return controls.every(
      ({ control, after }) => control.isConnected && isWritable(control) && digest(stateOf(control)) === after,
    );
  }

  /** @param {Control} control @returns {string|number} */
  function stateOf(control) {
    if (isRadio(control)) return radiosOf(control).findIndex(({ checked }) => checked);
    return control.localName === "select" ? /** @type {HTMLSelectElement} */ (control).selectedIndex : control.value;
  }

  /** @param {Entry} entry */
  function putBack({ control, before }) {
    if (typeof before === "string") {
      put(control, before);
    } else if (!isRadio(control)) {
      framed(control, () => {
        setNative(control, "selectedIndex", before);
        tellChoice(control);
      });
    } else if (before >= 0) {
      radiosOf(control)[before]?.click();
    } else {
      const chosen = radiosOf(control).find(({ checked }) => checked);
      if (chosen) setNative(chosen, "checked", false);
      tellChoice(chosen ?? control);
    }
  }

  /** cyrb53, seeded. @param {string|number} state */
  function digest(state) {
    let [high, low] = [0xdeadbeef ^ seed, 0x41c6ce57 ^ seed];
    for (const letter of String(state)) {
      const code = letter.codePointAt(0) ?? 0;
      high = Math.imul(high ^ code, 2654435761);
      low = Math.imul(low ^ code, 1597334677);
    }
    high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
    low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
    return `${high >>> 0}.${low >>> 0}`;
  }

  return { isReady, keep, restore, snapshot };
})();
