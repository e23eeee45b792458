/**
 * Writes one text control the way the browser's own autofill does, and reads it back. Knows no roles, no policy and no order
 * of things: who may write what where is decided in fill.js.
 */
globalThis.sitthiWrite = (() => {
  /** A page in the background draws no frames. */
  const LONGEST_FRAME_MS = 120;
  const OPAQUE = /^rgb\(/;
  const CLEAR = /^rgba\(.*,\s*0\)$|^transparent$/;

  /** @typedef {HTMLInputElement|HTMLSelectElement|HTMLTextAreaElement} Control */

  /**
   * The events of Chromium's autofill, in its order: pages are tested with them. The keys are unidentified ones, because
   * jquery.mask formats nothing while the last key it saw was Tab or Shift. The focus itself stays where the person has it.
   * @param {Control} control @param {string} text
   */
  function put(control, text) {
    framed(control, () => {
      control.dispatchEvent(key("keydown"));
      setNative(control, "value", text);
      control.dispatchEvent(
        new InputEvent("input", { bubbles: true, composed: true, inputType: "insertReplacementText" }),
      );
      control.dispatchEvent(key("keyup"));
      control.dispatchEvent(new Event("change", { bubbles: true, composed: true }));
    });
  }

  /** @param {Control} control @param {() => void} act between the control's being entered and left */
  function framed(control, act) {
    control.dispatchEvent(new FocusEvent("focus", { composed: true }));
    control.dispatchEvent(new FocusEvent("focusin", { bubbles: true, composed: true }));
    act();
    control.dispatchEvent(new FocusEvent("blur", { composed: true }));
    control.dispatchEvent(new FocusEvent("focusout", { bubbles: true, composed: true }));
  }

  /** After a choice. @param {Control} control */
  function tellChoice(control) {
    control.dispatchEvent(new Event("input", { bubbles: true, composed: true }));
    control.dispatchEvent(new Event("change", { bubbles: true, composed: true }));
  }

  /** @param {"keydown"|"keyup"} type */
  function key(type) {
    return new KeyboardEvent(type, { bubbles: true, composed: true, cancelable: true, key: "Unidentified" });
  }

  /**
   * By the prototype's own setter: frameworks shadow `value` on the element (reference: platform 2, React).
   * @param {Control} control @param {"value"|"selectedIndex"|"checked"} property @param {string|number|boolean} value
   */
  function setNative(control, property, value) {
    const view = /** @type {any} */ (control.ownerDocument.defaultView);
    const owner = { input: view.HTMLInputElement, select: view.HTMLSelectElement, textarea: view.HTMLTextAreaElement };
    const prototype = owner[/** @type {"input"|"select"|"textarea"} */ (control.localName)].prototype;
    Object.getOwnPropertyDescriptor(prototype, property)?.set?.call(control, value);
  }

  /** The page may put its own separators into a number. @param {Control} control @param {string} text */
  function holds(control, text) {
    return bare(control.value) === bare(text);
  }

  /** @param {Control} control @returns {boolean} somebody has typed here; separators alone are an input mask */
  function isTyped(control) {
    return bare(control.value) !== "";
  }

  /** @param {string} text */
  function bare(text) {
    return text.replace(/[\s/._-]/g, "");
  }

  /** A person would not see what is written here. @param {Control} control */
  function isInvisibleInk(control) {
    const style = control.ownerDocument.defaultView?.getComputedStyle(control);
    if (!style || style.backgroundClip === "text") return false;
    const ink = style.webkitTextFillColor || style.color;
    return CLEAR.test(ink) || (OPAQUE.test(style.backgroundColor) && ink === style.backgroundColor);
  }

  /** One turn of the event loop: microtasks and posted tasks of the page have run. @returns {Promise<void>} */
  function turn() {
    return new Promise((resolve) => setTimeout(resolve, 0));
  }

  /** Frameworks put their own value back with the next frame at the latest. @returns {Promise<void>} */
  async function settled() {
    await new Promise((resolve) => {
      const late = setTimeout(resolve, LONGEST_FRAME_MS);
      requestAnimationFrame(() => {
        clearTimeout(late);
        resolve(undefined);
      });
    });
    await turn();
  }

  return { bare, framed, holds, isInvisibleInk, isTyped, put, setNative, settled, tellChoice, turn };
})();
