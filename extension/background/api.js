/**
 * Answers `window.sitthi` of listed pages: each call has a port of its own, so that an answer can reach no document but
 * the one that asked. Who asks is what the browser says of the port's sender; what the message says is only which method.
 * Decides nothing: every call goes past the host's gate (`api.call`).
 */

import { problemOf, SitthiError } from "../shared/errors.js";
import { LOGIN_TIMEOUT_MS } from "./actions/login.js";
import { current, host, refresh } from "./model.js";
import { withoutFragment } from "./page.js";

export const CALL_PORT = "sitthi-api-call";
export const EVENTS_PORT = "sitthi-api-events";

/** Longer than the policy's usual nhso.timeout_seconds, so that the host's own answer comes first. */
const CALL_TIMEOUT_MS = 60_000;
const METHODS = new Set(["status", "login", "operator", "token", "read_patient", "rights"]);
/** Of an error only what the program can act on; the rest is for the person at this computer. */
const TOLD = new Set(["seconds", "method", "attempts_left", "ws_status", "ws_status_desc"]);

/** @type {Set<chrome.runtime.Port>} */
const listening = new Set();
/** @type {Map<chrome.runtime.Port, Set<string>>} who is being looked at, and what happened meanwhile */
const beingAdmitted = new Map();
/** @type {Set<string>} readers that hold a patient's card */
const withPatient = new Set();

/** @param {chrome.runtime.Port} port @returns {boolean} it is one of ours */
export function isApiPort({ name }) {
  return name === CALL_PORT || name === EVENTS_PORT;
}

/** @param {chrome.runtime.Port} port */
export function serveApi(port) {
  const asker = askerOf(port.sender);
  if (!asker) return port.disconnect();
  if (port.name === EVENTS_PORT) return admit(port, asker);
  port.onMessage.addListener(async (message) => {
    const reply = await answer(asker, message ?? {});
    post(port, reply);
  });
}

/**
 * @param {chrome.runtime.MessageSender|undefined} sender
 * @returns {{origin: string, url: string, top_frame: boolean}|null} null for what is no page with our script in it
 */
function askerOf(sender) {
  if (sender?.id !== chrome.runtime.id || sender.tab?.id === undefined || !sender.url) return null;
  // The sender's own is where the document was loaded from; the tab's is where it has moved to since (pushState).
  const url = withoutFragment((sender.frameId === 0 && sender.tab.url) || sender.url);
  const origin = sender.origin ?? (URL.canParse(url) ? new URL(url).origin : "");
  // A page that is drawn beforehand is not in front of anybody yet.
  const isShown = (sender.documentLifecycle ?? "active") === "active";
  return { origin, url, top_frame: sender.frameId === 0 && isShown };
}

/**
 * @param {NonNullable<ReturnType<typeof askerOf>>} asker
 * @param {{method?: unknown, cid?: unknown, photo?: unknown, gesture?: unknown}} asked
 * @returns {Promise<{answer: unknown}|{problem: {code: string, data: object}}>}
 */
async function answer(asker, { method, cid, photo, gesture }) {
  try {
    if (typeof method !== "string" || !METHODS.has(method)) throw new SitthiError("method_not_found");
    const params = {
      ...asker,
      method,
      gesture: gesture === true,
      ...(method === "rights" && typeof cid === "string" ? { cid } : {}),
      ...(method === "read_patient" ? { photo: photo === true } : {}),
    };
    const timeout = method === "login" ? LOGIN_TIMEOUT_MS : CALL_TIMEOUT_MS;
    const result = await host.request("api.call", params, timeout);
    if (!Object.hasOwn(result, method)) throw new SitthiError("bad_answer", { method: "api.call" });
    if (method === "login") refresh();
    return { answer: result[method] };
  } catch (reason) {
    const { name, data } = problemOf(reason);
    const told = Object.entries(data).filter(([key]) => TOLD.has(key));
    return { problem: { code: name, data: Object.fromEntries(told) } };
  }
}

/**
 * Events say no more than a `status` would: whoever may not ask for that hears nothing.
 * @param {chrome.runtime.Port} port @param {NonNullable<ReturnType<typeof askerOf>>} asker
 */
async function admit(port, asker) {
  let isGone = false;
  port.onDisconnect.addListener(() => {
    isGone = true;
    listening.delete(port);
    beingAdmitted.delete(port);
  });
  /** @type {Set<string>} */
  const missed = new Set();
  beingAdmitted.set(port, missed);
  const asked = await answer(asker, { method: "status" });
  beingAdmitted.delete(port);
  if (isGone) return;
  if ("problem" in asked) {
    // The page asks again by itself only where waiting may help.
    const { code } = asked.problem;
    if (/^(api_|origin_|insecure_)/.test(code)) post(port, { refused: true });
    port.disconnect();
    return;
  }
  listening.add(port);
  post(port, { heard: true });
  for (const event of missed) post(port, { event });
}

/** @param {string} method @param {any} params what the host tells by itself */
export function hearForPages(method, params) {
  if (method === "session.changed") tell("sessionChanged");
  if (method === "card.inserted" && params.card.role === "patient") {
    withPatient.add(params.reader);
    tell("patientInserted");
  }
  if (method === "card.removed" && heldPatient(params.reader)) tell("patientRemoved");
  if (method === "policy.changed") {
    for (const port of listening) port.disconnect();
    listening.clear();
  }
}

/** A card that was in before its person was known to be the patient is in the last status. @param {string} reader */
function heldPatient(reader) {
  const wasKnown = withPatient.delete(reader);
  const inStatus = current().status?.readers.find(({ name }) => name === reader)?.card;
  return wasKnown || inStatus?.role === "patient";
}

/** @param {string} event */
function tell(event) {
  for (const port of listening) post(port, { event });
  for (const missed of beingAdmitted.values()) missed.add(event);
}

/** @param {chrome.runtime.Port} port @param {object} message */
function post(port, message) {
  try {
    port.postMessage(message);
  } catch {
    // The document has gone, and nobody else is to have it.
  }
}
