/**
 * `sitthiFields.find(root)`: which fields of a page have which role. Reads the DOM, changes nothing, knows no values.
 * The steps, each in its own file: controls (dom) → texts (evidence) → forms (form) → roles (assign) → best one per role (here).
 */
globalThis.sitthiFields = (() => {
  const { controls, isVisible, isWritable } = globalThis.sitthiDom;
  const { group } = globalThis.sitthiForm;
  const { roles } = globalThis.sitthiAssign;
  const evidence = globalThis.sitthiEvidence;
  const LEAST_CONFIDENCE = 0.6;

  /** @typedef {{role: string, element: Element, confidence: number, reason: string, label: string}} Found */

  /**
   * @param {Document|ShadowRoot|Element} root
   * @param {Record<string, string>} [selectors] role → CSS selector from the policy; these beat detection
   * @returns {Found[]} at most one field per role, in the order of the page
   */
  function find(root, selectors = {}) {
    const usable = controls(root).filter((control) => isVisible(control) && isWritable(control));
    const named = bySelector(usable, selectors);
    const taken = new Set(named.map(({ element }) => element));
    const detected = group(usable)
      .flatMap(roles)
      .filter(({ confidence, element, role }) => {
        return confidence >= LEAST_CONFIDENCE && !taken.has(element) && !named.some((field) => field.role === role);
      });
    const places = new Map(usable.map((control, index) => [/** @type {Element} */ (control), index]));
    const place = (/** @type {Found} */ { element }) => places.get(element) ?? 0;
    return bestPerRole([...named, ...detected]).sort((one, other) => place(one) - place(other));
  }

  /** @param {Element[]} usable @param {Record<string, string>} selectors @returns {Found[]} */
  function bySelector(usable, selectors) {
    return Object.entries(selectors).flatMap(([role, selector]) => {
      const element = usable.find((control) => control.matches(selector));
      if (!element) return [];
      const { label } = evidence.of(/** @type {HTMLInputElement} */ (element));
      return [{ role, element, confidence: 1, reason: "selector of the policy", label }];
    });
  }

  /** @param {Found[]} found @returns {Found[]} */
  function bestPerRole(found) {
    /** @type {Map<string, Found>} */
    const best = new Map();
    for (const field of found) {
      const rival = best.get(field.role);
      if (!rival || rank(field) > rank(rival)) best.set(field.role, field);
    }
    return [...best.values()];
  }

  /** A field in an open dialog is what the person looks at. @param {Found} field */
  function rank({ element, confidence }) {
    return confidence + (element.closest("dialog[open], [role=dialog], [aria-modal=true]") ? 1 : 0);
  }

  return { find };
})();
