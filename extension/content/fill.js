/**
 * Writes values into the page's fields, each only after a fresh look that the document is still the one the host was
 * asked for. Never puts one patient's data over another's. Runs in the isolated world; reports roles and reasons, never values.
 */
globalThis.sitthiFill = (() => {
  const { find } = globalThis.sitthiFields;
  const { prepare } = globalThis.sitthiValues;
  const { isRadio, isVisible, isWritable } = globalThis.sitthiDom;
  const evidence = globalThis.sitthiEvidence;
  /** One turn of the event loop: frameworks put their own value back within it. */
  const SETTLE_MS = 0;
  /** An option that only asks for a choice. */
  const NO_CHOICE = /^[^\p{L}\p{N}]*$|เลือก|ระบุ|select|choose/iu;

  /** @typedef {HTMLInputElement|HTMLSelectElement|HTMLTextAreaElement} Control */
  /** @typedef {Record<string, string>} ByRole */
  /** @typedef {{origin: string, url: string}} Place what the browser says this tab shows */
  /** @typedef {{text: string}|{accepted: string[]}|{reason: string}} Prepared */
  /** @typedef {{role: string, control: Control, prepared: Prepared}} Task */

  /** Whose record a page shows. */
  const IDENTIFYING = ["patient_cid", "patient_first_name", "patient_last_name"];

  /**
   * @param {string} origin what the browser says this tab shows
   * @param {string} url
   * @param {ByRole} selectors
   * @returns {{role: string, label: string, confidence: number, reason: string, occupied: boolean}[]|null} null: not that document
   */
  function survey(origin, url, selectors) {
    if (!isStill({ origin, url })) return null;
    return find(document, selectors).map(({ role, label, confidence, reason, element }) => ({
      role,
      label,
      confidence,
      reason,
      occupied: isOccupied(/** @type {Control} */ (element)),
    }));
  }

  /**
   * @param {Place & {selectors: ByRole, values: ByRole, gesture: boolean}} order `gesture`: a person asked for this fill now
   * @returns {Promise<{filled: string[], missed: {role: string, reason: string}[]}|null>} null: not that document
   */
  async function write({ origin, url, selectors, values, gesture }) {
    if (!isStill({ origin, url })) return null;
    const fields = new Map(find(document, selectors).map((field) => [field.role, field.element]));
    const tasks = new Map(
      Object.entries(values).flatMap(([role, value]) => {
        const control = /** @type {Control|undefined} */ (fields.get(role));
        if (!control) return [];
        return [[role, { role, control, prepared: prepare(role, control, hintsOf(control), value) }]];
      }),
    );
    const othersRecord = [...tasks.values()].some((task) => IDENTIFYING.includes(task.role) && holdsAnother(task));
    const filled = [];
    const missed = [];
    for (const role of Object.keys(values)) {
      const task = tasks.get(role);
      const reason = task ? await writeOne({ origin, url }, task, othersRecord, gesture) : "not_found";
      if (reason) missed.push({ role, reason });
      else filled.push(role);
    }
    return { filled, missed };
  }

  /** @param {Place} place */
  function isStill({ origin, url }) {
    const bare = (/** @type {string} */ each) => each.split("#", 1)[0];
    return (
      globalThis.origin === origin &&
      location.origin === origin &&
      bare(location.href) === bare(url) &&
      window === window.top
    );
  }

  /** @param {Place} place @param {Task} task @param {boolean} othersRecord @param {boolean} gesture @returns {Promise<string|null>} why not */
  async function writeOne(place, { role, control, prepared }, othersRecord, gesture) {
    if ("reason" in prepared) return prepared.reason;
    // Staff who ask for it may replace their own old token; nobody is asked before a patient's record is overwritten.
    const isPatients = role.startsWith("patient_");
    if (isPatients && othersRecord) return "occupied";
    if ((isPatients || !gesture) && holdsAnother({ role, control, prepared })) return "occupied";
    // The browser's session restore writes what a field holds into its profile, unless the field says not to.
    control.setAttribute("autocomplete", "off");
    for (let attempt = 0; attempt < 2; attempt += 1) {
      if (!mayWrite(place, control)) return "readonly";
      const problem = "text" in prepared ? writeText(control, prepared.text) : choose(control, prepared.accepted);
      if (problem) return problem;
      await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
      if ("accepted" in prepared || holds(control, prepared.text)) return null;
    }
    return "reverted";
  }

  /** @param {Place} place @param {Control} control */
  function mayWrite(place, control) {
    const view = control.ownerDocument.defaultView;
    const isOurs = isStill(place) && view?.origin === place.origin;
    return isOurs && control.isConnected && isWritable(control) && isVisible(control);
  }

  /** @param {Task} task @returns {boolean} something is in the field, and not what we would write */
  function holdsAnother({ control, prepared }) {
    if (!isOccupied(control) || "reason" in prepared) return false;
    if ("text" in prepared) return !holds(control, prepared.text);
    if (control.localName === "select") {
      const select = /** @type {HTMLSelectElement} */ (control);
      return optionFor(select, prepared.accepted) !== select.selectedOptions[0];
    }
    return isRadio(control) && radioFor(control, prepared.accepted)?.checked !== true;
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
      const option = optionFor(select, accepted);
      if (!option) return "no_option";
      setNative(select, "value", option.value);
      tell(select);
      return select.value === option.value ? null : "reverted";
    }
    if (!isRadio(control)) return "no_option";
    const radio = radioFor(control, accepted);
    if (!radio || !isWritable(radio)) return "no_option";
    radio.click();
    return radio.checked ? null : "reverted";
  }

  /** @param {HTMLSelectElement} select @param {string[]} accepted */
  function optionFor(select, accepted) {
    return pick([...select.options], accepted, (each) => [each.text, each.value]);
  }

  /** @param {HTMLInputElement} control @param {string[]} accepted */
  function radioFor(control, accepted) {
    return pick(radiosOf(control), accepted, (each) => [evidence.textOf(each.labels?.[0]), each.value]);
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

  /** @param {Control} control @returns {boolean} somebody has typed or chosen here; separators alone are an input mask */
  function isOccupied(control) {
    if (isRadio(control)) return radiosOf(control).some(({ checked }) => checked);
    if (control.localName !== "select") return bare(control.value) !== "";
    const { options, selectedOptions } = /** @type {HTMLSelectElement} */ (control);
    const chosen = selectedOptions[0];
    if (!chosen?.value || NO_CHOICE.test(chosen.text)) return false;
    // Nothing chosen by the page or a person: the browser shows the first one.
    return chosen !== options[0] || chosen.defaultSelected;
  }

  /** The page may put its own separators into a number. @param {Control} control @param {string} text */
  function holds(control, text) {
    return bare(control.value) === bare(text);
  }

  /** @param {string} text */
  function bare(text) {
    return text.replace(/[\s/._-]/g, "");
  }

  return { survey, write };
})();
