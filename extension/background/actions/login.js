/**
 * `session.login`: the host opens the PIN window; this may take as long as the person takes.
 * Then, when asked to, fills the page that was in front. The popup is usually gone by then: the outcome is kept.
 */

import { problemOf } from "../../shared/errors.js";
import { clearOutcome, host, refresh, setBusy, setOutcome } from "../model.js";
import { showPopupIfNobodyLooks } from "../open_pages.js";
import { pageOfTab } from "../page.js";
import { fill } from "./fill.js";

/** Longer than the host's own: the policy's longest pin.timeout_seconds, and the grace of window, card and source. */
export const LOGIN_TIMEOUT_MS = (600 + 130) * 1000;

/**
 * @param {{reader?: string, tabId?: number, seen?: import("../../shared/types.js").Seen}} params `seen`: what to fill then
 * @returns {Promise<{}>}
 */
export async function login({ reader, tabId, seen }) {
  const page = tabId === undefined ? null : await pageOfTab(tabId);
  await clearOutcome();
  setBusy("login");
  try {
    await host.request(
      "session.login",
      { ...(reader ? { reader } : {}), ...(page?.origin ? { origin: page.origin } : {}) },
      LOGIN_TIMEOUT_MS,
    );
  } catch (reason) {
    await setOutcome({ action: "login", problem: problemOf(reason) });
    await showPopupIfNobodyLooks();
    throw reason;
  } finally {
    setBusy(null);
    await refresh();
  }
  try {
    if (seen && page?.origin) await fill({ tabId: page.tabId, seen, gesture: true });
  } finally {
    await showPopupIfNobodyLooks();
  }
  return {};
}
