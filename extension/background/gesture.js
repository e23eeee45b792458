/** A fill that the person asked for without the popup: by the shortcut or the context menu. */

import { fill } from "./actions/fill.js";
import { activeTabId } from "./page.js";

/**
 * The outcome is kept by `fill` and told by the badge and the toolbar button's title; there is no page to show it.
 * @param {number|undefined} tabId
 */
export async function fillByGesture(tabId) {
  const target = tabId ?? (await activeTabId());
  if (target === undefined) return;
  await fill({ tabId: target, gesture: true }).catch(() => undefined);
}
