/**
 * Which button sends a login that has just been filled, and pressing it. Only a button whose words say "log in" and
 * nothing else, and only when there is one: everything else is left to the person.
 */
globalThis.sitthiSubmit = (() => {
  const { isVisible, parentOf } = globalThis.sitthiDom;
  const { all, attr, contains, matches, rootOf, text: textIn } = globalThis.sitthiSafe;
  const BUTTONS = "button, input[type=submit], input[type=button], input[type=image], [role=button], a.btn, a.button";
  const LOGIN = /เข้าสู่ระบบ|เข้าระบบ|เข้าใช้งาน|ลงชื่อเข้า|ล็อ[กค]อิน|\blog ?[io]n\b|\bsign ?in\b/;
  const NEXT = /^(ถัดไป|ต่อไป|ดำเนินการต่อ|next|continue)\W*$/;
  const OTHER =
    /ลบ|ล้าง|ยกเลิก|สมัคร|ลงทะเบียน|สร้าง|เพิ่ม|ลืม|เปลี่ยน|ผู้ป่วย|ด้วย|thaid|delete|remove|clear|cancel|reset|sign ?up|regist|create|forgot|change|patient|\bwith\b|google|facebook|\bline\b|\bsso\b/;
  /** How far up from a field the buttons of a page without forms are looked for. */
  const MOST_LEVELS = 6;
  /** The answer to the background must be on its way before the page may go away. */
  const DELAY_MS = 50;

  /** @typedef {HTMLInputElement|HTMLSelectElement|HTMLTextAreaElement} Control */

  /**
   * @param {Control[]} controls those of the login that were filled
   * @param {{isFirstStep: boolean}} login `isFirstStep`: the user's number alone, "next" is a word for it then
   * @returns {HTMLElement|null} null when it is not clear
   */
  function buttonFor(controls, { isFirstStep }) {
    const [control] = controls;
    if (!control || controls.some(({ form }) => form !== control.form)) return null;
    const fitting = candidates(control).filter((button) => {
      const words = wordsOf(button);
      return !OTHER.test(words) && (LOGIN.test(words) || (isFirstStep && NEXT.test(words)));
    });
    const submits = fitting.filter((button) => /** @type {HTMLButtonElement} */ (button).type === "submit");
    const chosen = fitting.length === 1 ? fitting : submits;
    return chosen.length === 1 ? (chosen[0] ?? null) : null;
  }

  /** @param {HTMLElement} button @param {() => boolean} isStill the page is still the one that was filled */
  function pressSoon(button, isStill) {
    setTimeout(() => {
      if (isStill() && isPressable(button)) button.click();
    }, DELAY_MS);
  }

  /** @param {Control} control @returns {HTMLElement[]} */
  function candidates(control) {
    if (control.form) {
      const form = control.form;
      return pressable(rootOf(control)).filter((button) => contains(form, button) || ownerOf(button) === form);
    }
    let at = parentOf(control);
    for (let level = 0; at && level < MOST_LEVELS; level += 1, at = parentOf(at)) {
      const buttons = pressable(at);
      if (buttons.some((button) => LOGIN.test(wordsOf(button)))) return buttons;
    }
    return [];
  }

  /** @param {Element|Document|ShadowRoot} root @returns {HTMLElement[]} */
  function pressable(root) {
    return all(root, BUTTONS)
      .map((each) => /** @type {HTMLElement} */ (each))
      .filter(isPressable);
  }

  /** @param {HTMLElement} button */
  function isPressable(button) {
    const isOff = matches(button, ":disabled, [aria-disabled=true], [type=reset]");
    return button.isConnected && !isOff && isVisible(/** @type {Control} */ (/** @type {unknown} */ (button)));
  }

  /** @param {HTMLElement} button @returns {HTMLFormElement|null} */
  function ownerOf(button) {
    return "form" in button ? /** @type {HTMLButtonElement} */ (button).form : null;
  }

  /** @param {HTMLElement} button */
  function wordsOf(button) {
    const own = button.localName === "input" ? /** @type {HTMLInputElement} */ (button).value : textIn(button);
    const words = own.trim() || `${attr(button, "aria-label")} ${attr(button, "title")}`;
    return words.replace(/\s+/g, " ").trim().toLowerCase();
  }

  return { buttonFor, pressSoon };
})();
