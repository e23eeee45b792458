/**
 * Teaching a page: a person of the hospital's IT clicks the field for each role, and gets selectors. Injected on demand
 * into the top frame of one tab, gone when it ends. The page receives no click and no key meanwhile; no value is read.
 */
/** @type {any} */ (globalThis).sitthiTeach?.stop();
globalThis.sitthiTeach = (() => {
  const { controlAt, boxOf, scrollAt } = globalThis.sitthiTeachPointer;
  const overlays = globalThis.sitthiTeachOverlay;
  const { of: selectorOf } = globalThis.sitthiSelector;
  const BLOCKED = [
    "pointerdown",
    "pointerup",
    "mousedown",
    "mouseup",
    "click",
    "dblclick",
    "auxclick",
    "contextmenu",
    "dragstart",
    "keydown",
    "keyup",
    "keypress",
    "beforeinput",
    "paste",
    "cut",
    "drop",
  ]; // prettier-ignore
  /** By the place of the key: a Thai keyboard gives other letters. @type {Record<string, string>} */
  const KEYS = { KeyS: "skip", Enter: "skip", KeyB: "back", KeyM: "move", Escape: "stop" };
  const NEVER = "never";

  /** @typedef {HTMLInputElement|HTMLSelectElement|HTMLTextAreaElement} Control */
  /** @typedef {{role: string, control: Control, selector: string, label: string, sure: boolean}} Pick */
  /** @typedef {{origin: string, url: string, roles: string[], texts: Record<string, string>}} Order */

  /** @type {(() => void)|null} */
  let end = null;

  function stop() {
    end?.();
  }

  /**
   * @param {Order} order `texts`: by the keys of _locales, and `role_…` for each role
   * @returns {Promise<{url: string, picks: {role: string, selector: string, label: string, sure: boolean}[]}|null>}
   *   null: not that document. The role of a field that must stay empty is "never".
   */
  function run({ origin, url, roles, texts }) {
    stop();
    const bare = (/** @type {string} */ address) => address.split("#", 1)[0] ?? "";
    if (location.origin !== origin || bare(location.href) !== bare(url) || window !== window.top) {
      return Promise.resolve(null);
    }
    const steps = [...roles, NEVER];
    /** @type {Pick[]} */
    let picks = [];
    /** @type {Control|null} */
    let pointed = null;
    let step = 0;
    let note = "";
    let down = "";
    const overlay = overlays.open();
    const t = (/** @type {string} */ key) => texts[key] ?? key;

    return new Promise((resolve) => {
      const listening = new AbortController();
      const how = { capture: true, passive: false, signal: listening.signal };
      for (const type of BLOCKED) window.addEventListener(type, take, how);
      window.addEventListener("wheel", (event) => wheel(/** @type {WheelEvent} */ (event)), how);
      window.addEventListener("pointermove", (event) => point(/** @type {PointerEvent} */ (event)), how);
      let frame = requestAnimationFrame(redraw);
      end = finish;
      say();

      /** @param {Event} event */
      function take(event) {
        event.stopImmediatePropagation();
        const key = /** @type {KeyboardEvent} */ (event);
        const isBrowsers = event.type.startsWith("key") && (key.ctrlKey || key.metaKey || key.altKey);
        if (!isBrowsers) event.preventDefault();
        // The page can make events, but not trusted ones.
        if (!event.isTrusted || isBrowsers) return;
        // When it goes up, or the page would get that half of the key that ends the lesson.
        if (event.type === "keydown") down = key.code;
        if (event.type === "keyup" && key.code === down) press(KEYS[key.code] ?? "");
        if (event.type === "click") click(/** @type {MouseEvent} */ (event));
      }

      /** @param {MouseEvent} event */
      function click({ clientX, clientY, detail }) {
        const pressed = overlay.pressedAt(clientX, clientY);
        if (pressed !== null) return press(pressed);
        const found = overlay.asIfAway(() => controlAt(clientX, clientY));
        // Of a double click the second one would already be about the next role.
        if (detail > 1 || found === null) return say(found === null ? t("teach_bar_no_field") : note);
        if (found === "other_frame") return say(t("teach_bar_other_frame"));
        choose(found);
      }

      /** @param {Control} control */
      function choose(control) {
        const role = steps[step] ?? NEVER;
        const earlier = picks.find((pick) => pick.control === control);
        if (earlier && earlier.role === NEVER && role === NEVER) {
          picks = picks.filter((pick) => pick !== earlier);
          return say();
        }
        if (earlier) return say(t("teach_bar_taken"));
        const named = selectorOf(control);
        if (!named) return say(t("teach_bar_no_selector"));
        picks.push({ role, control, label: labelOf(control), ...named });
        if (role !== NEVER) step += 1;
        say();
      }

      /** @param {string} key */
      function press(key) {
        if (key === "stop") finish();
        if (key === "move") overlay.move();
        if (key === "back" && step > 0) {
          step -= 1;
          const leaving = [steps[step], NEVER];
          picks = picks.filter(({ role }) => !leaving.includes(role));
          say();
        }
        if (key === "skip") {
          step += 1;
          if (step >= steps.length) finish();
          else say();
        }
      }

      /** @param {PointerEvent} event */
      function point({ clientX, clientY }) {
        const found =
          overlay.pressedAt(clientX, clientY) === null ? overlay.asIfAway(() => controlAt(clientX, clientY)) : null;
        const control = found === "other_frame" ? null : found;
        if (control === pointed) return;
        pointed = control;
        say(control ? labelOf(control) : "");
      }

      /** @param {WheelEvent} event */
      function wheel(event) {
        event.stopImmediatePropagation();
        if (event.ctrlKey) return;
        event.preventDefault();
        overlay.asIfAway(() => scrollAt(event.clientX, event.clientY, event.deltaX, event.deltaY));
      }

      function redraw() {
        const chosen = picks.map(({ role, control }) => ({
          box: boxOf(control),
          text: role === NEVER ? t("teach_never") : t(`role_${role}`),
          tone: role === NEVER ? "never" : "picked",
        }));
        const now = pointed?.isConnected ? [{ box: boxOf(pointed), text: "", tone: "ask" }] : [];
        overlay.draw([...chosen, ...now]);
        frame = requestAnimationFrame(redraw);
      }

      function say(said = "") {
        note = said;
        const role = steps[step] ?? NEVER;
        const isLast = role === NEVER;
        overlay.say({
          lead: isLast ? "" : t("teach_bar_ask"),
          title: isLast ? t("teach_bar_never") : t(`role_${role}`),
          step: isLast ? "" : `${step + 1}/${roles.length}`,
          note,
          buttons: [
            { key: "skip", text: t(isLast ? "teach_bar_finish" : "teach_bar_skip") },
            ...(step > 0 ? [{ key: "back", text: t("teach_bar_back") }] : []),
            { key: "move", text: t("teach_bar_move") },
            ...(isLast ? [] : [{ key: "stop", text: t("teach_bar_stop") }]),
          ],
        });
      }

      function finish() {
        end = null;
        listening.abort();
        cancelAnimationFrame(frame);
        overlay.close();
        const found = picks.map(({ role, selector, label, sure }) => ({ role, selector, label, sure }));
        resolve({ url: bare(location.href), picks: found });
      }
    });
  }

  /** @param {Control} control @returns {string} as the finder would call it */
  function labelOf(control) {
    return globalThis.sitthiEvidence.of(control).label;
  }

  return { run, stop };
})();
