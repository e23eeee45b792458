/**
 * One browser notification when the token has 30 and one when it has 5 minutes left. It takes no focus and names nobody:
 * others look at this screen, and the system may keep it. Popup and badge say the same to whoever wants none.
 */

import { clockTime } from "../shared/format.js";
import { loadTexts } from "../shared/i18n.js";
import { noticesWanted } from "../shared/notice_setting.js";
import { WARNINGS } from "../shared/session_time.js";
import { host } from "./model.js";
import { openPages } from "./open_pages.js";

/** @typedef {{minutes: number, threshold: number, expires_at: string}} Warning */
/** @typedef {{of: string, thresholds: number[]}} Given `of`: when the token was issued, which tells it from the next one's */

const GIVEN_KEY = "warned";
const ID = "sitthi-expiry-";
const HOW_TO_OPEN = "sitthi-how-to-open";

/** @type {Promise<void>} One after the other: a warning that is repeated at once must meet what the first has noted. */
let turn = Promise.resolve();

/** @param {string} method @param {any} params what the host says by itself */
export function hearExpiry(method, params) {
  const hear = { "session.warning": warn, "session.changed": takeBack }[method];
  if (hear) turn = turn.then(() => hear(params)).catch((reason) => console.warn("Sitthi: notification:", reason));
}

/** The person has pressed a notification: the popup, or how to open it. @param {string} id */
export async function openFromNotice(id) {
  await chrome.notifications.clear(id);
  if (!id.startsWith(ID) || openPages.size > 0) return;
  try {
    const { id: windowId } = await chrome.windows.getLastFocused({ windowTypes: ["normal"] });
    if (windowId === undefined) throw new Error("no window");
    await chrome.windows.update(windowId, { focused: true });
    await chrome.action.openPopup({ windowId });
  } catch (reason) {
    console.info("Sitthi: popup not opened:", reason);
    await sayHowToOpen();
  }
}

/** @param {Warning} warning */
async function warn({ minutes, threshold, expires_at }) {
  // What the host says now: by the time we get here the person may have logged out.
  const { session } = await host.request("status");
  if (session?.expires_at !== expires_at) return;
  const given = await givenTo(session.issued_at);
  if (given.thresholds.includes(threshold)) return;
  await chrome.storage.session.set({ [GIVEN_KEY]: { ...given, thresholds: [...given.thresholds, threshold] } });
  if (!(await noticesWanted())) return;
  const texts = await loadTexts();
  const time = clockTime(expires_at, texts.language);
  await clearNotices();
  await show(ID + threshold, texts.t("notice_expiry_title", { minutes }), texts.t("notice_expiry", { time }));
}

/** What was said of a token that is gone or replaced goes, too. @param {{session: {issued_at: string}|null}} change */
async function takeBack({ session }) {
  const given = /** @type {Given|undefined} */ ((await chrome.storage.session.get(GIVEN_KEY))[GIVEN_KEY]);
  if (given && session?.issued_at !== given.of) await clearNotices();
}

/** @param {string} issuedAt @returns {Promise<Given>} */
async function givenTo(issuedAt) {
  const given = /** @type {Given|undefined} */ ((await chrome.storage.session.get(GIVEN_KEY))[GIVEN_KEY]);
  return given?.of === issuedAt ? given : { of: issuedAt, thresholds: [] };
}

async function clearNotices() {
  for (const threshold of WARNINGS) await chrome.notifications.clear(ID + threshold);
}

/** Some browsers open a popup only for a press on the toolbar. */
async function sayHowToOpen() {
  const texts = await loadTexts();
  const commands = await chrome.commands.getAll();
  const keys = commands.find(({ name }) => name === "_execute_action")?.shortcut;
  const text = keys ? texts.t("notice_open_keys", { keys }) : texts.t("notice_open");
  await show(HOW_TO_OPEN, texts.t("notice_open_title"), text);
}

/** No option that only one browser knows: Firefox refuses the whole notification then. @param {string} id @param {string} title @param {string} message */
function show(id, title, message) {
  return chrome.notifications.create(id, {
    type: "basic",
    iconUrl: chrome.runtime.getURL("icons/sitthi-128.png"),
    title,
    message,
  });
}
