/**
 * Walking the document: which controls exist, which of them a person can see and write in. Reads only.
 * Goes into open shadow roots and same-origin, unsandboxed frames; never into another origin.
 */
globalThis.sitthiDom = (() => {
  const CONTROLS = "input, select, textarea";
  const TEXT_TYPES = new Set(["text", "email", "tel", "number", "password", "search", "url", "date", ""]);
  /** Bounds for enormous pages: the walk stops, the page stays usable. */
  const MOST_ELEMENTS = 40_000;
  const MOST_CONTROLS = 600;
  const MOST_DEPTH = 8;
  const SMALLEST_PX = 4;
  const FAINTEST = 0.2;

  /** @typedef {HTMLInputElement|HTMLSelectElement|HTMLTextAreaElement} Control */

  /**
   * Every control under root, in document order, shadow roots and frames at their place.
   * @param {Document|ShadowRoot|Element} root
   * @returns {Control[]}
   */
  function controls(root) {
    /** @type {Control[]} */
    const found = [];
    const budget = { elements: MOST_ELEMENTS };
    collect(root, found, budget, 0);
    return found;
  }

  /** @param {Document|ShadowRoot|Element} root @param {Control[]} found @param {{elements: number}} budget @param {number} depth */
  function collect(root, found, budget, depth) {
    if (depth > MOST_DEPTH) return;
    for (const element of root.querySelectorAll("*")) {
      budget.elements -= 1;
      if (budget.elements < 0 || found.length >= MOST_CONTROLS) return;
      if (element.matches(CONTROLS)) found.push(/** @type {Control} */ (element));
      if (element.shadowRoot) collect(element.shadowRoot, found, budget, depth + 1);
      const inner = element.localName === "iframe" ? ownDocument(/** @type {HTMLIFrameElement} */ (element)) : null;
      if (inner) collect(inner, found, budget, depth + 1);
    }
  }

  /** @param {HTMLIFrameElement} frame @returns {Document|null} its document, if it is of the very same origin and shown */
  function ownDocument(frame) {
    if (frame.hasAttribute("sandbox") || !isShown(frame)) return null;
    const inner = frame.contentDocument;
    if (!inner?.defaultView) return null;
    const origin = inner.defaultView.origin;
    return origin === frame.ownerDocument.defaultView?.origin ? inner : null;
  }

  /** @param {Control} control @returns {boolean} a person could type or choose here now */
  function isWritable(control) {
    if (control.matches(":disabled")) return false;
    if ("readOnly" in control && control.readOnly) return false;
    if (control.getAttribute("aria-readonly") === "true" || control.getAttribute("aria-disabled") === "true")
      return false;
    return true;
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

  /** @param {Control} control @returns {boolean} radios may be drawn by their label alone */
  function isVisible(control) {
    if (isShown(control)) return true;
    const label = isRadio(control) ? control.labels?.[0] : undefined;
    return label !== undefined && isShown(label);
  }

  /** @param {Element} element */
  function isShown(element) {
    const box = element.getBoundingClientRect();
    if (box.width < SMALLEST_PX || box.height < SMALLEST_PX) return false;
    const view = element.ownerDocument.defaultView;
    if (!view || box.right + view.scrollX <= 0 || box.bottom + view.scrollY <= 0) return false;
    if (!element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true })) return false;
    return opacityOf(element, view) >= FAINTEST && !isClippedAway(element, view);
  }

  /** @param {Element} element @param {Window} view @returns {number} its own and its ancestors' opacity, multiplied */
  function opacityOf(element, view) {
    let opacity = 1;
    for (let at = /** @type {Element|null} */ (element); at && opacity >= FAINTEST; at = parentOf(at)) {
      opacity *= Number(view.getComputedStyle(at).opacity);
    }
    return opacity;
  }

  /** @param {Element} element @param {Window} view */
  function isClippedAway(element, view) {
    const { clip, clipPath } = view.getComputedStyle(element);
    return /^rect\((0(px)?|1px),? /.test(clip) || /inset\((50%|100%)/.test(clipPath);
  }

  /** @param {Element} element @returns {Element|null} also out of a shadow root */
  function parentOf(element) {
    if (element.parentElement) return element.parentElement;
    const root = element.getRootNode();
    return "host" in root ? /** @type {ShadowRoot} */ (root).host : null;
  }

  return { controls, isRadio, isTextLike, isVisible, isWritable, parentOf };
})();
