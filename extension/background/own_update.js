/**
 * A new version of the extension starts when nobody would notice. The browser holds it back for as long as the worker
 * runs, and the host's port keeps that running until the browser ends: on a counter that can be weeks.
 */

import { current, onChange } from "./model.js";
import { openPages } from "./open_pages.js";

export const UPDATE_ALARM = "own-update";
const PANEL = chrome.runtime.getURL("/panel/");

let isWaiting = false;

/** The browser has fetched a new version. */
export function hearUpdate() {
  if (isWaiting) return;
  isWaiting = true;
  onChange(updateIfQuiet);
  updateIfQuiet();
}

/** By the alarm, too: a page that is closed changes nothing that `onChange` tells. */
export function updateIfQuiet() {
  if (!isWaiting) {
    chrome.alarms.clear(UPDATE_ALARM);
    return;
  }
  if (isQuiet()) chrome.runtime.reload();
  else chrome.alarms.create(UPDATE_ALARM, { periodInMinutes: 1 });
}

/** No window that asks for a PIN, nothing under way, no patient, nobody who looks at anything but an empty panel. */
function isQuiet() {
  const { busy, status } = current();
  if (busy || status?.pin_window) return false;
  if (status?.readers.some(({ card }) => card?.role === "patient" || card?.role === "unknown")) return false;
  return [...openPages].every(({ sender }) => sender?.url?.startsWith(PANEL));
}
