/**
 * Goes on with a fill that has begun: when the document tells of a late field, or when its next page has come. Both go the
 * same way as every fill, past the host's gate; what is believed of the page is only that it is worth a look.
 */

import { fill } from "./actions/fill.js";
import { mayFillUnasked } from "./auto.js";
import { expectedNext, expectNothing, takeInSamePage } from "./expected.js";
import { isOtherDocument } from "./inject.js";
import { pageOf, pageOfTab } from "./page.js";

const LATE = "sitthi-late";

/**
 * @param {any} message
 * @param {chrome.runtime.MessageSender} sender as the browser knows it
 */
export function followLateField(message, sender) {
  const tabId = sender.tab?.id;
  if (message?.kind !== LATE || sender.id !== chrome.runtime.id || sender.frameId !== 0 || tabId === undefined) return;
  const start = takeInSamePage(tabId, originOf(sender), sender.documentId);
  if (start) goOn(tabId, start);
}

/**
 * @param {number} tabId
 * @param {{status?: string}} change
 * @param {chrome.tabs.Tab} tab
 */
export async function followToNextPage(tabId, change, tab) {
  if (change.status !== "complete") return;
  // Without its address we have lost the right to look at it: it is of another origin.
  const { origin } = pageOf(tabId, tab.url ?? "");
  if (!origin) return expectNothing(tabId);
  const start = expectedNext(tabId, origin);
  if (!start || !(await isOtherDocument(tabId, start.documentId).catch(() => false))) return;
  // Something else may have used it up meanwhile.
  if (expectedNext(tabId, origin) !== start) return;
  expectNothing(tabId);
  await goOn(tabId, start);
}

/** @param {number} tabId @param {import("./expected.js").Start} start */
async function goOn(tabId, start) {
  try {
    if (!start.gesture && !(await mayFillUnasked(await pageOfTab(tabId)))) return;
    await fill({ tabId, gesture: start.gesture, start });
  } catch {
    // Nobody has asked for this step; what they asked for is shown already.
  }
}

/** @param {chrome.runtime.MessageSender} sender */
function originOf(sender) {
  return sender.origin ?? (URL.canParse(sender.url ?? "") ? new URL(sender.url ?? "").origin : "");
}
