/**
 * Asks for one person after the other, at a polite rate: everybody once, in the order of the list. Stops where going on
 * makes no sense (nobody is logged in any more), and can then go on from there.
 */

import { SitthiError } from "../shared/errors.js";

/** @typedef {import("./list.js").Entry} Entry */
/** @typedef {import("./table.js").Answer} Answer */
/** @typedef {import("../shared/types.js").Rights} Rights */

/** As `sitthi rights --file` does by default (docs/batch.md). */
export const PER_SECOND = 5;
/** With these nobody further down the list would get an answer either. */
const ENDING = new Set(
  "token_expired token_revoked not_logged_in session_locked nhso_token_kind policy_invalid patient_card_required nhso_unreachable host_missing host_exited".split(
    " ",
  ),
);

export class BatchRun {
  /** @type {Answer[]} those that are known by now, in order */ answers = [];
  /** @type {SitthiError|null} why it stopped */ stopped = null;
  isRunning = false;
  isPaused = false;
  /** @type {Map<string, Answer>} */ #known = new Map();

  /**
   * @param {Entry[]} entries
   * @param {(cid: string) => Promise<{rights: Rights}>} ask
   * @param {() => void} tell after each answer
   * @param {(ms: number) => Promise<void>} [wait]
   */
  constructor(entries, ask, tell, wait = (ms) => new Promise((done) => setTimeout(done, ms))) {
    this.entries = entries;
    this.ask = ask;
    this.tell = tell;
    this.wait = wait;
  }

  get isDone() {
    return this.answers.length === this.entries.length;
  }

  /** From where it stands to the end, or to what stops it. */
  async go() {
    if (this.isRunning) return;
    this.isRunning = true;
    this.isPaused = false;
    this.stopped = null;
    while (!this.isDone && !this.isPaused && !this.stopped) await this.#next();
    this.isRunning = false;
    this.tell();
  }

  pause() {
    this.isPaused = true;
  }

  async #next() {
    const entry = /** @type {Entry} */ (this.entries[this.answers.length]);
    const { line, cid } = entry;
    const known = this.#known.get(cid);
    if (!cid || known) {
      this.answers.push(known ? { ...known, line } : { line, cid, rights: null, problem: "invalid_cid" });
      return;
    }
    const began = performance.now();
    try {
      const { rights } = await this.ask(cid);
      this.#keep({ line, cid, rights, problem: "" });
    } catch (reason) {
      const problem = reason instanceof SitthiError ? reason : new SitthiError("extension_failure");
      if (ENDING.has(problem.name)) {
        this.stopped = problem;
        return;
      }
      this.#keep({ line, cid, rights: null, problem: problem.name });
    }
    this.tell();
    await this.wait(Math.max(0, 1000 / PER_SECOND - (performance.now() - began)));
  }

  /** @param {Answer} answer */
  #keep(answer) {
    this.#known.set(answer.cid, answer);
    this.answers.push(answer);
  }
}
