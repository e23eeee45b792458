/** Waiting for a script in a page that may go away. Must not know what the script does. */

/** After a page has begun to leave: what its scripts have answered already is still under way to us. */
const GRACE_MS = 500;
const IS_TOLD = chrome.runtime.getURL("").startsWith("chrome-extension:");

/**
 * Chromium rejects `executeScript` when the document goes; Firefox would leave us waiting for ever.
 * @template T
 * @param {number} tabId
 * @param {Promise<T>} running
 * @returns {Promise<T>} rejects when the tab is closed or has begun with another document
 */
export async function whilePageStays(tabId, running) {
  if (IS_TOLD) return running;
  /** @type {(reason: Error) => void} */
  let leave = () => undefined;
  const left = new Promise((_, reject) => {
    leave = reject;
  });
  const gone = () => leave(new Error("the page has left"));
  /** @param {number} id @param {{status?: string}} change */
  const look = (id, { status }) => {
    if (id === tabId && status === "loading") setTimeout(gone, GRACE_MS);
  };
  /** @param {number} id */
  const close = (id) => {
    if (id === tabId) gone();
  };
  chrome.tabs.onUpdated.addListener(look);
  chrome.tabs.onRemoved.addListener(close);
  try {
    return await /** @type {Promise<T>} */ (Promise.race([running, left]));
  } finally {
    chrome.tabs.onUpdated.removeListener(look);
    chrome.tabs.onRemoved.removeListener(close);
  }
}
