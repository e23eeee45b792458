/**
 * Reads of the DOM that a page cannot bend: a field named "elements" or "parentElement" hides the form's own property of
 * that name, in the isolated world too. Goes by the prototypes; knows nothing of fields.
 */
globalThis.sitthiSafe = (() => {
  /** @typedef {Document|ShadowRoot|Element} Root */

  /** @param {object} prototype @param {string} name @returns {(this: any) => any} */
  const getter = (prototype, name) => /** @type {any} */ (Object.getOwnPropertyDescriptor(prototype, name)).get;
  const parentNode = getter(Node.prototype, "parentNode");
  const nodeType = getter(Node.prototype, "nodeType");
  const textContent = getter(Node.prototype, "textContent");
  const previousSibling = getter(Node.prototype, "previousSibling");
  const nextSibling = getter(Node.prototype, "nextSibling");
  const firstChild = getter(Node.prototype, "firstChild");
  const firstElement = getter(Element.prototype, "firstElementChild");
  const nextElement = getter(Element.prototype, "nextElementSibling");
  const previousElement = getter(Element.prototype, "previousElementSibling");
  const localName = getter(Element.prototype, "localName");
  const shadowRoot = getter(Element.prototype, "shadowRoot");
  const ownerDocument = getter(Node.prototype, "ownerDocument");
  const defaultView = getter(Document.prototype, "defaultView");
  const title = getter(Document.prototype, "title");
  const element = Element.prototype;
  const ELEMENT = 1;
  const TEXT = 3;
  const DOCUMENT = 9;

  /** @param {any} root @returns {any} */
  function queries(root) {
    const type = nodeType.call(root);
    return type === ELEMENT ? element : type === DOCUMENT ? Document.prototype : DocumentFragment.prototype;
  }

  /** @param {Node|null} node @returns {Element|null} the element it is in; out of a shadow root its host */
  function up(node) {
    const parent = node ? parentNode.call(node) : null;
    if (!parent) return null;
    if (nodeType.call(parent) === ELEMENT) return parent;
    return "host" in parent && nodeType.call(parent) !== DOCUMENT ? /** @type {ShadowRoot} */ (parent).host : null;
  }

  /** @param {Node} node @returns {Element|null} the element whose shadow root it is in */
  function hostOf(node) {
    const root = Node.prototype.getRootNode.call(node);
    const { host = null } = /** @type {any} */ (root);
    return nodeType.call(root) === DOCUMENT ? null : host;
  }

  return {
    hostOf,
    /** @param {Root} root @param {string} selector @returns {Element[]} */
    all: (root, selector) => [...queries(root).querySelectorAll.call(root, selector)],
    /** @param {Root} root @param {string} selector @returns {Element|null} */
    first: (root, selector) => queries(root).querySelector.call(root, selector),
    /** @param {Element} each @param {string} name @returns {string} */
    attr: (each, name) => element.getAttribute.call(each, name) ?? "",
    /** @param {Element} each @param {string} name */
    has: (each, name) => element.hasAttribute.call(each, name),
    /** @param {Element} each @param {string} selector */
    matches: (each, selector) => element.matches.call(each, selector),
    /** @param {Element} each @param {string} selector @returns {Element|null} */
    closest: (each, selector) => element.closest.call(each, selector),
    /** @param {Element} each @returns {DOMRect} */
    rect: (each) => element.getBoundingClientRect.call(each),
    /** @param {Node} node @returns {Document|ShadowRoot} */
    rootOf: (node) => /** @type {Document|ShadowRoot} */ (Node.prototype.getRootNode.call(node)),
    /** @param {Node} node @param {Node} other @returns {boolean} */
    contains: (node, other) => Node.prototype.contains.call(node, other),
    /** @param {Node} node @param {Node} other @returns {boolean} other is in it, be it inside shadow roots */
    holds: (node, other) => {
      for (let at = /** @type {Node|null} */ (other); at; at = hostOf(at)) {
        if (Node.prototype.contains.call(node, at)) return true;
      }
      return false;
    },
    /** @param {Node} node @param {Node} other @returns {boolean} node stands before other in the document */
    precedes: (node, other) => (Node.prototype.compareDocumentPosition.call(node, other) & 4) !== 0,
    /** @param {Node} node @returns {string} */
    text: (node) => textContent.call(node) ?? "",
    /** @param {Node} node @returns {ChildNode|null} */
    before: (node) => previousSibling.call(node),
    /** @param {Node} node @returns {ChildNode|null} */
    after: (node) => nextSibling.call(node),
    /** @param {Node} node @returns {ChildNode|null} */
    firstNode: (node) => firstChild.call(node),
    /** @param {Element} each @returns {Element|null} */
    firstElement: (each) => firstElement.call(each),
    /** @param {Element} each @returns {Element|null} */
    nextElement: (each) => nextElement.call(each),
    /** @param {Element} each @returns {Element|null} */
    previousElement: (each) => previousElement.call(each),
    /** @param {Element} each @returns {string} */
    tag: (each) => localName.call(each),
    /** @param {Element} each @returns {ShadowRoot|null} */
    shadow: (each) => shadowRoot.call(each),
    /** @param {Node} node @returns {boolean} */
    isElement: (node) => nodeType.call(node) === ELEMENT,
    /** @param {Node} node @returns {node is Text} */
    isText: (node) => nodeType.call(node) === TEXT,
    /** @param {Node} node @returns {Document} */
    documentOf: (node) => ownerDocument.call(node) ?? node,
    /** @param {Node} node @returns {(Window & typeof globalThis)|null} */
    viewOf: (node) => defaultView.call(ownerDocument.call(node) ?? node),
    /** @param {Node} node @returns {string} */
    titleOf: (node) => title.call(ownerDocument.call(node) ?? node),
    up,
  };
})();
