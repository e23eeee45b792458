/**
 * `session.login`: the host opens the PIN window; this may take as long as the person takes.
 * Then, when asked to, fills the page that was in front. The popup is usually gone by then: the outcome is kept.
 */

import { problemOf } from "../../shared/errors.js";
import { clearOutcome, host, refresh, setBusy, setOutcome } from "../model.js";
import { showPopupIfNobodyLooks } from "../open_pages.js";
import { pageOfTab } from "../page.js";
import { fill } from "./fill.js";

/** Longer than the PIN window's own time-out (policy: pin.timeout_seconds) and the token source's. */
const LOGIN_TIMEOUT_MS = 240_000;

/**
 * @param {{reader?: string, tabId?: number, fill?: boolean}} params
 * @returns {Promise<{}>}
 */
export async function login({ reader, tabId, fill: fillAfter }) {
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
    if (fillAfter && page?.origin) await fill({ tabId: page.tabId, origin: page.origin, gesture: true });
  } finally {
    await showPopupIfNobodyLooks();
  }
  return {};
}
