/**
 * The words that stand in an element or near it, as a person reads them. Reads only; decides nothing.
 */
globalThis.sitthiText = (() => {
  const {
    after,
    all,
    attr,
    before,
    closest,
    contains,
    documentOf,
    first,
    firstElement,
    firstNode,
    isElement,
    matches,
    nextElement,
    precedes,
    rect,
    rootOf,
    tag,
    titleOf,
    up,
  } = globalThis.sitthiSafe;
  const { normal } = globalThis.sitthiVocabulary;
  const LONGEST_LABEL = 80;
  const FIELD = "input:not([type=hidden], [type=button], [type=submit]), select, textarea";
  const SILENT = new Set(["select", "option", "textarea", "script", "style", "template", "button", "svg", "noscript"]);
  const BLOCKS = "form, fieldset, section, main, body, dialog, table, [role=dialog], [role=form]";
  const HEADINGS = "h1, h2, h3, h4, h5, legend, [role=heading], .card-header, .panel-heading, .modal-title";
  const BLOCK_HEADINGS = "legend, h1, h2, h3, h4, h5, header, .card-header, .panel-heading, .modal-header";
  const LEVELS = 5;
  const SAYS = /[\p{L}\d]/u;
  /** How far a label may stand from its field, and among how many texts it is looked for. */
  const FARTHEST_PX = 60;
  const MOST_LEAVES = 60;

  /** @param {string|null|undefined} raw */
  function clean(raw) {
    return (raw ?? "").replace(/\s+/g, " ").trim().slice(0, LONGEST_LABEL);
  }

  /** @param {Element|null|undefined} element @returns {string} its visible text, without that of controls inside it */
  function textOf(element) {
    if (!element) return "";
    /** @type {string[]} */
    const found = [];
    gather(element, found, { left: 200 });
    return clean(found.join(""));
  }

  /** @param {Element} element @param {string[]} found @param {{left: number}} budget */
  function gather(element, found, budget) {
    for (let node = firstNode(element); node && budget.left > 0; node = after(node)) {
      budget.left -= 1;
      if (!isElement(node)) {
        if (node.nodeType === Node.TEXT_NODE) found.push(/** @type {Text} */ (node).data);
        continue;
      }
      const inner = /** @type {Element} */ (/** @type {unknown} */ (node));
      const name = tag(inner);
      if (name === "img") found.push(` ${attr(inner, "alt")} `);
      else if (name === "br") found.push(" ");
      else if (!SILENT.has(name)) gather(inner, found, budget);
    }
  }

  /** @param {Element} element its words as aria gives them @returns {string} */
  function ariaText(element) {
    const ids = attr(element, "aria-labelledby").split(/\s+/).filter(Boolean);
    const root = ids.length > 0 ? rootOf(element) : null;
    const texts = ids.map((id) => (root ? textOf(first(root, `#${CSS.escape(id)}`)) : ""));
    return clean([attr(element, "aria-label"), ...texts].filter(Boolean).join(" "));
  }

  /** @param {Element} element @returns {{beside: string, head: string}} in a table: the cell to the left, the head of the column */
  function cellTexts(element) {
    const cell = /** @type {HTMLTableCellElement|null} */ (closest(element, "td, th"));
    const row = /** @type {HTMLTableRowElement|null} */ (cell ? up(cell) : null);
    if (!cell || !row?.cells) return { beside: "", head: "" };
    let beside = "";
    for (let at = cell.previousElementSibling; at && !beside && !first(at, FIELD); at = at.previousElementSibling)
      beside = textOf(at);
    const above = /** @type {HTMLTableRowElement|null} */ (row.previousElementSibling);
    const head = headCell(above, cell.cellIndex) ?? headCell(firstRow(row), cell.cellIndex);
    return { beside, head: textOf(head) };
  }

  /** @param {HTMLTableRowElement|null|undefined} row @param {number} index @returns {Element|null} a cell that names its column */
  function headCell(row, index) {
    const head = row?.cells?.[index];
    return head && !first(row, FIELD) ? head : null;
  }

  /** @param {HTMLTableRowElement} row */
  function firstRow(row) {
    const table = /** @type {HTMLTableElement|null} */ (closest(row, "table"));
    return table?.tHead?.rows[0] ?? table?.rows[0];
  }

  /**
   * @param {Element} element
   * @returns {{text: string, level: number, isOneOfMany: boolean}} the nearest text before it inside its own block, how far
   *   up it was found, and whether it stands in a row of texts
   */
  function precedingText(element) {
    /** @type {Element|null} */
    let at = element;
    for (let level = 0; at && level < LEVELS; level += 1, at = up(at)) {
      for (let node = before(at); node; node = before(node)) {
        const found = readBack(node);
        if (found !== null) return { text: found, level, isOneOfMany: hasMany(node) };
      }
      const parent = up(at);
      if (!parent || matches(parent, BLOCKS)) break;
    }
    return { text: "", level: 0, isOneOfMany: false };
  }

  /** @param {ChildNode} node */
  function hasMany(node) {
    return isElement(node) && /** @type {Element} */ (/** @type {unknown} */ (node)).childElementCount > 1;
  }

  /** @param {ChildNode} node @returns {string|null} "" ends the search, null goes on */
  function readBack(node) {
    if (node.nodeType === Node.TEXT_NODE) {
      const found = clean(linesOf(/** @type {Text} */ (node)).at(-1));
      return SAYS.test(found) ? found : null;
    }
    if (!isElement(node)) return null;
    const element = /** @type {Element} */ (/** @type {unknown} */ (node));
    if (matches(element, `${FIELD}, button, h1, h2, h3, h4`) || first(element, FIELD)) return "";
    const name = tag(element);
    const found = SILENT.has(name) ? "" : name === "img" ? clean(attr(element, "alt")) : textOf(element);
    return SAYS.test(found) ? found : null;
  }

  /** Lines are lines only where they are drawn as such. @param {Text} node @returns {string[]} */
  function linesOf(node) {
    const parent = up(node);
    return parent && closest(parent, "pre") ? node.data.split("\n") : [node.data];
  }

  /**
   * What stands after it: a label drawn over the field, or a remark. Not what the next field is called.
   * @param {Element} element @returns {string}
   */
  function followingText(element) {
    let found = "";
    for (let node = after(element); node; node = after(node)) {
      if (node.nodeType === Node.TEXT_NODE) {
        const lines = linesOf(/** @type {Text} */ (node));
        found ||= clean(lines[0]);
        if (lines.length > 1) return SAYS.test(found) ? found : "";
      } else if (isElement(node)) {
        const next = /** @type {Element} */ (/** @type {unknown} */ (node));
        if (tag(next) === "br") break;
        if (matches(next, `${FIELD}, button`) || first(next, FIELD)) return "";
        found ||= textOf(next);
      }
    }
    if (found) return SAYS.test(found) ? found : "";
    const cell = up(element);
    const next = cell && matches(cell, "td") ? cell.nextElementSibling : null;
    return next && !first(next, FIELD) ? textOf(next) : "";
  }

  /**
   * Where labels and fields stand in a grid of their own: the text right above it, or at its left.
   * @param {Element} element @returns {string}
   */
  function drawnText(element) {
    let scope = up(element);
    for (let level = 0; scope && level < LEVELS && all(scope, FIELD).length < 2; level += 1) scope = up(scope);
    if (!scope || all(scope, FIELD).length > MOST_LEAVES) return "";
    const leaves = all(scope, "*").filter(
      (each) => !firstElement(each) && !SILENT.has(tag(each)) && !matches(each, FIELD),
    );
    if (leaves.length > MOST_LEAVES) return "";
    const own = rect(element);
    let best = "";
    let nearest = FARTHEST_PX;
    for (const leaf of leaves) {
      const words = textOf(leaf);
      const distance = SAYS.test(words) ? distanceTo(own, rect(leaf)) : nearest;
      if (distance < nearest) [best, nearest] = [words, distance];
    }
    return best;
  }

  /** @param {DOMRect} own @param {DOMRect} other @returns {number} px; Infinity when it stands neither above nor at the left */
  function distanceTo(own, other) {
    const isAbove =
      other.bottom <= own.top + 4 && other.left < own.left + Math.min(own.width, 40) && other.right > own.left;
    if (isAbove) return own.top - other.bottom;
    const isBeside = other.right <= own.left + 4 && other.top < own.bottom && other.bottom > own.top;
    return isBeside ? own.left - other.right : Number.POSITIVE_INFINITY;
  }

  /** @param {Element} element @returns {string} headings and legends of the blocks around it, normalised, the nearest first */
  function surroundings(element) {
    const blocks = "fieldset, section, form, dialog, [role=dialog], [role=group], .card, .panel, .modal-content";
    const texts = [];
    for (let at = closest(element, blocks); at; at = parentBlock(at, blocks)) {
      const heading = headingIn(at, element);
      texts.push(textOf(heading), clean(attr(at, "aria-label")));
    }
    return normal(texts.filter(Boolean).join(" "));
  }

  /** @param {Element} block @param {Element} element @returns {Element|null} the last heading of the block itself before the element */
  function headingIn(block, element) {
    let heading = null;
    for (let child = firstElement(block); child && precedes(child, element); child = nextElement(child)) {
      if (contains(child, element)) break;
      if (matches(child, BLOCK_HEADINGS)) heading = child;
    }
    return heading;
  }

  /** @param {Element} element @param {string} selector */
  function parentBlock(element, selector) {
    const parent = up(element);
    return parent ? closest(parent, selector) : null;
  }

  /** @param {Element} within @returns {string} what its document says of itself: title and main headings, normalised */
  function documentText(within) {
    const heads = all(documentOf(within), "h1").filter((heading) => !closest(heading, "form"));
    return normal([titleOf(within), ...heads.slice(0, 2).map(textOf)].join(" "));
  }

  return {
    FIELD,
    HEADINGS,
    SAYS,
    ariaText,
    cellTexts,
    clean,
    drawnText,
    followingText,
    documentText,
    precedingText,
    surroundings,
    textOf,
  };
})();
