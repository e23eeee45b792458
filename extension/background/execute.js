/** Runs a script in a page, and tells the browser's refusals apart. Must not know what the script does. */

import { SitthiError } from "../shared/errors.js";
import { whilePageStays } from "../shared/page_life.js";

/** What browsers say of a document that is no more: Chromium, Firefox. */
const GONE = /no document with id|invalid documentid/i;

/**
 * Chromium's process of the page hears of the access that a press gives a moment after the press, and until then refuses
 * in these words. Nothing has run then.
 */
const NOT_YET = /^cannot access contents of the page\./i;
const PAUSES_MS = [50, 100, 200, 400, 800, 1_600];

/**
 * @param {chrome.scripting.ScriptInjection<any, any>} injection into one document
 * @param {number[]} [pauses] before the next tries
 * @returns {Promise<chrome.scripting.InjectionResult<any>|undefined>} rejects with page_changed when the document is no
 *   more, with page_unreachable for any other reason
 */
export async function execute(injection, pauses = PAUSES_MS) {
  const { tabId } = injection.target;
  try {
    const [answer] = await whilePageStays(tabId, chrome.scripting.executeScript(injection));
    return answer;
  } catch (reason) {
    const why = reason instanceof Error ? reason.message : "";
    if (GONE.test(why)) throw new SitthiError("page_changed");
    const [pause, ...rest] = pauses;
    if (pause === undefined || !NOT_YET.test(why) || !(await isShown(tabId))) {
      throw new SitthiError("page_unreachable", { why });
    }
    await new Promise((resolve) => setTimeout(resolve, pause));
    return execute(injection, rest);
  }
}

/** @param {number} tabId @returns {Promise<boolean>} the browser itself has given us access to what the tab shows */
async function isShown(tabId) {
  const tab = await chrome.tabs.get(tabId).catch(() => null);
  return tab?.url !== undefined;
}
