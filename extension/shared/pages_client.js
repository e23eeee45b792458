/**
 * A page's end of the port to the background: snapshots come in, actions go out. Reconnects when the worker restarts.
 * Knows no views.
 */

import { SitthiError } from "./errors.js";

export const PAGES_PORT = "sitthi-pages";

/** @typedef {import("./types.js").Snapshot} Snapshot */

export class Background {
  /** @type {chrome.runtime.Port|null} */ #port = null;
  /** @type {Map<number, {resolve: (result: any) => void, reject: (reason: Error) => void}>} */ #pending = new Map();
  #lastId = 0;

  /** @param {(snapshot: Snapshot) => void} onSnapshot */
  constructor(onSnapshot) {
    this.onSnapshot = onSnapshot;
  }

  connect() {
    const port = chrome.runtime.connect({ name: PAGES_PORT });
    this.#port = port;
    port.onMessage.addListener((message) => this.#receive(message));
    port.onDisconnect.addListener(() => {
      for (const { reject } of this.#pending.values()) reject(new SitthiError("extension_failure"));
      this.#pending.clear();
      this.connect();
    });
  }

  /**
   * @param {string} action
   * @param {Record<string, unknown>} [params]
   * @returns {Promise<any>} rejects with the SitthiError that the background named
   */
  ask(action, params = {}) {
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      this.#port?.postMessage({ id, action, params });
    });
  }

  /** @param {any} message */
  #receive(message) {
    if (message.snapshot) {
      this.onSnapshot(message.snapshot);
      return;
    }
    const pending = this.#pending.get(message.id);
    this.#pending.delete(message.id);
    if (message.problem) pending?.reject(new SitthiError(message.problem.name, message.problem.data));
    else pending?.resolve(message.result);
  }
}
