/**
 * The one port to the host: connect, `hello`, requests with ids and time-outs, reconnection with back-off.
 * Must not know what the methods mean. Holds no state that a new worker could not rebuild by connecting again.
 */

import { SitthiError } from "../shared/errors.js";
import { faultInNotification, faultInResult, HOST_NAME, isObject, PROTOCOL } from "../shared/protocol.js";
import { problemOfDisconnect } from "./disconnect.js";

export const RECONNECT_ALARM = "reconnect";
const HELLO_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 15_000;
/** Problems that only an installation can mend: no use in trying again by ourselves. */
const NOT_RETRIED = new Set(["host_missing", "host_forbidden", "protocol_mismatch"]);
/** @type {import("../shared/types.js").HostProblemName[]} */
const PORT_PROBLEMS = ["host_missing", "host_forbidden", "host_exited", "host_garbled", "host_silent", "host_failed"];
const BACKOFF_MS = [500, 1_000, 2_000, 5_000, 10_000, 20_000];

/** @typedef {import("../shared/types.js").HostState} HostState */
/** @typedef {{resolve: (result: any) => void, reject: (reason: Error) => void, timer: ReturnType<typeof setTimeout>, method: string}} Pending */

export class NativeHost {
  /** @type {chrome.runtime.Port|null} */ #port = null;
  /** @type {Map<string, Pending>} */ #pending = new Map();
  /** @type {Promise<void>|null} */ #connecting = null;
  /** @type {ReturnType<typeof setTimeout>|undefined} */ #retryTimer;
  #failures = 0;
  #lastId = 0;
  /** @type {HostState} */ state = { phase: "connecting", problem: null, hello: null };

  /**
   * @param {{onState: (state: HostState) => void, onNotification: (method: string, params: any) => void}} listeners
   */
  constructor(listeners) {
    this.listeners = listeners;
  }

  /**
   * Connects unless connected. Resolves when the host has said hello.
   * @returns {Promise<void>} rejects with the SitthiError that names why there is no host
   */
  connect() {
    clearTimeout(this.#retryTimer);
    this.#connecting ??= this.#open();
    return this.#connecting;
  }

  /**
   * @param {string} method
   * @param {Record<string, unknown>} [params]
   * @param {number} [timeoutMs]
   * @returns {Promise<any>} the result, of the agreed shape
   */
  async request(method, params = {}, timeoutMs = REQUEST_TIMEOUT_MS) {
    await this.connect();
    return this.#send(method, params, timeoutMs);
  }

  async #open() {
    // While a failing host is tried again and again, its failure stays on show.
    if (this.#failures === 0) this.#setState({ phase: "connecting", problem: null, hello: null });
    const port = chrome.runtime.connectNative(HOST_NAME);
    this.#port = port;
    port.onMessage.addListener((message) => this.#receive(port, message));
    port.onDisconnect.addListener((gone) => {
      // Firefox puts the reason on the port, Chromium into lastError.
      const { error } = /** @type {{error?: Error}} */ (/** @type {unknown} */ (gone));
      const reason = error?.message ?? chrome.runtime.lastError?.message ?? "";
      if (port === this.#port) this.#close(problemOfDisconnect(reason));
    });
    try {
      const hello = await this.#send("hello", helloParams(), HELLO_TIMEOUT_MS);
      if (hello.protocol !== PROTOCOL) throw new SitthiError("protocol_mismatch");
      this.#failures = 0;
      this.#setState({ phase: "ready", problem: null, hello });
    } catch (reason) {
      const problem = helloProblem(reason);
      if (port === this.#port) {
        port.disconnect();
        this.#close(problem);
      }
      throw new SitthiError(problem);
    }
  }

  /** @param {string} method @param {Record<string, unknown>} params @param {number} timeoutMs */
  #send(method, params, timeoutMs) {
    const port = this.#port;
    if (!port) return Promise.reject(new SitthiError(this.state.problem ?? "host_failed"));
    this.#lastId += 1;
    const id = `e${this.#lastId}`;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#pending.delete(id);
        reject(new SitthiError("host_silent", { method }));
      }, timeoutMs);
      this.#pending.set(id, { resolve, reject, timer, method });
      port.postMessage({ jsonrpc: "2.0", id, method, params });
    });
  }

  /** @param {chrome.runtime.Port} port @param {unknown} message */
  #receive(port, message) {
    if (port !== this.#port || !isObject(message)) return;
    if (typeof message.method === "string") {
      const fault = faultInNotification(message.method, message.params);
      if (fault) console.warn(`Sitthi: notification ${message.method} has a wrong ${fault}`);
      else this.listeners.onNotification(message.method, message.params);
      return;
    }
    const pending = this.#pending.get(String(message.id));
    if (!pending) return;
    this.#pending.delete(String(message.id));
    clearTimeout(pending.timer);
    settle(pending, message);
  }

  /** @param {import("../shared/types.js").HostProblemName} problem */
  #close(problem) {
    this.#port = null;
    this.#connecting = null;
    for (const pending of this.#pending.values()) {
      clearTimeout(pending.timer);
      pending.reject(new SitthiError(problem));
    }
    this.#pending.clear();
    this.#setState({ phase: "failed", problem, hello: null });
    if (NOT_RETRIED.has(problem)) return;
    const wait = BACKOFF_MS[this.#failures];
    this.#failures += 1;
    if (wait === undefined) chrome.alarms.create(RECONNECT_ALARM, { delayInMinutes: 1 });
    else this.#retryTimer = setTimeout(() => this.connect().catch(ignoreReported), wait);
  }

  /** @param {HostState} state */
  #setState(state) {
    this.state = state;
    this.listeners.onState(state);
  }
}

/** The failure is already in `state`, and shown. */
export function ignoreReported() {}

function helloParams() {
  const version = chrome.runtime.getManifest().version;
  return { extension: version, browser: browserName(), protocol: PROTOCOL };
}

/** @returns {string} the brand that the browser gives itself; a hint for the host's log, decides nothing */
function browserName() {
  const agent = navigator.userAgent;
  if (agent.includes("Firefox/")) return "firefox";
  if (agent.includes("Edg/")) return "edge";
  return "chromium";
}

/** @param {unknown} reason @returns {import("../shared/types.js").HostProblemName} */
function helloProblem(reason) {
  if (!(reason instanceof SitthiError)) return "host_failed";
  const known = PORT_PROBLEMS.find((name) => name === reason.name);
  return known ?? "protocol_mismatch";
}

/** @param {Pending} pending @param {Record<string, unknown>} message */
function settle(pending, message) {
  if (isObject(message.error)) {
    const data = isObject(message.error.data) ? message.error.data : {};
    const name = String(message.error.message);
    pending.reject(new SitthiError(/^[a-z_]{1,40}$/.test(name) ? name : "bad_answer", data));
    return;
  }
  const fault = faultInResult(pending.method, message.result);
  if (fault) pending.reject(new SitthiError("bad_answer", { method: pending.method, field: fault }));
  else pending.resolve(message.result);
}
