/**
 * Puts the finder and the filler into the top frame of one tab, and calls them. Isolated world only, so that
 * the page can neither see nor replace them. Must not know the host.
 */

import { SitthiError } from "../shared/errors.js";
import { execute } from "./execute.js";

/** @typedef {import("../shared/types.js").Role} Role */
/** @typedef {import("../shared/types.js").FoundField} FoundField */
/** @typedef {import("../shared/types.js").Missed} Missed */
/** @typedef {import("../shared/types.js").Rules} Rules */
/** @typedef {import("../shared/types.js").SkippedField} SkippedField */
/** @typedef {{filled: Role[], missed: Missed[], undoable: boolean, submitted: boolean, unsubmitted: import("../shared/types.js").Unsubmitted}} Written */

/** What a page answers that has no scripts of this version yet. */
const ABSENT = "absent";

const FILES = [
  "content/vocabulary.js",
  "content/safe.js",
  "content/sight.js",
  "content/dom.js",
  "content/scan.js",
  "content/text.js",
  "content/evidence.js",
  "content/group.js",
  "content/field.js",
  "content/form.js",
  "content/assign.js",
  "content/refuse.js",
  "content/rules.js",
  "content/fields.js",
  "content/write.js",
  "content/choice.js",
  "content/hints.js",
  "content/date.js",
  "content/titles.js",
  "content/boxes.js",
  "content/values.js",
  "content/undo.js",
  "content/submit.js",
  "content/fill.js",
  "content/late.js",
];

/**
 * Which fields the page has. Nothing is written.
 * @param {import("./page.js").Page} page
 * @param {Rules} rules the policy's own for this site
 * @returns {Promise<{documentId: string|undefined, fields: FoundField[], refused: SkippedField[], undoable: boolean}>}
 */
export async function survey({ tabId, origin, url }, rules) {
  const { version } = chrome.runtime.getManifest();
  const look = (/** @type {chrome.scripting.InjectionTarget} */ target) =>
    execute({ target, func: lookFrom, args: [version, origin, url, rules] });
  let answer = await look(targetOf(tabId, undefined));
  if (answer?.result === ABSENT) {
    // All into the document that has answered: one that has come in its place meanwhile would be stamped without scripts.
    const same = targetOf(tabId, answer.documentId);
    await execute({ target: same, files: FILES });
    await execute({ target: same, func: stamp, args: [version] });
    answer = await look(same);
  }
  if (!answer?.result || answer.result === ABSENT) throw new SitthiError("page_changed");
  const { fields, refused, undoable } = /** @type {any} */ (answer.result);
  return { documentId: answer.documentId, fields, refused, undoable };
}

/**
 * Runs in the page. The scripts are put there once: they are many, and the next press is to be quick.
 * @param {string} version of this extension: another one may have been here before an update
 * @param {string} origin @param {string} url @param {Rules} rules
 */
function lookFrom(version, origin, url, rules) {
  return globalThis.sitthiVersion === version ? globalThis.sitthiFill.survey(origin, url, rules) : "absent";
}

/** Runs in the page, which may be another one where documents have no names. @param {string} version */
function stamp(version) {
  if (globalThis.sitthiFill) globalThis.sitthiVersion = version;
}

/**
 * Writes values into the same document that was surveyed.
 * @param {import("./page.js").Page} page
 * @param {string|undefined} documentId
 * @param {{rules: Rules, values: Partial<Record<Role, string>>, gesture: boolean}} order
 * @returns {Promise<Written>} rejects with page_changed when nothing was written, with
 *   page_left when the document went away meanwhile, and what it had got by then cannot be known
 */
export async function write({ tabId, origin, url }, documentId, order) {
  const answer = await execute({
    target: targetOf(tabId, documentId),
    // In an object of its own: the browser answers null for a document that is no more.
    func: (/** @type {Parameters<typeof sitthiFill.write>[0]} */ given) =>
      globalThis.sitthiFill.write(given).then((written) => ({ written })),
    args: [{ origin, url, ...order }],
  }).catch((reason) => {
    throw reason.name === "page_changed" ? reason : new SitthiError("page_left");
  });
  if (!answer?.result) throw new SitthiError("page_left");
  const { written } = /** @type {{written: Written|null}} */ (answer.result);
  if (!written) throw new SitthiError("page_changed");
  return written;
}

/**
 * Takes the last fill of the document back.
 * @param {number} tabId
 * @returns {Promise<number>} how many fields hold again what they held before
 */
export async function takeBack(tabId) {
  const answer = await execute({
    target: { tabId, frameIds: [0] },
    func: () => globalThis.sitthiFill?.undo().restored ?? 0,
  });
  return Number(answer?.result ?? 0);
}

/**
 * Lets the document that was surveyed tell when it shows a field of one of these roles, once.
 * @param {import("./page.js").Page} page
 * @param {string|undefined} documentId
 * @param {{rules: Rules, roles: Role[], milliseconds: number}} order
 */
export async function watch({ tabId, origin }, documentId, order) {
  await execute({
    target: targetOf(tabId, documentId),
    func: (/** @type {Parameters<typeof sitthiLate.wait>[0]} */ given) => globalThis.sitthiLate.wait(given),
    args: [{ origin, ...order }],
  });
}

/**
 * @param {number} tabId
 * @param {string|undefined} documentId a document that was there
 * @returns {Promise<boolean>} there is another one now; where documents have no names: one that has not been looked at
 */
export async function isOtherDocument(tabId, documentId) {
  const answer = await execute({
    target: { tabId, frameIds: [0] },
    func: () => globalThis.sitthiFill === undefined,
  });
  if (answer?.documentId && documentId) return answer.documentId !== documentId;
  return answer?.result === true;
}

/** @param {number} tabId @param {string|undefined} documentId not every browser names documents */
function targetOf(tabId, documentId) {
  return documentId ? { tabId, documentIds: [documentId] } : { tabId, frameIds: [0] };
}
