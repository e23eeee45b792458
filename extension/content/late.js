/**
 * Waits, for a bounded time, for fields that a page shows later: the second step of a login, a dialog, a form drawn by a
 * script. Tells the background that something is there, once, and nothing else: it knows no value, and the background asks,
 * decides and fills anew. One wait a document; made once, so that a survey in between does not start a second.
 */
globalThis.sitthiLate ??= (() => {
  const { all, shadow, tag } = globalThis.sitthiSafe;
  /** Looks at the page at most this often, however much it changes. */
  const PAUSE_MS = 250;
  const MOST_ROOTS = 200;
  const OBSERVED = {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: ["class", "style", "hidden", "disabled", "readonly", "type", "open", "aria-hidden", "inert"],
  };
  /** A dialog may be drawn in a shadow root that is made with it, or glide in: no observed change tells of its end. */
  const MOVES = ["click", "transitionend", "animationend", "load"];
  const KIND = "sitthi-late";

  /** @type {(() => void)|null} ends the wait that is going on */
  let stop = null;

  /**
   * @param {Parameters<typeof sitthiLate.wait>[0]} order `roles`: any of these is worth telling
   */
  function wait({ origin, rules, roles, milliseconds }) {
    stop?.();
    if (globalThis.origin !== origin || window !== window.top) return;
    /** @type {ReturnType<typeof setTimeout>|undefined} */
    let pause;
    const end = setTimeout(finish, milliseconds);
    const observer = new MutationObserver(lookSoon);
    for (const move of MOVES) document.addEventListener(move, lookSoon, { capture: true, passive: true });
    stop = finish;
    look();

    function lookSoon() {
      pause ??= setTimeout(look, PAUSE_MS);
    }

    function look() {
      pause = undefined;
      if (globalThis.sitthiFill.shows(rules, roles)) {
        finish();
        // Rejected when nobody listens any more, for instance after an update of the extension.
        Promise.resolve(chrome.runtime.sendMessage({ kind: KIND })).catch(() => undefined);
        return;
      }
      for (const root of rootsOf(document)) observer.observe(root, OBSERVED);
    }

    function finish() {
      observer.disconnect();
      clearTimeout(end);
      clearTimeout(pause);
      for (const move of MOVES) document.removeEventListener(move, lookSoon, { capture: true });
      if (stop === finish) stop = null;
    }
  }

  /** An observer does not see into shadow roots and frames by itself. @param {Document|ShadowRoot} root @returns {Node[]} */
  function rootsOf(root) {
    /** @type {Node[]} */
    const found = [];
    const open = [root];
    for (let at = open.pop(); at && found.length < MOST_ROOTS; at = open.pop()) {
      found.push(at);
      for (const element of all(at, "*")) {
        const inner = shadow(element) ?? (tag(element) === "iframe" ? documentOf(element) : null);
        if (inner) open.push(inner);
      }
    }
    return found;
  }

  /** @param {Element} frame @returns {Document|null} null for another origin */
  function documentOf(frame) {
    return /** @type {HTMLIFrameElement} */ (frame).contentDocument;
  }

  return { wait };
})();
