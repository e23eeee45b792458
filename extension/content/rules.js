/**
 * The policy's own word on a site: selectors that beat detection, fields that are never filled, what a detected role
 * means there. ` >>> ` in a selector goes on inside an open shadow root or a same-origin frame. Reads only.
 */
globalThis.sitthiRules = (() => {
  const { all, contains, has, shadow, tag, up, viewOf } = globalThis.sitthiSafe;

  /** @typedef {HTMLInputElement|HTMLSelectElement|HTMLTextAreaElement} Control */
  /** @typedef {{fields?: Record<string, string>, never?: string[], roles?: Record<string, string>}} Rules */

  /** @param {Document|ShadowRoot|Element} root @param {string} selector @returns {Element[]} none when it is no selector */
  function query(root, selector) {
    const [first = "", ...rest] = selector.split(">>>").map((step) => step.trim());
    try {
      let found = all(root, first);
      for (const step of rest) {
        found = found.flatMap((element) => {
          const inner = shadow(element) ?? ownDocument(element);
          return inner ? all(inner, step) : [];
        });
      }
      return found;
    } catch {
      // A selector that this browser does not know names nothing; the policy's own check has told its author.
      return [];
    }
  }

  /** @param {Element} element */
  function ownDocument(element) {
    if (tag(element) !== "iframe" || has(element, "sandbox")) return null;
    const inner = /** @type {HTMLIFrameElement} */ (element).contentDocument;
    return inner && viewOf(inner)?.origin === viewOf(element)?.origin ? inner : null;
  }

  /** @param {Document|ShadowRoot|Element} root @param {Rules} rules @returns {(control: Element) => boolean} whether the policy forbids it */
  function forbidden(root, { never = [] }) {
    const parts = never.flatMap((selector) => query(root, selector));
    return (control) => parts.some((part) => holds(part, control));
  }

  /** Also through shadow roots and frames. @param {Element} part @param {Element} control */
  function holds(part, control) {
    for (let at = /** @type {Element|null} */ (control); at; at = up(at) ?? frameOf(at)) {
      if (at === part || contains(part, at)) return true;
    }
    return false;
  }

  /** @param {Element} element @returns {Element|null} */
  function frameOf(element) {
    return viewOf(element)?.frameElement ?? null;
  }

  /** @param {string} role @param {Rules} rules @returns {string} "none" when it is to be left alone */
  function meaning(role, { roles = {} }) {
    return Object.hasOwn(roles, role) ? (roles[role] ?? role) : role;
  }

  return { forbidden, meaning, query };
})();
