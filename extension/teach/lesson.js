/**
 * A lesson in one tab: access to its site, the scripts in its page, the way there and back. Runs in an extension page,
 * which lives as long as the lesson; the background might not. Draws nothing.
 */

import { SitthiError } from "../shared/errors.js";
import { whilePageStays } from "../shared/page_life.js";

/** @typedef {import("./draft.js").Pick} Pick */
/** @typedef {import("../shared/pages_client.js").Background} Background */

/** From the root: Firefox would look for them beside the page that asks. */
const FILES = ["/content/selector.js", "/content/teach_pointer.js", "/content/teach_overlay.js", "/content/teach.js"];
const NO_RULES = { fields: {}, never: [], roles: {}, submit: false };

/** @param {string} text @returns {string|null} the address, or null when it is not one of a web page */
export function webAddress(text) {
  const address = text.trim();
  if (!URL.canParse(address)) return null;
  const { protocol, href } = new URL(address);
  return ["https:", "http:"].includes(protocol) ? href : null;
}

/** Firefox knows no ports in it; without one every browser takes all of them. @param {string} url */
function accessTo(url) {
  const { protocol, hostname } = new URL(url);
  return { origins: [`${protocol}//${hostname}/*`] };
}

/** Must be the first thing after the person's press: browsers ask for access only then. @param {string} url */
export function askForAccess(url) {
  return chrome.permissions.request(accessTo(url));
}

/** @param {string} url */
export function hasAccess(url) {
  return chrome.permissions.contains(accessTo(url));
}

/** @param {string} url */
export function giveUpAccess(url) {
  return chrome.permissions.remove(accessTo(url));
}

/** @returns {Promise<{id: number, url: string, title: string}[]>} web pages whose address the browser lets us see */
export async function reachableTabs() {
  const tabs = await chrome.tabs.query({});
  return tabs.flatMap(({ id, url, title }) =>
    id !== undefined && url && webAddress(url) ? [{ id, url, title: title ?? url }] : [],
  );
}

/** @param {string} url @returns {Promise<number>} the tab that shows it, else a new one, when it is loaded */
export async function tabAt(url) {
  const open = (await reachableTabs()).find((tab) => tab.url === url);
  if (open) return open.id;
  const tab = await chrome.tabs.create({ url, active: true });
  if (tab.id === undefined) throw new SitthiError("page_unreachable");
  await loaded(tab.id);
  return tab.id;
}

/** @param {number} tabId a new one @returns {Promise<void>} */
function loaded(tabId) {
  return new Promise((resolve) => {
    let hasBegun = false;
    /** @param {number} id @param {{status?: string}} change @param {{url?: string}} tab */
    const look = (id, { status }, { url }) => {
      if (id !== tabId) return;
      if (status === "loading") hasBegun = true;
      // Firefox calls a new tab complete, with an empty page that has no address for us, before it begins with ours.
      if (status !== "complete" || !(hasBegun || webAddress(url ?? ""))) return;
      chrome.tabs.onUpdated.removeListener(look);
      resolve();
    };
    chrome.tabs.onUpdated.addListener(look);
    // It may have been complete before anybody listened.
    chrome.tabs.get(tabId).then(
      (tab) => look(tabId, tab, tab),
      () => {
        hasBegun = true;
        look(tabId, { status: "complete" }, {});
      },
    );
  });
}

/**
 * Brings the tab to the front, lets the person teach, comes back here.
 * @param {Background} background
 * @param {number} tabId
 * @param {{roles: string[], texts: Record<string, string>}} about
 * @returns {Promise<{url: string, tabId: number, picks: Pick[]}>}
 */
export async function teachTab(background, tabId, about) {
  const { url = "" } = await chrome.tabs.get(tabId).catch(() => {
    throw new SitthiError("teach_left");
  });
  if (!webAddress(url)) throw new SitthiError("page_unreachable");
  // The finder's own scripts come with it; the lesson's build on them.
  await background.ask("trial", { tabId, rules: NO_RULES });
  await show(tabId);
  try {
    return { tabId, ...(await runLesson(tabId, { origin: new URL(url).origin, url, ...about })) };
  } finally {
    const own = await chrome.tabs.getCurrent();
    if (own?.id !== undefined) await show(own.id);
  }
}

/** @param {number} tabId @param {{origin: string, url: string, roles: string[], texts: Record<string, string>}} order */
async function runLesson(tabId, order) {
  const target = { tabId, frameIds: [0] };
  try {
    await chrome.scripting.executeScript({ target, files: FILES });
    const running = chrome.scripting.executeScript({
      target,
      func: (/** @type {Parameters<typeof sitthiTeach.run>[0]} */ given) => globalThis.sitthiTeach.run(given),
      args: [order],
    });
    const [answer] = await whilePageStays(tabId, running);
    if (answer?.result) return /** @type {{url: string, picks: Pick[]}} */ (answer.result);
  } catch {
    // The page went away, and what was taught in it with it.
  }
  throw new SitthiError("teach_left");
}

/** @param {number} tabId */
async function show(tabId) {
  const tab = await chrome.tabs.update(tabId, { active: true }).catch(() => undefined);
  if (tab) await chrome.windows.update(tab.windowId, { focused: true });
}
