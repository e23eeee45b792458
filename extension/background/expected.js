/**
 * What may follow a fill in a tab without another press: the second step of a login, a form that comes late. Kept in the
 * worker's memory only, one a tab, used at most once, and only within seconds of the press (or of the load, on auto sites).
 */

/** @typedef {import("../shared/types.js").Role} Role */

/** A dialog or a drawn form, when the page had nothing for us. */
const NOTHING_FOUND_MS = 5_000;
/** The second step in the same document. */
const STEP_MS = 8_000;
/** However many steps there are: what a page does later is not what the person asked for. */
const SAME_PAGE_MS = 10_000;
/** The second step in a new document of the same origin, which a slow server may take its time for. */
const NEXT_PAGE_MS = 20_000;
/** A listed auto site draws its form within this time of its load, or is left alone. */
const AUTO_MS = 30_000;

/**
 * @typedef {object} Start
 * @property {boolean} gesture a person asked
 * @property {number} at when they did, or when the page was loaded; ms
 * @property {Role[]} filled in the steps so far
 */
/** @typedef {Start & {origin: string, documentId: string|undefined, samePageUntil: number, nextPageUntil: number}} Expected */

/** @type {Map<number, Expected>} */
const byTab = new Map();

/**
 * @param {import("./page.js").Page} page
 * @param {string|undefined} documentId
 * @param {Start} start
 * @returns {number} for how many ms the document is to be watched; 0: no more
 */
export function expectMore({ tabId, origin }, documentId, start) {
  const isFirst = start.filled.length === 0;
  const now = Date.now();
  const wait = start.gesture
    ? Math.min(now + (isFirst ? NOTHING_FOUND_MS : STEP_MS), start.at + SAME_PAGE_MS)
    : start.at + AUTO_MS;
  const nextPageUntil = start.gesture && !isFirst ? start.at + NEXT_PAGE_MS : 0;
  if (Math.max(wait, nextPageUntil) > now) {
    byTab.set(tabId, { ...start, origin, documentId, samePageUntil: wait, nextPageUntil });
  }
  return Math.max(0, wait - now);
}

/** @param {number} tabId */
export function expectNothing(tabId) {
  byTab.delete(tabId);
}

/**
 * The document itself says that something has come.
 * @param {number} tabId @param {string} origin @param {string|undefined} documentId
 * @returns {Start|null} used up by this
 */
export function takeInSamePage(tabId, origin, documentId) {
  const expected = byTab.get(tabId);
  if (expected?.origin !== origin || expected.samePageUntil < Date.now()) return null;
  if (expected.documentId && documentId && expected.documentId !== documentId) return null;
  byTab.delete(tabId);
  return expected;
}

/**
 * @param {number} tabId @param {string} origin
 * @returns {Expected|null} what a new document there may go on with; used up only by `expectNothing`
 */
export function expectedNext(tabId, origin) {
  const expected = byTab.get(tabId);
  if (expected && expected.origin !== origin) byTab.delete(tabId);
  return expected?.origin === origin && expected.nextPageUntil >= Date.now() ? expected : null;
}
