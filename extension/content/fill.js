/**
 * Writes values into the page's fields, each only after a fresh look that the document is still the one the host was
 * asked for. Never puts one patient's data over another's. Runs in the isolated world; reports roles and reasons, never values.
 */
globalThis.sitthiFill = (() => {
  const { prepare } = globalThis.sitthiValues;
  const { isVisible, isWritable } = globalThis.sitthiDom;
  const { isMade, isNative, isTaken, take } = globalThis.sitthiChoice;
  const { bare, holds, isInvisibleInk, isTyped, put, settled, turn } = globalThis.sitthiWrite;
  const { says } = globalThis.sitthiDate;
  const { buttonFor, pressSoon } = globalThis.sitthiSubmit;
  const undoing = globalThis.sitthiUndo;

  /** @typedef {HTMLInputElement|HTMLSelectElement|HTMLTextAreaElement} Control */
  /** @typedef {import("../shared/types.js").Rules} Rules */
  /** @typedef {{origin: string, url: string}} Place what the browser says this tab shows */
  /** @typedef {{control: Control, text: string, iso?: string}|{control: Control, wanted: any}} Step */
  /** @typedef {{steps: Step[]}|{reason: string}} Prepared */
  /** @typedef {ReturnType<typeof sitthiFields.find>[number]} Found */
  /** @typedef {{role: string, value: string, field: Found|undefined, prepared: Prepared, before: SitthiSnapshot[]|null}} Task `before`: what it held when the fill began */
  /** @typedef {{place: Place, gesture: boolean, othersRecord: boolean, values: Record<string, string>}} Order */

  /** Whose record a page shows. */
  const IDENTIFYING = ["patient_cid", "patient_first_name", "patient_last_name"];

  /**
   * @param {string} origin what the browser says this tab shows
   * @param {string} url
   * @param {Rules} rules
   */
  function survey(origin, url, rules) {
    if (!isStill({ origin, url })) return null;
    const { found, refused } = globalThis.sitthiFields.survey(document, rules);
    return {
      fields: found.map(({ role, label, confidence, why, words, elements, locked }) => {
        const occupied = elements.some((each) => isOccupied(each));
        return { role, label, confidence, why, words, occupied, locked: locked !== null };
      }),
      refused: refused.map(({ label, why, words }) => ({ label, why, words })),
      undoable: undoing.isReady(),
    };
  }

  /** @param {Rules} rules @param {string[]} roles @returns {boolean} the page shows a field of one of these roles now */
  function shows(rules, roles) {
    return globalThis.sitthiFields.find(document, rules).some(({ role }) => roles.includes(role));
  }

  /**
   * @param {Place & {rules: Rules, values: Record<string, string>, gesture: boolean}} given `gesture`: a person asked for this fill now
   * @returns {Promise<{filled: string[], missed: {role: string, reason: string}[], undoable: boolean, submitted: boolean, unsubmitted: string}|null>}
   *   null: not that document; `unsubmitted`: why the form was not sent although the rules say so
   */
  async function write({ origin, url, rules, values, gesture }) {
    const place = { origin, url };
    if (!isStill(place)) return null;
    const tasks = tasksFor(values, rules);
    const othersRecord = tasks.some((task) => IDENTIFYING.includes(task.role) && holdsAnother(task));
    const order = { place, gesture, othersRecord, values };
    /** @type {Map<Task, string|null>} why not */
    const reasons = new Map();
    for (const task of tasks) reasons.set(task, await writeOne(order, task));
    await settled();
    for (const task of tasks.filter((each) => reasons.get(each) === null && !isHeld(each))) {
      reasons.set(task, await repair(order, task, rules));
    }
    const done = tasks.filter((task) => reasons.get(task) === null);
    if (done.length > 0) undoing.keep(done.flatMap(({ before }) => (before?.length ? [before] : [])));
    return {
      filled: done.map(({ role }) => role),
      missed: tasks.flatMap((task) =>
        done.includes(task) ? [] : [{ role: task.role, reason: String(reasons.get(task)) }],
      ),
      undoable: undoing.isReady(),
      ...submit(order, rules, tasks, done),
    };
  }

  /** @returns {{restored: number}} how many fields of the last fill hold again what they held before */
  function undo() {
    return { restored: window === window.top ? undoing.restore() : 0 };
  }

  /** @param {Place} place */
  function isStill({ origin, url }) {
    const withoutFragment = (/** @type {string} */ each) => each.split("#", 1)[0];
    return (
      globalThis.origin === origin &&
      location.origin === origin &&
      withoutFragment(location.href) === withoutFragment(url) &&
      window === window.top
    );
  }

  /** @param {Record<string, string>} values @param {Rules} rules @returns {Task[]} */
  function tasksFor(values, rules) {
    const fields = new Map(globalThis.sitthiFields.find(document, rules).map((field) => [field.role, field]));
    // A citizen ID without a field is there to be compared with what the page says already.
    const isToCompare = fields.get("token")?.locked && !fields.has("operator_cid");
    const written = Object.entries(values).filter(([role]) => role !== "operator_cid" || !isToCompare);
    const tasks = written.map(([role, value]) => {
      const field = fields.get(role);
      /** @type {Prepared} */
      const prepared = field ? prepare(field, value) : { reason: "not_found" };
      return { role, value, field, prepared, before: null };
    });
    // A user field that cannot hold a citizen ID says that one logs in by something else here: then it is no place for the token.
    const user = tasks.find(({ role }) => role === "operator_cid")?.prepared;
    const token = tasks.find(({ role }) => role === "token");
    const isByOther = user && "reason" in user && user.reason === "too_long";
    if (token && isByOther) token.prepared = { reason: "other_login" };
    if (token && isAnothers(token.field?.locked, values)) token.prepared = { reason: "locked_user" };
    return tasks;
  }

  /**
   * The page has settled who logs in, and it is not the person whose token this is.
   * @param {Control|null|undefined} locked @param {Record<string, string>} values
   */
  function isAnothers(locked, { operator_cid: cid }) {
    return Boolean(locked && (cid === undefined || bare(locked.value) !== bare(cid)));
  }

  /** @param {Order} order @param {Task} task @returns {Promise<string|null>} why not */
  async function writeOne({ place, gesture, othersRecord }, task) {
    const { role, prepared } = task;
    if ("reason" in prepared) return prepared.reason;
    // Staff who ask for it may replace their own old token; nobody is asked before a patient's record is overwritten.
    const isPatients = role.startsWith("patient_");
    if (isPatients && othersRecord) return "occupied";
    if ((isPatients || !gesture) && holdsAnother(task)) return "occupied";
    // Of a patient only what was empty is ever put back: nobody's data returns after their card has gone.
    const isRemembered = !isPatients || !task.field?.elements.some((each) => isOccupied(each));
    task.before ??= isRemembered ? prepared.steps.map(({ control }) => undoing.snapshot(control)) : [];
    for (const step of prepared.steps) {
      const problem = writeStep(place, step);
      if (problem) return problem;
      await turn();
    }
    return null;
  }

  /** @param {Place} place @param {Step} step @returns {string|null} why not */
  function writeStep(place, step) {
    const { control } = step;
    if (!mayWrite(place, control)) return "readonly";
    if ("text" in step && isInvisibleInk(control)) return "hidden";
    // The browser's session restore writes what a field holds into its profile, unless the field says not to.
    control.setAttribute("autocomplete", "off");
    if ("wanted" in step) return take(control, step.wanted);
    put(control, step.text);
    return null;
  }

  /**
   * Once more where the page has put its own value back, or has drawn the field anew.
   * @param {Order} order @param {Task} task @param {Rules} rules @returns {Promise<string|null>} why not
   */
  async function repair(order, task, rules) {
    const isGone = "steps" in task.prepared && task.prepared.steps.some(({ control }) => !control.isConnected);
    const again = (isGone && tasksFor(order.values, rules).find(({ role }) => role === task.role)) || task;
    // What is in a patient's field by now and is not ours is the page's answer about somebody: not ours to replace.
    if (task.role.startsWith("patient_") && holdsForeign(again)) return "reverted";
    const reason = await writeOne({ ...order, othersRecord: false }, again);
    await settled();
    Object.assign(task, again);
    if (reason === null && isHeld(again)) return null;
    takeBackRemains(order.place, again);
    return reason ?? "reverted";
  }

  /** A part of a number is worse than nothing. @param {Place} place @param {Task} task */
  function takeBackRemains(place, { prepared, before }) {
    for (const step of "steps" in prepared ? prepared.steps : []) {
      const was = before?.find(({ control }) => control === step.control)?.before;
      if (!("text" in step) || was !== "" || !mayWrite(place, step.control)) continue;
      if (isTyped(step.control) && bare(step.text).includes(bare(step.control.value))) put(step.control, "");
    }
  }

  /** @param {Place} place @param {Control} control */
  function mayWrite(place, control) {
    const view = control.ownerDocument.defaultView;
    const isOurs = isStill(place) && view?.origin === place.origin;
    return isOurs && control.isConnected && isWritable(control) && isVisible(control);
  }

  /** @param {Task} task @returns {boolean} something is in the field, and not what we would write */
  function holdsAnother({ field, prepared }) {
    if ("reason" in prepared) return field?.elements.some((each) => isOccupied(each)) === true;
    return prepared.steps.some((step) => isOccupied(step.control) && !isStepHeld(step));
  }

  /** @param {Task} task @returns {boolean} as above, but a part of ours is what a mask has left of it */
  function holdsForeign({ prepared }) {
    if ("reason" in prepared) return false;
    return prepared.steps.some((step) => {
      if (!isOccupied(step.control) || isStepHeld(step)) return false;
      return !("text" in step && bare(step.text).includes(bare(step.control.value)));
    });
  }

  /** @param {Task} task */
  function isHeld({ prepared }) {
    return "steps" in prepared && prepared.steps.every(isStepHeld);
  }

  /** @param {Step} step */
  function isStepHeld(step) {
    if ("wanted" in step) return step.control.isConnected && isTaken(step.control, step.wanted);
    const { control, text, iso } = step;
    return control.isConnected && (holds(control, text) || (iso !== undefined && says(control.value, iso)));
  }

  /** @param {Element} element */
  function isOccupied(element) {
    const control = /** @type {Control} */ (element);
    return isNative(control) ? isMade(control) : isTyped(control);
  }

  /**
   * Sends the form when policy says so, a person asked, and the whole login was written: never for a patient's data alone.
   * @param {Order} order @param {Rules} rules @param {Task[]} tasks @param {Task[]} done
   */
  function submit({ place, gesture }, rules, tasks, done) {
    const login = done.filter(({ role }) => role === "operator_cid" || role === "token");
    if (!rules.submit || !gesture || login.length === 0) return { submitted: false, unsubmitted: "" };
    if (done.length < tasks.length) return { submitted: false, unsubmitted: "incomplete" };
    const controls = login.flatMap(({ prepared }) =>
      "steps" in prepared ? prepared.steps.map((step) => step.control) : [],
    );
    const isFirstStep = login.every(({ role }) => role === "operator_cid");
    const button = buttonFor(controls, { isFirstStep });
    if (!button) return { submitted: false, unsubmitted: "no_button" };
    pressSoon(button, () => isStill(place) && login.every(isHeld));
    return { submitted: true, unsubmitted: "" };
  }

  return { shows, survey, undo, write };
})();
