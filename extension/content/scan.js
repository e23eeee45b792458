/**
 * One pass over the page: every control in the order of the page, and which of them a word of interest stands at.
 * Goes into open shadow roots and same-origin, unsandboxed frames; never into another origin. Reads only, measures nothing:
 * pages of ten thousand fields are cheap as long as few of them matter.
 */
globalThis.sitthiScan = (() => {
  const { all, has, isText, rootOf, shadow, tag, viewOf } = globalThis.sitthiSafe;
  const { INTEREST, STRONG } = globalThis.sitthiVocabulary;
  const { Look } = globalThis.sitthiSight;
  /** Bounds for enormous pages: the walk stops, the page stays usable. */
  const MOST_NODES = 1_000_000;
  const MOST_CONTROLS = 20_000;
  const MOST_DEPTH = 8;
  const HTML = "http://www.w3.org/1999/xhtml";
  /** A label is short; a paragraph or a script is none. */
  const LONGEST_TEXT = 300;
  const BUTTONS = new Set(["button", "submit", "image", "reset", "hidden", "file", "range", "color"]);
  /** Nothing to read in the element itself, and no shadow root can hang on it. */
  const PLAIN = "option td tr th tbody thead table br b i u em strong small img path svg li ul ol form";
  /** What to do with an element of this name, in one look-up for each; all others may hold a tree of their own. */
  const KINDS = new Map([
    ...kinds("plain", PLAIN),
    ...kinds("field", "input select textarea"),
    ...kinds("landmark", "h1 h2 h3 h4 h5 legend hr button"),
    ...kinds("label", "label"),
    ...kinds("link", "a"),
  ]);
  /** Asked only where name, id, placeholder and label are silent: on a page of many fields every question counts. */
  const WHISPERING = ["title", "autocomplete", "formcontrolname", "ng-model", "v-model", "data-testid"];

  /** @typedef {HTMLInputElement|HTMLSelectElement|HTMLTextAreaElement} Control */

  /** What one pass saw. */
  class Page {
    constructor() {
      /** @type {Control[]} in the order of the page */
      this.controls = [];
      /** @type {Set<Control>} those in a shadow root or a frame */
      this.inner = new Set();
      /** @type {Map<Control, boolean>} those that a word of interest stands at; true: a strong one */
      this.marked = new Map();
      /** @type {Element[]} headings, rules and buttons, in the order of the page */
      this.landmarks = [];
      /** @type {Map<Document, string>} what each document says of itself, read once */
      this.titles = new Map();
      /** @type {Map<Control, ReturnType<typeof sitthiEvidence.of>>} what was read of each control, once */
      this.evidence = new Map();
      /** @type {Map<string, Element|Element[]>} labels by what they are for, of all trees */
      this.labels = new Map();
      /** @type {Element[]} frames that are another site's, or shut off */
      this.frames = [];
      this.nodes = 0;
      /** A word of interest was read, and no control has come yet; true: a strong one. @type {boolean|null} */
      this.pending = null;
    }

    /** @param {Control} control @returns {Element|null} the label for its id; of a duplicate id, the one in the same place */
    labelFor(control) {
      if (!control.id) return null;
      const root = rootOf(control);
      const labels = [this.labels.get(control.id) ?? []].flat().filter((label) => rootOf(label) === root);
      if (labels.length < 2) return labels[0] ?? null;
      const same = all(root, `#${CSS.escape(control.id)}`);
      // With one control, the nearest label is the last; with several, each has its own.
      return (same.length === 1 ? labels.at(-1) : labels[same.indexOf(control)]) ?? null;
    }
  }

  /** @param {Document|ShadowRoot|Element} root @returns {Page} */
  function scan(root) {
    const page = new Page();
    walk(root, page, 0);
    return page;
  }

  /** @param {string} kind @param {string} tags @returns {Array<[string, string]>} */
  function kinds(kind, tags) {
    return tags.split(" ").map((name) => [name, kind]);
  }

  /**
   * The one loop that sees every node.
   * @param {Document|ShadowRoot|Element} root @param {Page} page @param {number} depth
   */
  function walk(root, page, depth) {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      page.nodes += 1;
      if (page.nodes > MOST_NODES || page.controls.length >= MOST_CONTROLS) return;
      if (isText(node)) readText(node.data, page);
      else readElement(/** @type {Element} */ (node), page, depth);
    }
  }

  /** @param {string} data @param {Page} page */
  function readText(data, page) {
    if (data.length < 2 || data.length > LONGEST_TEXT) return;
    const words = data.trim();
    if (words.length < 2 || !INTEREST.test(words)) return;
    const isStrong = STRONG.test(words);
    page.pending = page.pending || isStrong;
    // A label may stand after its field.
    const last = page.controls.at(-1);
    if (last) mark(page, last, isStrong);
  }

  /** @param {Page} page @param {Control} control @param {boolean} isStrong */
  function mark({ marked }, control, isStrong) {
    if (isStrong || !marked.has(control)) marked.set(control, isStrong);
  }

  /** @param {Element} element @param {Page} page @param {number} depth */
  function readElement(element, page, depth) {
    const name = tag(element);
    const kind = KINDS.get(name);
    if (kind === undefined) {
      if (depth < MOST_DEPTH) readInner(element, name, page, depth);
    } else if (kind === "field") {
      // Another namespace has elements of these names that are no fields.
      if (element.namespaceURI === HTML) readControl(/** @type {Control} */ (element), page, depth);
    } else if (kind === "landmark") page.landmarks.push(element);
    else if (kind === "label") readLabel(element, page);
    else if (kind === "link") readLink(element, page);
  }

  /** @param {Element} element @param {string} name @param {Page} page @param {number} depth */
  function readInner(element, name, page, depth) {
    const isFrame = name === "iframe" || name === "frame";
    const inner = shadow(element) ?? (isFrame ? ownDocument(element) : null);
    if (inner) walk(inner, page, depth + 1);
    else if (isFrame) page.frames.push(element);
  }

  /** A link that is drawn as a button. @param {Element} link @param {Page} page */
  function readLink(link, { landmarks }) {
    if (/\bbtn|\bbutton/.test(link.className)) landmarks.push(link);
  }

  /** @param {Element} label @param {Page} page */
  function readLabel(label, { labels }) {
    const id = /** @type {HTMLLabelElement} */ (label).htmlFor;
    if (!id) return;
    const known = labels.get(id);
    labels.set(id, known ? [known, label].flat() : label);
  }

  /** @param {Control} control @param {Page} page @param {number} depth */
  function readControl(control, page, depth) {
    const { type } = control;
    if (BUTTONS.has(type)) {
      if (type !== "hidden") page.landmarks.push(control);
      return;
    }
    page.controls.push(control);
    if (depth > 0) page.inner.add(control);
    const words = ownWords(control);
    if (page.pending !== null || type === "password" || INTEREST.test(words))
      mark(page, control, page.pending === true || type === "password" || STRONG.test(words));
    page.pending = null;
  }

  /** Properties, where there are any: quicker than attributes. A control cannot hide them, as a form can. @param {any} control */
  function ownWords(control) {
    const { name, id, placeholder, ariaLabel } = control;
    let words = name || id || placeholder || ariaLabel ? `${name} ${id} ${placeholder ?? ""} ${ariaLabel ?? ""}` : "";
    if (!words) for (const each of WHISPERING) words += ` ${control.getAttribute(each) ?? ""}`;
    return words;
  }

  /** @param {Element} frame @returns {Document|null} its document, if it is of the very same origin and shown */
  function ownDocument(frame) {
    if (has(frame, "sandbox") || new Look().of(frame) !== "shown") return null;
    const inner = /** @type {HTMLIFrameElement} */ (frame).contentDocument;
    const view = inner ? viewOf(inner) : null;
    return view && view.origin === viewOf(frame)?.origin ? inner : null;
  }

  return { Page, scan };
})();
