/**
 * Which field is under the pointer, and where it is in the window: through open shadow roots and frames of the same
 * origin. Reads only.
 */
globalThis.sitthiTeachPointer = (() => {
  const { all, closest, has, matches, rect, rootOf, shadow, tag, up, viewOf } = globalThis.sitthiSafe;
  const BUTTONS = ["hidden", "submit", "button", "reset", "image", "file", "checkbox", "range", "color"];
  const FIELDS = `input${BUTTONS.map((type) => `:not([type=${type}])`).join("")}, select, textarea`;
  /** What is drawn around a small input belongs to it; a whole form does not. */
  const WRAPPER_LEVELS = 3;
  const WRAPPER_PX = 90;

  /** @typedef {HTMLInputElement|HTMLSelectElement|HTMLTextAreaElement} Control */

  /** @param {number} x @param {number} y @returns {Control|"other_frame"|null} */
  function controlAt(x, y) {
    const top = topAt(document, x, y);
    if (!top) return null;
    if (["iframe", "frame"].includes(tag(top))) return "other_frame";
    const label = /** @type {HTMLLabelElement|null} */ (closest(top, "label"));
    return asControl(closest(top, FIELDS)) ?? asControl(label?.control ?? null) ?? wrapped(top);
  }

  /** @param {Element|null} element @returns {Control|null} */
  function asControl(element) {
    return element && matches(element, FIELDS) ? /** @type {Control} */ (element) : null;
  }

  /** @param {Element} top @returns {Control|null} */
  function wrapped(top) {
    let at = /** @type {Element|null} */ (top);
    for (let level = 0; at && level < WRAPPER_LEVELS && rect(at).height <= WRAPPER_PX; level += 1, at = up(at)) {
      const inside = all(at, FIELDS);
      if (inside.length > 0) return inside.length === 1 ? asControl(inside[0] ?? null) : null;
    }
    return null;
  }

  /** @param {Document|ShadowRoot} root @param {number} x @param {number} y @returns {Element|null} */
  function topAt(root, x, y) {
    const top = root.elementFromPoint(x, y);
    if (!top || rootOf(top) !== root) return null;
    const shade = shadow(top);
    if (shade) return topAt(shade, x, y) ?? top;
    const inner = innerDocument(top);
    if (!inner) return top;
    const { left, top: above } = rect(top);
    return topAt(inner, x - left - top.clientLeft, y - above - top.clientTop) ?? top;
  }

  /** @param {Element} element @returns {Document|null} of a frame of this very origin */
  function innerDocument(element) {
    if (tag(element) !== "iframe" || has(element, "sandbox")) return null;
    const inner = /** @type {HTMLIFrameElement} */ (element).contentDocument;
    return inner?.defaultView?.origin === globalThis.origin ? inner : null;
  }

  /** @param {Element} element @returns {{left: number, top: number, width: number, height: number}} in the top window */
  function boxOf(element) {
    let { left, top, width, height } = rect(element);
    for (let frame = frameOf(element); frame; frame = frameOf(frame)) {
      const around = rect(frame);
      left += around.left + frame.clientLeft;
      top += around.top + frame.clientTop;
    }
    return { left, top, width, height };
  }

  /** What the wheel would have scrolled. @param {number} x @param {number} y @param {number} dx @param {number} dy */
  function scrollAt(x, y, dx, dy) {
    for (let at = topAt(document, x, y); at; at = up(at) ?? frameOf(at)) {
      const before = [at.scrollLeft, at.scrollTop].join();
      at.scrollBy({ left: dx, top: dy, behavior: "instant" });
      if ([at.scrollLeft, at.scrollTop].join() !== before) return;
    }
  }

  /** @param {Element} element @returns {Element|null} the frame that its document is in */
  function frameOf(element) {
    return viewOf(element)?.frameElement ?? null;
  }

  return { boxOf, controlAt, scrollAt };
})();
