/**
 * The page in a tab, as the browser knows it. The page itself is never asked who it is.
 * `tab.url` is visible by activeTab (a gesture) or, for auto sites, by a granted host permission.
 */

/**
 * @typedef {object} Page
 * @property {number} tabId
 * @property {string} origin "" when the tab shows no web page, or may not be looked at
 * @property {boolean} hidden the browser does not say what the tab shows: no access to it, or none can be had (Chromium's own pages, about:blank)
 * @property {string} url
 * @property {boolean} insecure plain http, and not this machine itself
 */

/** @param {number} tabId @returns {Promise<Page>} */
export async function pageOfTab(tabId) {
  const tab = await chrome.tabs.get(tabId);
  return { ...pageOf(tabId, tab.url ?? ""), hidden: tab.url === undefined };
}

/** @returns {Promise<number|undefined>} the tab in front of the person */
export async function activeTabId() {
  const [tab] = await chrome.tabs.query({ active: true, lastFocusedWindow: true });
  return tab?.id;
}

/** @param {number} tabId @param {string} url @returns {Page} */
export function pageOf(tabId, url) {
  const target = URL.canParse(url) ? new URL(url) : null;
  const page = { tabId, origin: "", hidden: false, url, insecure: false };
  if (!target || !["http:", "https:"].includes(target.protocol)) return page;
  return { ...page, origin: target.origin, insecure: target.protocol === "http:" && !isLoopback(target.hostname) };
}

/** @param {string} url @returns {string} the fragment says where in a document, not which document */
export function withoutFragment(url) {
  return url.split("#", 1)[0] ?? "";
}

/** @param {string} host */
function isLoopback(host) {
  return host === "localhost" || host === "[::1]" || /^127(\.\d+){3}$/.test(host);
}
