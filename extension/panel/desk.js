/**
 * What the panel knows of the person in front of the counter: the card that is in, and what NHSO said. In memory alone;
 * gone with the card, and all of it with the session. Answers that come for someone who has left are dropped.
 */

import { cardKey, patientReader, sessionKey } from "../popup/state.js";
import { SitthiError } from "../shared/errors.js";

/** @typedef {import("../shared/types.js").CardData} CardData */
/** @typedef {import("../shared/types.js").Rights} Rights */
/** @typedef {import("../shared/types.js").Snapshot} Snapshot */
/** @typedef {import("../shared/types.js").Problem} Problem */
/** @typedef {{at: number, cid_masked: string, scheme: string, outcome: string}} LookUp no name and no number: a list of a day's patients is nobody's business */
/** @typedef {{name: string, data: Record<string, unknown>}|null} Failure */

const MOST_LOOKUPS = 10;

export class Desk {
  /** Whose card is in (`cardKey`), "" for nobody. */
  of = "";
  session = "";
  /** @type {CardData|null} */ card = null;
  /** @type {Rights|null} */ rights = null;
  /** @type {Problem|null} */ problem = null;
  /** Newest first. @type {LookUp[]} */ history = [];
  /** What is being asked, each by its newest question; an answer to an older one is nobody's. @type {Map<"card"|"rights", object>} */
  #asking = new Map();

  /** What the person waits for, "" for nothing. @returns {""|"card"|"rights"} */
  get asking() {
    return this.#asking.has("rights") ? "rights" : this.#asking.has("card") ? "card" : "";
  }

  /** @param {Snapshot} snapshot @returns {boolean} whether a patient's card has just come */
  see({ status }) {
    const session = status?.session?.state === "active" ? sessionKey(status) : "";
    const of = session ? cardKey(patientReader(status)) : "";
    if (session !== this.session) {
      this.history = [];
      this.forget("");
    }
    const isNew = of !== this.of;
    if (isNew) this.forget(of);
    this.session = session;
    return isNew && of !== "";
  }

  /** @param {string} of whose turn it is now */
  forget(of) {
    this.#asking.clear();
    this.of = of;
    this.card = null;
    this.rights = null;
    this.problem = null;
  }

  /**
   * @template T
   * @param {"card"|"rights"} what @param {() => Promise<T>} ask @param {(answer: T) => void} take
   * @param {() => void} redraw
   */
  async ask(what, ask, take, redraw) {
    const question = {};
    const isNews = () => this.#asking.get(what) === question;
    this.#asking.set(what, question);
    this.problem = null;
    redraw();
    try {
      const answer = await ask();
      if (!isNews()) return;
      take(answer);
    } catch (reason) {
      if (!isNews()) return;
      this.problem =
        reason instanceof SitthiError
          ? { name: reason.name, data: reason.data }
          : { name: "extension_failure", data: {} };
    }
    this.#asking.delete(what);
    redraw();
  }

  /** @param {Rights} rights @param {number} at ms */
  remember(rights, at) {
    this.rights = rights;
    const { cid_masked, scheme, outcome } = rights;
    this.history = [{ at, cid_masked, scheme: scheme.code, outcome }, ...this.history].slice(0, MOST_LOOKUPS);
  }
}
