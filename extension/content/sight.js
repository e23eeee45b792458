/**
 * What a person can see: whether a control is drawn, in reach by scrolling, not faded, cut off, covered or pushed aside.
 * Reads layout only. A `look` remembers the ancestors' styles, so that a page of many fields is measured once.
 */
globalThis.sitthiSight = (() => {
  const { attr, contains, has, matches, rect, shadow, tag, up, viewOf, documentOf } = globalThis.sitthiSafe;
  /** Smaller than any field that one could type in. */
  const SMALLEST_WIDTH = 8;
  const SMALLEST_HEIGHT = 6;
  const FAINTEST = 0.2;
  const MOST_DEPTH = 8;
  /** How far from its ends a field is looked at. */
  const END_PX = 12;

  /** @typedef {HTMLInputElement|HTMLSelectElement|HTMLTextAreaElement} Control */
  /** @typedef {"shown"|"hidden"|"covered"} Sight */

  class Look {
    constructor() {
      /** @type {Map<Element, Drawing>} */
      this.drawings = new Map();
      /** @type {Map<Element, DOMRect>} */
      this.boxes = new Map();
      /** @type {Map<Element, Sight>} */
      this.known = new Map();
    }

    /** @param {Control} control @returns {Sight} whether anything lies over it included, which is dear on large pages */
    at(control) {
      const sight = this.drawn(control);
      return sight === "shown" ? this.uncovered(control) : sight;
    }

    /** @param {Control} control @returns {Sight} "shown" also while something lies over it; radios may be drawn by their label alone */
    drawn(control) {
      const known = this.known.get(control);
      if (known) return known;
      let sight = this.of(control);
      const label = sight !== "shown" && control.type === "radio" ? control.labels?.[0] : null;
      if (label) sight = this.of(label);
      this.known.set(control, sight);
      return sight;
    }

    /** @param {Control} control one that is drawn @returns {Sight} */
    uncovered(control) {
      const label = this.isInView(control) ? null : control.type === "radio" ? control.labels?.[0] : null;
      const shown = label ?? control;
      return !this.isInView(shown) || isOnTop(shown, this.box(shown)) ? "shown" : "covered";
    }

    /** @param {Element} element */
    isInView(element) {
      const view = viewOf(element);
      return view !== null && this.reach(element, this.box(element), view) === "in view";
    }

    /** @param {Element} element @returns {Sight} a person sees it, or can scroll to it */
    of(element) {
      const box = this.box(element);
      const view = viewOf(element);
      if (!view || isTiny(box)) return "hidden";
      if (box.right + view.scrollX <= 0 || box.bottom + view.scrollY <= 0) return "hidden";
      if (!Element.prototype.checkVisibility.call(element, { visibilityProperty: true, contentVisibilityAuto: true }))
        return "hidden";
      return this.reach(element, box, view) === "hidden" ? "hidden" : "shown";
    }

    /**
     * Goes up the ancestors: what they hide, cut off or push aside. An ancestor cuts off only what is laid out inside it:
     * `position: absolute` leaves the ancestors that are not positioned, `fixed` leaves all (reference: CSS 2, 11.1.1).
     * @param {Element} element @param {DOMRect} own @param {Window} view @returns {"hidden"|"in view"|"by scrolling"}
     */
    reach(element, own, view) {
      if (hasInvisibleText(element, view)) return "hidden";
      const isTrap = matches(element, "[tabindex='-1']:not([type=password])");
      const window = viewport(view);
      let box = own;
      let opacity = 1;
      let inView = true;
      let leaves = "static";
      for (let at = /** @type {Element|null} */ (element); at; at = up(at)) {
        const drawing = this.drawing(at, view);
        opacity *= drawing.opacity;
        // A trap for robots is kept from the keyboard and from screen readers. So are passwords of a later step, which hide themselves.
        if (drawing.isGone || (isTrap && drawing.isSilent) || opacity < FAINTEST) return "hidden";
        if (drawing.isMoved || (drawing.position !== "static" && leaves !== "fixed")) leaves = "static";
        if (at !== element && leaves === "static" && drawing.cuts) {
          const around = this.box(at);
          if (isTiny(common(box, around, drawing.cuts))) {
            if (isTiny(around) || !drawing.scrolls) return "hidden";
            inView = false;
          }
          if (drawing.scrolls) box = around;
        }
        if (drawing.position === "fixed" && isTiny(common(box, window))) return "hidden";
        const isPlaced = drawing.position === "absolute" || drawing.position === "fixed";
        if ((isPlaced || drawing.isMoved) && this.box(at).left + view.scrollX >= view.innerWidth) return "hidden";
        if (isPlaced) leaves = drawing.position;
      }
      return inView && !isTiny(common(own, window)) ? "in view" : "by scrolling";
    }

    /** @param {Element} element @param {Window} view @returns {Drawing} */
    drawing(element, view) {
      let drawing = this.drawings.get(element);
      if (!drawing) {
        drawing = drawingOf(element, view.getComputedStyle(element));
        this.drawings.set(element, drawing);
      }
      return drawing;
    }

    /** @param {Element} element */
    box(element) {
      let box = this.boxes.get(element);
      if (!box) {
        box = rect(element);
        this.boxes.set(element, box);
      }
      return box;
    }
  }

  /**
   * What an element does to what is in it, read once: a style object is asked anew each time.
   * @typedef {{x: boolean, y: boolean}} Cuts
   * @typedef {{isGone: boolean, isSilent: boolean, opacity: number, position: string, isMoved: boolean, cuts: Cuts|null, scrolls: boolean}} Drawing
   */

  /** @param {Element} element @param {CSSStyleDeclaration} style @returns {Drawing} */
  function drawingOf(element, style) {
    const { overflowX, overflowY, opacity, filter, position, transform } = style;
    const cuts = { x: overflowX !== "visible", y: overflowY !== "visible" };
    // The overflow of html and body is the window's.
    const isWindow = tag(element) === "html" || tag(element) === "body";
    return {
      isGone: has(element, "inert") || isClippedAway(style),
      isSilent: attr(element, "aria-hidden") === "true",
      opacity: Number(opacity) * filterOpacity(filter),
      position,
      isMoved: transform !== "none",
      cuts: !isWindow && (cuts.x || cuts.y) ? cuts : null,
      scrolls: /auto|scroll/.test(`${overflowX} ${overflowY}`),
    };
  }

  /** Nobody sees what is written there. @param {Element} element @param {Window} view */
  function hasInvisibleText(element, view) {
    if (!matches(element, "input:not([type=radio], [type=checkbox]), textarea")) return false;
    const { color, webkitTextFillColor } = view.getComputedStyle(element);
    return /^rgba\(.*, 0\)$/.test(webkitTextFillColor || color);
  }

  /** @param {Window} view */
  function viewport(view) {
    return new DOMRect(0, 0, view.innerWidth, view.innerHeight);
  }

  /** What is left of a box in the one around it. @param {DOMRect} box @param {DOMRect} around @param {Cuts} [cuts] */
  function common(box, around, cuts = { x: true, y: true }) {
    const left = cuts.x ? Math.max(box.left, around.left) : box.left;
    const right = cuts.x ? Math.min(box.right, around.right) : box.right;
    const top = cuts.y ? Math.max(box.top, around.top) : box.top;
    const bottom = cuts.y ? Math.min(box.bottom, around.bottom) : box.bottom;
    return { width: right - left, height: bottom - top };
  }

  /** @param {{width: number, height: number}} box */
  function isTiny({ width, height }) {
    return width < SMALLEST_WIDTH || height < SMALLEST_HEIGHT;
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
    let isOutside = true;
    for (const x of [box.left + box.width / 2, box.left + ends, box.right - ends]) {
      const top = topAt(documentOf(element), x, y);
      if (top && isPartOf(top, element)) return true;
      if (top) isOutside = false;
    }
    // No element at all: the places are outside the window.
    return isOutside;
  }

  /** @param {Document} document @param {number} x @param {number} y @returns {Element|null} also inside open shadow roots */
  function topAt(document, x, y) {
    let top = Document.prototype.elementFromPoint.call(document, x, y);
    for (let depth = 0; top && depth < MOST_DEPTH; depth += 1) {
      const inner = shadow(top)?.elementFromPoint(x, y) ?? null;
      if (!inner || inner === top) break;
      top = inner;
    }
    return top;
  }

  /** @param {Element} top @param {Element} element */
  function isPartOf(top, element) {
    if (contains(element, top)) return true;
    return labelsOf(element).some((label) => contains(label, top)) || labelsOf(top).some((label) => label === element);
  }

  /** @param {Element} element @returns {Element[]} */
  function labelsOf(element) {
    const { labels } = /** @type {HTMLInputElement} */ (element);
    return labels && !matches(element, "form") ? [...labels] : [];
  }

  return { Look };
})();
