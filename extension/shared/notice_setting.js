/** Whether this person wants browser notifications. On unless they said no; kept in the browser alone. */

const KEY = "notifications";

/** @returns {Promise<boolean>} */
export async function noticesWanted() {
  return (await chrome.storage.local.get(KEY))[KEY] !== false;
}

/** @param {boolean} wanted */
export async function wantNotices(wanted) {
  await chrome.storage.local.set({ [KEY]: wanted });
}
