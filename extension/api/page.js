/**
 * `window.sitthi`: what the programs of a listed page call (docs/his-api.md). Runs in the page's own world, before the
 * page's first script, in main pages of sites whose policy has an `api` list, and nowhere else.
 *
 * What a hostile script in the page can do: everything that the page's own program can, because the browser gives both
 * one origin, and the origin is what the host's gate knows. It can call what the policy lists for this site, see what the
 * page's program does with the answers, wrap them, and refuse it service. So the policy is to list `token` only for pages
 * whose scripts are all the hospital's own.
 * What it cannot do: call a method that is not listed; make a press (the browser's own count of the person's presses is
 * asked in the other world); replace or change `window.sitthi`; hear the channel to the extension, whose ends no script
 * of the page ever holds; get by a changed prototype (Promise, MessagePort, Object, …) what another script was answered,
 * because everything that is used here was taken before it ran; be another origin, a frame, or the next document.
 */
(() => {
  if (Object.hasOwn(window, "sitthi")) return;

  const { Promise: FirstPromise, Error: FirstError, TypeError: FirstTypeError, reportError } = window;
  const { MessageChannel, MessageEvent } = window;
  const { freeze, create, keys, hasOwn, defineProperty, getOwnPropertyDescriptor } = Object;
  const { isArray } = Array;
  const { apply } = Reflect;
  const { addEventListener, removeEventListener, dispatchEvent } = EventTarget.prototype;
  const { postMessage } = MessagePort.prototype;
  const dataOf = /** @type {() => any} */ (getOwnPropertyDescriptor(MessageEvent.prototype, "data")?.get);

  const ASK = "sitthi-api-ask";
  const OFFER = "sitthi-api-offer";

  class SitthiError extends FirstError {
    name = "SitthiError";
    /** @type {string} */ code;
    /** @type {object} */ data;

    /** @param {string} code @param {object} data */
    constructor(code, data) {
      super(code);
      this.code = code;
      this.data = data;
    }
  }

  /** @type {Record<number, {resolve: (answer: any) => void, reject: (reason: Error) => void}>} */
  const pending = create(null);
  /** @type {Record<string, Record<number, (event: any) => void>>} */
  const handlers = create(null);
  for (const event of ["sessionChanged", "patientInserted", "patientRemoved"]) handlers[event] = create(null);
  let lastId = 0;
  let isListening = false;

  const { port1: near, port2: far } = new MessageChannel();
  const isConnected = connect();

  /** Whichever of the two worlds is first waits for the other; both have run before any script of the page. */
  function connect() {
    let isTaken = offer();
    if (!isTaken) {
      const again = () => {
        isTaken = offer();
        if (isTaken) apply(removeEventListener, window, [ASK, again]);
      };
      apply(addEventListener, window, [ASK, again]);
    }
    return () => isTaken;
  }

  function offer() {
    // Cancelled: the extension's other half has it.
    return !apply(dispatchEvent, window, [new MessageEvent(OFFER, { ports: [far], cancelable: true })]);
  }

  apply(addEventListener, near, ["message", (/** @type {MessageEvent} */ event) => hear(apply(dataOf, event, []))]);
  near.start();

  /** @param {{id: number, answer: unknown}|{id: number, problem: {code: string, data: object}}|{event: string}} message */
  function hear(message) {
    // Its own members only: what a page puts into Object.prototype is no part of a message.
    if (hasOwn(message, "event")) return tell(/** @type {{event: string}} */ (message).event);
    const { id } = /** @type {{id: number}} */ (message);
    const waiting = pending[id];
    if (!waiting) return;
    delete pending[id];
    if (hasOwn(message, "problem")) {
      const { code, data } = /** @type {{problem: {code: string, data: object}}} */ (message).problem;
      waiting.reject(new SitthiError(code, sealed(data)));
    } else {
      waiting.resolve(sealed(/** @type {{answer: unknown}} */ (message).answer));
    }
  }

  /** @param {string} event */
  function tell(event) {
    const told = handlers[event];
    for (const key in told) {
      try {
        told[Number(key)]?.(freeze({ __proto__: null, type: event }));
      } catch (reason) {
        reportError(reason);
      }
    }
  }

  /**
   * Without a prototype, so that nothing that the page has put into one (a `then`, a setter) is asked about an answer.
   * @param {any} value of the extension, so a copy of our own @returns {any}
   */
  function sealed(value) {
    if (typeof value !== "object" || value === null) return value;
    const copy = isArray(value) ? value : create(null);
    const names = keys(value);
    for (let at = 0; at < names.length; at += 1) {
      const name = /** @type {string} */ (names[at]);
      copy[name] = sealed(value[name]);
    }
    return freeze(copy);
  }

  /** @param {string} method @param {object} [given] */
  function call(method, given) {
    return new FirstPromise((resolve, reject) => {
      if (!isConnected()) return reject(new SitthiError("extension_gone", freeze(create(null))));
      lastId += 1;
      pending[lastId] = { resolve, reject };
      apply(postMessage, near, [{ __proto__: null, id: lastId, method, ...given }]);
    });
  }

  /** @param {unknown} event @param {unknown} handler */
  function checkHandler(event, handler) {
    if (typeof event !== "string" || !handlers[event]) throw new FirstTypeError("sitthi: no such event");
    if (typeof handler !== "function") throw new FirstTypeError("sitthi: the handler must be a function");
    return handlers[event];
  }

  /** @type {import("../../packages/his-api/index.d.ts").Sitthi} */
  const api = {
    version: "1.0",
    status: () => call("status"),
    login: () => call("login"),
    operator: () => call("operator"),
    token: () => call("token"),
    readPatient: (options) => call("read_patient", { photo: options?.photo === true }),
    rights: (cid) => {
      if (cid !== undefined && typeof cid !== "string") throw new FirstTypeError("sitthi: a citizen ID is a string");
      return call("rights", cid === undefined ? {} : { cid });
    },
    on: (event, handler) => {
      const known = checkHandler(event, handler);
      lastId += 1;
      known[lastId] = handler;
      if (isListening || !isConnected()) return;
      isListening = true;
      apply(postMessage, near, [{ __proto__: null, listen: true }]);
    },
    off: (event, handler) => {
      const known = checkHandler(event, handler);
      for (const key in known) if (known[Number(key)] === handler) delete known[Number(key)];
    },
  };
  for (const name of keys(api)) freeze(/** @type {any} */ (api)[name]);
  defineProperty(window, "sitthi", { value: freeze(api), enumerable: true, configurable: false, writable: false });
})();
