/**
 * One pass over the page: every control in the order of the page, and which of them a word of interest stands at.
 * Goes into open shadow roots and same-origin, unsandboxed frames; never into another origin. Reads only, measures nothing:
 * pages of ten thousand fields are cheap as long as few of them matter.
 */
globalThis.sitthiScan = (() => {
  const { all, attr, has, rootOf, viewOf } = globalThis.sitthiSafe;
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
  const FIELDS = new Set(["input", "select", "textarea"]);
  /** Nothing to read in the element itself, and no shadow root can hang on it. */
  const PLAIN = new Set("option td tr th tbody thead table br b i u em strong small img path svg li ul ol".split(" "));
  const LANDMARKS = new Set(["h1", "h2", "h3", "h4", "h5", "legend", "hr", "button"]);
  const SPEAKING = ["name", "id", "placeholder", "aria-label"];
  /** Asked only where those are silent: on a page of many fields every question counts. */
  const WHISPERING = ["title", "autocomplete", "formcontrolname", "ng-model", "v-model", "data-testid"];

  /** @typedef {HTMLInputElement|HTMLSelectElement|HTMLTextAreaElement} Control */

  /** What one pass saw. */
  class Page {
    constructor() {
      /** @type {Control[]} in the order of the page */
      this.controls = [];
      /** @type {Map<Control, boolean>} those that a word of interest stands at; true: a strong one */
      this.marked = new Map();
      /** @type {Element[]} headings, rules and buttons, in the order of the page */
      this.landmarks = [];
      /** @type {Map<Document, string>} what each document says of itself, read once */
      this.titles = new Map();
      /** @type {Map<Control, ReturnType<typeof sitthiEvidence.of>>} what was read of each control, once */
      this.evidence = new Map();
      /** @type {Map<string, Element[]>} labels by what they are for, of all trees */
      this.labels = new Map();
      this.nodes = 0;
      /** A word of interest was read, and no control has come yet; true: a strong one. @type {boolean|null} */
      this.pending = null;
    }

    /** @param {Control} control @returns {Element|null} the label for its id; of a duplicate id, the one in the same place */
    labelFor(control) {
      if (!control.id) return null;
      const root = rootOf(control);
      const labels = (this.labels.get(control.id) ?? []).filter((label) => rootOf(label) === root);
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

  /**
   * The one loop that sees every node: plain properties, which are quicker than the prototypes' getters. A form may hide
   * them behind its fields' names; then they are no strings.
   * @param {Document|ShadowRoot|Element} root @param {Page} page @param {number} depth
   */
  function walk(root, page, depth) {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    for (let node = /** @type {any} */ (walker.nextNode()); node; node = walker.nextNode()) {
      page.nodes += 1;
      if (page.nodes > MOST_NODES || page.controls.length >= MOST_CONTROLS) return;
      const { data } = node;
      if (typeof data === "string") readText(data, page);
      else readElement(node, page, depth);
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
    const { localName } = element;
    const name = typeof localName === "string" ? localName : "form";
    if (PLAIN.has(name)) return;
    if (FIELDS.has(name)) {
      // Another namespace has elements of these names that are no fields.
      if (element.namespaceURI === HTML) readControl(/** @type {Control} */ (element), page);
    } else if (LANDMARKS.has(name)) page.landmarks.push(element);
    else if (name === "label") readLabel(element, page);
    else if (name === "a") readLink(element, page);
    else if (name !== "form" && depth < MOST_DEPTH) readInner(element, name, page, depth);
  }

  /** @param {Element} element @param {string} name @param {Page} page @param {number} depth */
  function readInner(element, name, page, depth) {
    const inner = element.shadowRoot ?? (name === "iframe" || name === "frame" ? ownDocument(element) : null);
    if (inner) walk(inner, page, depth + 1);
  }

  /** A link that is drawn as a button. @param {Element} link @param {Page} page */
  function readLink(link, { landmarks }) {
    if (/\bbtn|\bbutton/.test(link.className)) landmarks.push(link);
  }

  /** @param {Element} label @param {Page} page */
  function readLabel(label, { labels }) {
    const id = attr(label, "for");
    if (!id) return;
    const known = labels.get(id);
    if (known) known.push(label);
    else labels.set(id, [label]);
  }

  /** @param {Control} control @param {Page} page */
  function readControl(control, page) {
    const { type } = control;
    if (BUTTONS.has(type)) {
      if (type !== "hidden") page.landmarks.push(control);
      return;
    }
    page.controls.push(control);
    const words = ownWords(control);
    if (page.pending !== null || type === "password" || INTEREST.test(words))
      mark(page, control, page.pending === true || type === "password" || STRONG.test(words));
    page.pending = null;
  }

  /** @param {Control} control */
  function ownWords(control) {
    let words = "";
    for (const name of SPEAKING) {
      const value = control.getAttribute(name);
      if (value) words += ` ${value}`;
    }
    if (!words) for (const name of WHISPERING) words += ` ${control.getAttribute(name) ?? ""}`;
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
