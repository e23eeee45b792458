/**
 * Sites that the policy fills by themselves: on load, and when a patient's card is put in. Works only where the person or the administrator has given the extension
 * access to the site (optional host permission): without it the browser hides the URL and nothing happens.
 */

import { withoutPort } from "../shared/match_pattern.js";
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

/**
 * The page in front gets the patient whose card has just come; what stands in its fields already stays.
 * @param {string} method @param {{card?: {role?: string}}} params of the host's notification
 */
export async function fillOnInsertion(method, { card } = {}) {
  if (method !== "card.inserted" || card?.role !== "patient") return;
  const [tab] = await chrome.tabs.query({ active: true, lastFocusedWindow: true });
  if (tab?.id === undefined || !tab.url) return;
  const page = pageOf(tab.id, tab.url);
  if (!(await mayFillUnasked(page))) return;
  await fill({ tabId: tab.id, gesture: false, seen: { url: page.url } }).catch(() => undefined);
}

/** @param {import("./page.js").Page} page @returns {Promise<boolean>} policy and browser both let this page be filled without a press */
export async function mayFillUnasked(page) {
  if (!page.origin || current().status?.session?.state !== "active") return false;
  if (!(await chrome.permissions.contains({ origins: [withoutPort(`${page.origin}/*`)] }))) return false;
  const site = await siteOf(page.url).catch(() => null);
  return site?.auto === true;
}
