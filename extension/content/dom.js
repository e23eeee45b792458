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
  /** How far from its ends a field is looked at. */
  const END_PX = 12;

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

  /** @param {Element} element a person sees it, or can scroll to it */
  function isShown(element) {
    const box = element.getBoundingClientRect();
    const view = element.ownerDocument.defaultView;
    if (!view || isTiny(box)) return false;
    if (box.right + view.scrollX <= 0 || box.bottom + view.scrollY <= 0) return false;
    if (!element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true })) return false;
    const sight = sightOf(element, box, view);
    return sight === "in view" ? isOnTop(element, box) : sight === "by scrolling";
  }

  /**
   * Goes up the ancestors: what they hide, cut off or push aside. An ancestor cuts off only what is laid out inside it:
   * `position: absolute` leaves the ancestors that are not positioned, `fixed` leaves all (reference: CSS 2, 11.1.1).
   * @param {Element} element @param {DOMRect} own @param {Window} view @returns {"hidden"|"in view"|"by scrolling"}
   */
  function sightOf(element, own, view) {
    let box = own;
    let opacity = 1;
    let inView = true;
    let leaves = "static";
    for (let at = /** @type {Element|null} */ (element); at; at = parentOf(at)) {
      if (at.hasAttribute("inert") || isDecoration(at, element)) return "hidden";
      const style = view.getComputedStyle(at);
      opacity *= Number(style.opacity) * filterOpacity(style.filter);
      if (opacity < FAINTEST || isClippedAway(style)) return "hidden";
      const isBlock = style.transform !== "none" || (style.position !== "static" && leaves !== "fixed");
      if (isBlock) leaves = "static";
      if (at !== element && leaves === "static" && cuts(at, style)) {
        const around = at.getBoundingClientRect();
        if (isTiny(common(box, around, style))) {
          if (isTiny(around) || !scrolls(style)) return "hidden";
          inView = false;
        }
        if (scrolls(style)) box = around;
      }
      if (style.position === "fixed" && isTiny(common(box, viewport(view)))) return "hidden";
      const isPlaced = style.transform !== "none" || ["absolute", "fixed"].includes(style.position);
      if (isPlaced && at.getBoundingClientRect().left + view.scrollX >= view.innerWidth) return "hidden";
      if (["absolute", "fixed"].includes(style.position)) leaves = style.position;
    }
    return inView && !isTiny(common(own, viewport(view))) ? "in view" : "by scrolling";
  }

  /**
   * A trap for robots is kept from the keyboard and from screen readers. So are passwords of a later step, which hide themselves.
   * @param {Element} at @param {Element} element
   */
  function isDecoration(at, element) {
    return at.getAttribute("aria-hidden") === "true" && element.matches("[tabindex='-1']:not([type=password])");
  }

  /** The overflow of html and body is the window's. @param {Element} at @param {CSSStyleDeclaration} style */
  function cuts(at, style) {
    return !at.matches("html, body") && (style.overflowX !== "visible" || style.overflowY !== "visible");
  }

  /** @param {CSSStyleDeclaration} style */
  function scrolls({ overflowX, overflowY }) {
    return /auto|scroll/.test(`${overflowX} ${overflowY}`);
  }

  /** @param {Window} view */
  function viewport(view) {
    return new DOMRect(0, 0, view.innerWidth, view.innerHeight);
  }

  /** What is left of a box in the one around it. @param {DOMRect} box @param {DOMRect} around @param {CSSStyleDeclaration} [style] */
  function common(box, around, style) {
    const [cutsX, cutsY] = [style?.overflowX !== "visible", style?.overflowY !== "visible"];
    const left = cutsX ? Math.max(box.left, around.left) : box.left;
    const right = cutsX ? Math.min(box.right, around.right) : box.right;
    const top = cutsY ? Math.max(box.top, around.top) : box.top;
    const bottom = cutsY ? Math.min(box.bottom, around.bottom) : box.bottom;
    return new DOMRect(left, top, Math.max(0, right - left), Math.max(0, bottom - top));
  }

  /** @param {DOMRect} box */
  function isTiny({ width, height }) {
    return width < SMALLEST_PX || height < SMALLEST_PX;
  }

  /** @param {string} filter */
  function filterOpacity(filter) {
    const [, amount = "1", unit] = /opacity\(([\d.]+)(%?)\)/.exec(filter) ?? [];
    return unit ? Number(amount) / 100 : Number(amount);
  }

  /** @param {CSSStyleDeclaration} style */
  function isClippedAway({ clip, clipPath }) {
    return /^rect\((0(px)?|1px),? /.test(clip) || /inset\((50%|100%)|(circle|ellipse)\(0(px|%)?[ )]/.test(clipPath);
  }

  /**
   * Something else may lie over it. A drawn label may cover the middle, so its two ends are looked at as well.
   * @param {Element} element @param {DOMRect} box
   */
  function isOnTop(element, box) {
    const y = box.top + box.height / 2;
    const ends = Math.min(box.width / 4, END_PX);
    const places = [box.left + box.width / 2, box.left + ends, box.right - ends];
    const tops = places.map((x) => topAt(element.ownerDocument, x, y));
    // No element at all: the places are outside the window.
    return tops.every((top) => top === null) || tops.some((top) => top !== null && isPartOf(top, element));
  }

  /** @param {Document} document @param {number} x @param {number} y @returns {Element|null} also inside open shadow roots */
  function topAt(document, x, y) {
    let top = document.elementFromPoint(x, y);
    for (let depth = 0; top?.shadowRoot && depth < MOST_DEPTH; depth += 1) {
      const inner = top.shadowRoot.elementFromPoint(x, y);
      if (!inner || inner === top) break;
      top = inner;
    }
    return top;
  }

  /** @param {Element} top @param {Element} element */
  function isPartOf(top, element) {
    if (element.contains(top)) return true;
    return labelsOf(element).some((label) => label.contains(top)) || labelsOf(top).some((label) => label === element);
  }

  /** @param {Element} element @returns {Element[]} */
  function labelsOf(element) {
    const { labels } = /** @type {HTMLInputElement} */ (element);
    return labels ? [...labels] : [];
  }

  /** @param {Element} element @returns {Element|null} also out of a shadow root */
  function parentOf(element) {
    if (element.parentElement) return element.parentElement;
    const root = element.getRootNode();
    return "host" in root ? /** @type {ShadowRoot} */ (root).host : null;
  }

  return { controls, isRadio, isTextLike, isVisible, isWritable, parentOf };
})();
