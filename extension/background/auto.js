/**
 * Sites that the policy fills on load. Works only where the person or the administrator has given the extension
 * access to the site (optional host permission): without it the browser hides the URL and nothing happens.
 */

import { fill } from "./actions/fill.js";
import { siteOf } from "./actions/sites.js";
import { current } from "./model.js";
import { pageOf } from "./page.js";

/**
 * @param {number} tabId
 * @param {{status?: string}} change
 * @param {chrome.tabs.Tab} tab
 */
export async function fillOnLoad(tabId, change, tab) {
  if (change.status !== "complete" || !tab.url) return;
  const page = pageOf(tabId, tab.url);
  if (!(await mayFillUnasked(page))) return;
  await fill({ tabId, gesture: false, seen: { url: page.url } }).catch(() => undefined);
}

/** @param {import("./page.js").Page} page @returns {Promise<boolean>} policy and browser both let this page be filled without a press */
export async function mayFillUnasked(page) {
  if (!page.origin || current().status?.session?.state !== "active") return false;
  if (!(await chrome.permissions.contains({ origins: [`${page.origin}/*`] }))) return false;
  const site = await siteOf(page.url).catch(() => null);
  return site?.auto === true;
}
