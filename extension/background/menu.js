/** The context-menu entry. */

import { loadTexts } from "../shared/i18n.js";

export const FILL_MENU = "fill";

/** Made anew when the extension or the browser starts and when the language changes. */
export async function createMenu() {
  const texts = await loadTexts();
  await chrome.contextMenus.removeAll();
  chrome.contextMenus.create({
    id: FILL_MENU,
    title: texts.t("menu_fill"),
    contexts: ["page", "editable"],
    documentUrlPatterns: ["https://*/*", "http://*/*"],
  });
}
