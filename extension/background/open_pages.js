/** Which of the extension's own pages are open. */

/** @type {Set<chrome.runtime.Port>} */
export const openPages = new Set();

/** Shows the popup when nobody sees the outcome: it closed when the PIN window took the focus. */
export async function showPopupIfNobodyLooks() {
  if (openPages.size > 0) return;
  try {
    await chrome.action.openPopup();
  } catch (reason) {
    // No focused window, or a browser that opens popups by click only: the badge and title tell instead.
    console.info("Sitthi: popup not opened:", reason);
  }
}
