/**
 * Serves the extension's own pages (popup, options) over a runtime port: snapshots go out, actions come in.
 * Nobody else is listened to: no web page, no content script, no other extension.
 */

import { problemOf, SitthiError } from "../shared/errors.js";
import { PAGES_PORT } from "../shared/pages_client.js";
import { authenClaim, authenTypes } from "./actions/authen.js";
import { card } from "./actions/card.js";
import { copy } from "./actions/copy.js";
import { diagnose } from "./actions/diagnose.js";
import { fill } from "./actions/fill.js";
import { login } from "./actions/login.js";
import { logout } from "./actions/logout.js";
import { preview } from "./actions/preview.js";
import { reveal } from "./actions/reveal.js";
import { rights } from "./actions/rights.js";
import { sites } from "./actions/sites.js";
import { status } from "./actions/status.js";
import { trial } from "./actions/teach.js";
import { undo } from "./actions/undo.js";
import { clearOutcome, current, onChange } from "./model.js";
import { openPages } from "./open_pages.js";

/** @type {Record<string, (params: any) => Promise<unknown>>} */
const ACTIONS = {
  authenClaim,
  authenTypes,
  card,
  copy,
  diagnose,
  fill: ({ tabId, seen }) => fill({ tabId, seen, gesture: true }),
  forget: clearOutcome,
  login,
  logout,
  preview,
  reveal,
  rights,
  sites,
  status,
  trial,
  undo,
};

/** @param {chrome.runtime.Port} port */
export function serve(port) {
  if (port.name !== PAGES_PORT || !isOwnPage(port.sender)) {
    port.disconnect();
    return;
  }
  openPages.add(port);
  const stop = onChange((snapshot) => port.postMessage({ snapshot }));
  port.onDisconnect.addListener(() => {
    openPages.delete(port);
    stop();
  });
  port.onMessage.addListener((message) => answer(port, message));
  port.postMessage({ snapshot: current() });
}

/** @param {chrome.runtime.MessageSender|undefined} sender */
function isOwnPage(sender) {
  return sender?.id === chrome.runtime.id && (sender.url ?? "").startsWith(chrome.runtime.getURL("/"));
}

/** @param {chrome.runtime.Port} port @param {{id: number, action: string, params: any}} message */
async function answer(port, { id, action, params }) {
  let reply;
  try {
    const run = Object.hasOwn(ACTIONS, action) ? ACTIONS[action] : undefined;
    if (!run) throw new SitthiError("method_not_found");
    reply = { id, result: await run(params ?? {}) };
  } catch (reason) {
    reply = { id, problem: problemOf(reason) };
  }
  if (openPages.has(port)) port.postMessage(reply);
}
