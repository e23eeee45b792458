/**
 * The extension's half of `window.sitthi`, in the isolated world of the same page: knows whether a person has just
 * pressed something, and hands calls on to the background. Decides nothing: the host's gate does.
 *
 * The page reaches it only by one MessagePort, offered before its first script ran. A script that offered another one
 * in time, or got hold of that one, could ask what `window.sitthi` lets it ask anyway (see page.js), and no more: where
 * a call comes from is told by the browser to the background, and a press by the browser to this world.
 */
(() => {
  if (globalThis.sitthiBridge || window.top !== window) return;
  globalThis.sitthiBridge = true;

  const ASK = "sitthi-api-ask";
  const OFFER = "sitthi-api-offer";
  /** The person has just typed the PIN in the window that names this site: that is the press for the token. */
  const LOGIN_COUNTS_MS = 10_000;
  const MOST_AT_ONCE = 16;
  const RETRY_MS = [1_000, 5_000, 30_000];

  let loggedInAt = Number.NEGATIVE_INFINITY;
  let underWay = 0;

  window.addEventListener(OFFER, take);
  window.dispatchEvent(new Event(ASK));

  /** @param {Event} event */
  function take(event) {
    const port = event instanceof MessageEvent ? event.ports[0] : undefined;
    if (!port) return;
    window.removeEventListener(OFFER, take);
    event.preventDefault();
    port.onmessage = ({ data }) => {
      if (data?.listen === true) listen(port, 0);
      else if (Number.isInteger(data?.id) && typeof data.method === "string") ask(port, data);
    };
  }

  /** @param {MessagePort} page @param {{id: number, method: string, cid?: unknown, photo?: unknown}} asked */
  function ask(page, { id, method, cid, photo }) {
    /** @param {{answer?: unknown, problem?: object}} message */
    const reply = (message) => page.postMessage({ id, ...message });
    if (underWay >= MOST_AT_ONCE) return reply({ problem: { code: "rate_limited", data: { seconds: 1 } } });
    const line = lineTo("sitthi-api-call");
    if (!line) return reply({ problem: { code: "extension_gone", data: {} } });
    underWay += 1;
    let isAnswered = false;
    line.onMessage.addListener((message) => {
      isAnswered = true;
      underWay -= 1;
      if (method === "login" && message.answer) loggedInAt = performance.now();
      reply(message);
      line.disconnect();
    });
    line.onDisconnect.addListener(() => {
      if (isAnswered) return;
      underWay -= 1;
      reply({ problem: { code: "extension_gone", data: {} } });
    });
    line.postMessage({ method, cid, photo, gesture: wasPressed(method) });
  }

  /** @param {string} method */
  function wasPressed(method) {
    const isAfterLogin = method === "token" && performance.now() - loggedInAt < LOGIN_COUNTS_MS;
    if (isAfterLogin) loggedInAt = Number.NEGATIVE_INFINITY;
    return isAfterLogin || navigator.userActivation?.isActive === true;
  }

  /**
   * Keeps a line for events; the background closes it when the policy changes, and opens the next one only where the
   * policy still says so.
   * @param {MessagePort} page @param {number} tries
   */
  function listen(page, tries) {
    const line = lineTo("sitthi-api-events");
    if (!line) return;
    let isRefused = false;
    let tried = tries;
    line.onMessage.addListener(({ event, refused, heard }) => {
      if (refused) isRefused = true;
      // What happened while there was no line is not known.
      if (heard && tries > 0) page.postMessage({ event: "sessionChanged" });
      if (heard) tried = 0;
      if (event) page.postMessage({ event });
    });
    line.onDisconnect.addListener(() => {
      const wait = RETRY_MS[Math.min(tried, RETRY_MS.length - 1)];
      if (!isRefused) setTimeout(() => listen(page, tried + 1), wait);
    });
  }

  /** @param {string} name @returns {chrome.runtime.Port|null} none after the extension was updated or removed */
  function lineTo(name) {
    try {
      return chrome.runtime.connect({ name });
    } catch {
      return null;
    }
  }
})();
