/**
 * Facts about one control: may a person write in it, is it text. Reads only.
 */
globalThis.sitthiDom = (() => {
  const { attr, up } = globalThis.sitthiSafe;
  const { Look } = globalThis.sitthiSight;
  const TEXT_TYPES = new Set(["text", "email", "tel", "number", "password", "search", "url", "date", ""]);

  /** @typedef {HTMLInputElement|HTMLSelectElement|HTMLTextAreaElement} Control */

  /** @param {Control} control @returns {boolean} a person could type or choose here now */
  function isWritable(control) {
    if (control.matches(":disabled")) return false;
    if ("readOnly" in control && control.readOnly) return false;
    return attr(control, "aria-readonly") !== "true" && attr(control, "aria-disabled") !== "true";
  }

  /** @param {Control} control */
  function isTextLike(control) {
    if (control.localName === "textarea") return true;
    return control.localName === "input" && TEXT_TYPES.has(control.type);
  }

  /** @param {Control} control @returns {control is HTMLInputElement} */
  function isRadio(control) {
    return control.localName === "input" && control.type === "radio";
  }

  /** @param {Control} control */
  function isVisible(control) {
    return new Look().at(control) === "shown";
  }

  return { isRadio, isTextLike, isVisible, isWritable, parentOf: up };
})();
