/**
 * Writes values into the page's fields, each only after a fresh look that the document is still of the origin the host
 * was asked for. Runs in the isolated world; reports roles and reasons, never values.
 */
globalThis.sitthiFill = (() => {
  const { find } = globalThis.sitthiFields;
  const { prepare } = globalThis.sitthiValues;
  const { isRadio, isVisible, isWritable } = globalThis.sitthiDom;
  const evidence = globalThis.sitthiEvidence;
  /** One turn of the event loop: frameworks put their own value back within it. */
  const SETTLE_MS = 0;

  /** @typedef {HTMLInputElement|HTMLSelectElement|HTMLTextAreaElement} Control */
  /** @typedef {Record<string, string>} ByRole */

  /**
   * @param {string} origin what the browser says this tab shows
   * @param {ByRole} selectors
   * @returns {{role: string, label: string, confidence: number, reason: string}[]|null} null: not that document
   */
  function survey(origin, selectors) {
    if (!isStill(origin)) return null;
    return find(document, selectors).map(({ role, label, confidence, reason }) => ({
      role,
      label,
      confidence,
      reason,
    }));
  }

  /**
   * @param {string} origin
   * @param {ByRole} selectors
   * @param {ByRole} values
   * @returns {Promise<{filled: string[], missed: {role: string, reason: string}[]}|null>} null: not that document
   */
  async function write(origin, selectors, values) {
    if (!isStill(origin)) return null;
    const fields = new Map(find(document, selectors).map((field) => [field.role, field.element]));
    const filled = [];
    const missed = [];
    for (const [role, value] of Object.entries(values)) {
      const control = /** @type {Control|undefined} */ (fields.get(role));
      const reason = control ? await writeOne(origin, role, control, value) : "not_found";
      if (reason) missed.push({ role, reason });
      else filled.push(role);
    }
    return { filled, missed };
  }

  /** @param {string} origin */
  function isStill(origin) {
    return globalThis.origin === origin && location.origin === origin && window === window.top;
  }

  /** @param {string} origin @param {string} role @param {Control} control @param {string} value @returns {Promise<string|null>} why not */
  async function writeOne(origin, role, control, value) {
    const prepared = prepare(role, control, hintsOf(control), value);
    if ("reason" in prepared) return prepared.reason;
    // The browser's session restore writes what a field holds into its profile, unless the field says not to.
    control.setAttribute("autocomplete", "off");
    for (let attempt = 0; attempt < 2; attempt += 1) {
      if (!mayWrite(origin, control)) return "readonly";
      const problem = "text" in prepared ? writeText(control, prepared.text) : choose(control, prepared.accepted);
      if (problem) return problem;
      await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
      if ("accepted" in prepared || holds(control, prepared.text)) return null;
    }
    return "reverted";
  }

  /** @param {string} origin @param {Control} control */
  function mayWrite(origin, control) {
    const view = control.ownerDocument.defaultView;
    return (
      isStill(origin) && view?.origin === origin && control.isConnected && isWritable(control) && isVisible(control)
    );
  }

  /** @param {Control} control @returns {string} what says how a value is to be written here, the placeholder last */
  function hintsOf(control) {
    const { label, texts } = evidence.of(control);
    const spoken = texts
      .filter(({ source }) => !["name", "id", "placeholder"].includes(source))
      .map(({ text }) => text);
    return [label, ...spoken, "placeholder" in control ? control.placeholder : ""].join("|");
  }

  /** @param {Control} control @param {string} text @returns {null} */
  function writeText(control, text) {
    setNative(control, "value", text);
    tell(control);
    return null;
  }

  /** @param {Control} control @param {string[]} accepted @returns {string|null} */
  function choose(control, accepted) {
    if (control.localName === "select") {
      const select = /** @type {HTMLSelectElement} */ (control);
      const option = pick([...select.options], accepted, (each) => [each.text, each.value]);
      if (!option) return "no_option";
      setNative(select, "value", option.value);
      tell(select);
      return select.value === option.value ? null : "reverted";
    }
    if (!isRadio(control)) return "no_option";
    const radio = pick(radiosOf(control), accepted, (each) => [evidence.textOf(each.labels?.[0]), each.value]);
    if (!radio || !isWritable(radio)) return "no_option";
    radio.click();
    return radio.checked ? null : "reverted";
  }

  /**
   * @template T
   * @param {T[]} choices
   * @param {string[]} accepted the best first
   * @param {(choice: T) => string[]} namesOf
   * @returns {T|undefined}
   */
  function pick(choices, accepted, namesOf) {
    for (const wanted of accepted) {
      const found = choices.find((choice) => namesOf(choice).some((name) => name.trim().toLowerCase() === wanted));
      if (found) return found;
    }
    return undefined;
  }

  /** @param {HTMLInputElement} radio @returns {HTMLInputElement[]} */
  function radiosOf(radio) {
    const root = radio.form ?? /** @type {Document} */ (radio.getRootNode());
    return [...root.querySelectorAll(`input[type=radio][name="${CSS.escape(radio.name)}"]`)].map(
      (each) => /** @type {HTMLInputElement} */ (each),
    );
  }

  /**
   * By the prototype's own setter: frameworks shadow `value` on the element (reference: platform 2, React).
   * @param {Control} control @param {"value"} property @param {string} value
   */
  function setNative(control, property, value) {
    const view = /** @type {any} */ (control.ownerDocument.defaultView);
    const owner = { input: view.HTMLInputElement, select: view.HTMLSelectElement, textarea: view.HTMLTextAreaElement };
    const prototype = owner[/** @type {"input"|"select"|"textarea"} */ (control.localName)].prototype;
    Object.getOwnPropertyDescriptor(prototype, property)?.set?.call(control, value);
  }

  /** @param {Control} control */
  function tell(control) {
    control.dispatchEvent(
      new InputEvent("input", { bubbles: true, composed: true, inputType: "insertReplacementText" }),
    );
    control.dispatchEvent(new Event("change", { bubbles: true, composed: true }));
  }

  /** The page may put its own separators into a number. @param {Control} control @param {string} text */
  function holds(control, text) {
    const bare = (/** @type {string} */ each) => each.replace(/[\s/.-]/g, "");
    return bare(control.value) === bare(text);
  }

  return { survey, write };
})();
