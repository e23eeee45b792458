/**
 * What the popup and the badge are drawn from: the host's state, its last `status`, the last outcome.
 * A cache that is rebuilt from the host (and storage.session) at every start of the worker. Knows no windows.
 */

import { problemOf } from "../shared/errors.js";
import { rememberHostLanguage } from "../shared/i18n.js";
import { ignoreReported, NativeHost } from "./native.js";

/** @typedef {import("../shared/types.js").Snapshot} Snapshot */
/** @typedef {import("../shared/types.js").Outcome} Outcome */

const OUTCOME_KEY = "outcome";

/** @type {Set<(snapshot: Snapshot) => void>} */
const listeners = new Set();
/** @type {Set<(method: string, params: any) => void>} */
const hearers = new Set();

/** @type {Set<() => void>} */
const greeters = new Set();

/** @type {Snapshot} */
let snapshot = {
  host: { phase: "connecting", problem: null, hello: null },
  status: null,
  statusAt: 0,
  problem: null,
  outcome: null,
  busy: null,
};
let refreshing = false;
let refreshAgain = false;

export const host = new NativeHost({
  onState: (state) => {
    update({ host: state, ...(state.phase === "ready" ? {} : { status: null, problem: null }) });
    if (state.hello) {
      rememberHostLanguage(state.hello.language);
      refresh();
      for (const greet of greeters) greet();
    }
  },
  onNotification: (method, params) => {
    if (endsOutcome(method, params)) clearOutcome();
    refresh();
    for (const hear of hearers) hear(method, params);
  },
});

/** Connects to the host and recalls what this browser session knew. @returns {Promise<void>} */
export async function start() {
  const stored = await chrome.storage.session.get(OUTCOME_KEY);
  if (stored[OUTCOME_KEY]) update({ outcome: /** @type {Outcome} */ (stored[OUTCOME_KEY]) });
  await host.connect().catch(ignoreReported);
}

/** @returns {Snapshot} */
export function current() {
  return snapshot;
}

/** @param {(snapshot: Snapshot) => void} listener @returns {() => void} stops it */
export function onChange(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** @param {(method: string, params: any) => void} hearer is told what the host says by itself */
export function onHostNotification(hearer) {
  hearers.add(hearer);
}

/** @param {() => void} greeter is called whenever a host is there anew */
export function onHello(greeter) {
  greeters.add(greeter);
}

/** Asks the host for its status; several wishes at once become one more question. */
export async function refresh() {
  if (refreshing) {
    refreshAgain = true;
    return;
  }
  refreshing = true;
  do {
    refreshAgain = false;
    await askStatus();
  } while (refreshAgain);
  refreshing = false;
}

async function askStatus() {
  try {
    update({ status: await host.request("status"), statusAt: Date.now(), problem: null });
  } catch (reason) {
    // A host that went away is a state of its own; one that answers with an error is another.
    if (snapshot.host.phase === "ready") update({ status: null, problem: problemOf(reason) });
  }
}

/**
 * The last outcome is about the person who was there: it must not be read as the next one's.
 * @param {string} method @param {any} params
 */
function endsOutcome(method, params) {
  const { outcome, status, busy } = snapshot;
  if (!outcome) return false;
  if (method === "card.inserted" || method === "card.removed") return true;
  if (method !== "session.changed" || params.session?.state !== "active" || busy === "login") return false;
  // The login's own notification may come when the page is filled already; that outcome stays.
  return outcome.action !== "fill" || status?.session?.cid_masked !== params.session.cid_masked;
}

/** @param {string|null} action what is going on and cannot be started twice */
export function setBusy(action) {
  update({ busy: action });
}

/** @param {Partial<Outcome> & {action: Outcome["action"]}} outcome */
export async function setOutcome(outcome) {
  /** @type {Outcome} */
  const whole = {
    at: Date.now(),
    problem: null,
    filled: [],
    missed: [],
    undoable: false,
    submitted: false,
    unsubmitted: "",
    ...outcome,
  };
  update({ outcome: whole });
  await chrome.storage.session.set({ [OUTCOME_KEY]: whole });
}

export async function clearOutcome() {
  update({ outcome: null });
  await chrome.storage.session.remove(OUTCOME_KEY);
}

/** @param {Partial<Snapshot>} change */
function update(change) {
  snapshot = { ...snapshot, ...change };
  for (const listener of listeners) listener(snapshot);
}
