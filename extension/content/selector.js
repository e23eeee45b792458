/**
 * `sitthiSelector.of(element)`: a selector that finds this element again on the next visit. Prefers what people wrote
 * (id, name, labels) over what a framework counts, and those over places in the page. Reads the DOM, never a value.
 * ` >>> ` steps into an open shadow root or a frame of the same origin.
 */
globalThis.sitthiSelector = (() => {
  const { all, attr, matches, previousElement, rootOf, tag, up, viewOf } = globalThis.sitthiSafe;
  const DESCEND = " >>> ";
  /** The policy takes no longer one. */
  const LONGEST = 500;
  const LONGEST_VALUE = 60;
  /** In the order of trust. Of the written ones a person may say anything that is not a number of somebody. */
  const NAMING = ["name", "data-testid", "data-test", "data-cy", "formcontrolname", "ng-model", "autocomplete"];
  const WRITTEN = ["aria-label", "placeholder", "title"];
  const SAYS_NOTHING = /^(on|off)?$/i;
  const LONG_NUMBER = /\d{5,}/;
  /** Ids that are made anew with every visit or every build. */
  const GENERATED = [
    /\d{3,}/, // times, record numbers, long counters
    /[-_:.]\d+$/, // "input-12", "mat-input-3"
    /:r[0-9a-z]*:|«|^_r_/i, // React's useId
    /j_id/i, // JSF; what it is given by hand, "login:user", stays
    /(?=[a-z]*\d)(?=\d*[a-f])[0-9a-f]{6,}/i, // hashes
    /\d[a-z]+\d+[a-z]/i, // letters and digits by turns
    /^(ember|ext-(gen|comp)|gwt-uid|yui_|__bvid__|mui-|radix-|headlessui-|react-select|rc_|pn_id|el-id-|cdk-|dijit)/i,
  ];
  const ANCHORS = "form, fieldset, dialog, main, section, table, [id], [role=dialog], [role=form]";
  /** Where a path through the page may begin. */
  const WHOLE = "form, dialog, main, body";

  /** @typedef {Document|ShadowRoot} Root */

  /**
   * @param {Element} element
   * @returns {{selector: string, sure: boolean}|null} `sure`: not by its place in the page
   */
  function of(element) {
    const steps = [];
    let sure = true;
    for (let at = /** @type {Element|null} */ (element); at; at = gateOf(at)) {
      const root = rootOf(at);
      const step = byWords(root, at) ?? byPlace(root, at);
      if (!step) return null;
      sure &&= step.sure;
      steps.unshift(step.selector);
    }
    const selector = steps.join(DESCEND);
    return selector.length <= LONGEST ? { selector, sure } : null;
  }

  /** The element through which one comes to the root that this one is in. @param {Element} element @returns {Element|null} */
  function gateOf(element) {
    const root = rootOf(element);
    if ("host" in root) return /** @type {ShadowRoot} */ (root).host;
    const view = viewOf(element);
    return view && view !== window.top ? view.frameElement : null;
  }

  /** @param {Root} root @param {Element} element */
  function byWords(root, element) {
    const own = namesOf(element);
    // The only password or number field of a form may have no other name; the only one of a page says less.
    const isTyped = tag(element) === "input" && attr(element, "type") !== "";
    const type = isTyped ? [byAttribute(element, "type")] : [];
    const inside = anchorsOf(root, element).flatMap((anchor) => [...own, ...type].map((name) => `${anchor} ${name}`));
    const selector = [...own, ...inside, ...type].find((each) => isOnly(root, each, element));
    return selector ? { selector, sure: true } : null;
  }

  /** @param {Element} element @returns {string[]} the best first */
  function namesOf(element) {
    const kind = tag(element);
    const naming = [...NAMING, ...(kind === "iframe" ? ["src"] : [])].filter((name) => isStable(attr(element, name)));
    const written = WRITTEN.filter((name) => isWritten(attr(element, name)));
    // A component of a kind of its own is a name as well.
    const component = kind.includes("-") ? [kind] : [];
    return [...byId(element), ...[...naming, ...written].map((name) => byAttribute(element, name)), ...component];
  }

  /** @param {Element} element @returns {Element[]} what it is in, the nearest first, inside its own root */
  function aroundOf(element) {
    const root = rootOf(element);
    const around = [];
    for (let at = up(element); at && rootOf(at) === root; at = up(at)) around.push(at);
    return around;
  }

  /** @param {Root} root @param {Element} element @returns {string[]} what stands around it and is the only one, the nearest first */
  function anchorsOf(root, element) {
    return aroundOf(element).flatMap((around) => {
      if (!matches(around, ANCHORS)) return [];
      const named = ["name", "action", "aria-label"].filter((name) => isStable(attr(around, name)));
      const names = [...byId(around), ...named.map((name) => byAttribute(around, name)), tag(around)];
      return names.find((each) => isOnly(root, each, around)) ?? [];
    });
  }

  /** @param {Root} root @param {Element} element */
  function byPlace(root, element) {
    const steps = [placeOf(element)];
    for (const around of aroundOf(element)) {
      const anchor = [...byId(around), ...(matches(around, WHOLE) ? [tag(around)] : [])].find((each) =>
        isOnly(root, each, around),
      );
      steps.unshift(anchor ?? placeOf(around));
      if (anchor) break;
    }
    const selector = steps.join(" > ");
    return isOnly(root, selector, element) ? { selector, sure: false } : null;
  }

  /** @param {Element} element */
  function placeOf(element) {
    const kind = tag(element);
    let place = 1;
    for (let at = previousElement(element); at; at = previousElement(at)) place += tag(at) === kind ? 1 : 0;
    return `${kind}:nth-of-type(${place})`;
  }

  /** The answers to one question are one field. @param {Root} root @param {string} selector @param {Element} element */
  function isOnly(root, selector, element) {
    const hits = all(root, selector);
    if (hits.length === 1) return hits[0] === element;
    return hits.includes(element) && hits.every((hit) => isSameQuestion(hit, element));
  }

  /** @param {Element} one @param {Element} other */
  function isSameQuestion(one, other) {
    const [a, b] = [/** @type {HTMLInputElement} */ (one), /** @type {HTMLInputElement} */ (other)];
    return a.type === "radio" && b.type === "radio" && a.name !== "" && a.name === b.name && a.form === b.form;
  }

  /** @param {string} value */
  function isStable(value) {
    return isUsable(value) && !GENERATED.some((pattern) => pattern.test(value));
  }

  /** @param {string} value */
  function isWritten(value) {
    return isUsable(value) && !LONG_NUMBER.test(value);
  }

  /** @param {string} value */
  function isUsable(value) {
    if (!value || value.length > LONGEST_VALUE || SAYS_NOTHING.test(value)) return false;
    return !/\p{Cc}|>>>/u.test(value);
  }

  /** @param {Element} element @returns {string[]} */
  function byId(element) {
    const id = attr(element, "id");
    if (!isStable(id)) return [];
    return [/^[\p{L}_][\p{L}\p{M}\p{N}_-]*$/u.test(id) ? `#${id}` : `[id='${quoted(id)}']`];
  }

  /** @param {Element} element @param {string} name */
  function byAttribute(element, name) {
    return `${tag(element)}[${name}='${quoted(attr(element, name))}']`;
  }

  /** @param {string} value */
  function quoted(value) {
    return value.replace(/['\\]/g, "\\$&");
  }

  return { of };
})();
