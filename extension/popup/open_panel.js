/** Opening the panel beside the page; each browser in its own way, and only by a press. */

/** Firefox's own. @type {{open: () => Promise<void>}|undefined} */
const sidebar = /** @type {any} */ (chrome).sidebarAction;
/** Chromium's own; Firefox has none. */
const { sidePanel } = chrome;

/**
 * @param {HTMLElement} button hidden where this browser has no place for a panel
 * @param {string} name what the button does
 * @param {(reason: unknown) => void} fail
 */
export async function servePanelButton(button, name, fail) {
  button.hidden = !(sidePanel || sidebar);
  button.title = name;
  button.setAttribute("aria-label", name);
  // Known before the press: asking for it then would use the press up.
  const { id: windowId = chrome.windows.WINDOW_ID_CURRENT } = await chrome.windows.getCurrent();
  button.addEventListener("click", () => {
    const opened = sidebar ? sidebar.open() : sidePanel.open({ windowId });
    opened.then(() => window.close(), fail);
  });
}
