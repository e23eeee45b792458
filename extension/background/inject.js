/**
 * Puts the finder and the filler into the top frame of one tab, and calls them. Isolated world only, so that
 * the page can neither see nor replace them. Must not know the host.
 */

import { SitthiError } from "../shared/errors.js";

/** @typedef {import("../shared/types.js").Role} Role */
/** @typedef {import("../shared/types.js").FoundField} FoundField */
/** @typedef {import("../shared/types.js").Missed} Missed */
/** @typedef {Partial<Record<Role, string>>} Selectors */

const FILES = [
  "content/vocabulary.js",
  "content/dom.js",
  "content/evidence.js",
  "content/form.js",
  "content/assign.js",
  "content/fields.js",
  "content/values.js",
  "content/fill.js",
];

/**
 * Which fields the page has. Nothing is written.
 * @param {import("./page.js").Page} page
 * @param {Selectors} selectors the policy's own selectors for this site
 * @returns {Promise<{documentId: string|undefined, fields: FoundField[]}>}
 */
export async function survey({ tabId, origin, url }, selectors) {
  const target = { tabId, frameIds: [0] };
  await execute({ target, files: FILES });
  const answer = await execute({
    target,
    func: (/** @type {string} */ expected, /** @type {string} */ address, /** @type {Selectors} */ given) =>
      globalThis.sitthiFill.survey(expected, address, given),
    args: [origin, url, selectors],
  });
  if (!answer?.result) throw new SitthiError("page_changed");
  return { documentId: answer.documentId, fields: /** @type {FoundField[]} */ (answer.result) };
}

/**
 * Writes values into the same document that was surveyed.
 * @param {import("./page.js").Page} page
 * @param {string|undefined} documentId
 * @param {{selectors: Selectors, values: Partial<Record<Role, string>>, gesture: boolean}} order
 * @returns {Promise<{filled: Role[], missed: Missed[]}>} rejects with page_changed when nothing was written, with
 *   page_left when the document went away meanwhile, and what it had got by then cannot be known
 */
export async function write({ tabId, origin, url }, documentId, order) {
  const answer = await execute({
    target: documentId ? { tabId, documentIds: [documentId] } : { tabId, frameIds: [0] },
    // In an object of its own: the browser answers null for a document that is no more.
    func: (/** @type {Parameters<typeof sitthiFill.write>[0]} */ given) =>
      globalThis.sitthiFill.write(given).then((written) => ({ written })),
    args: [{ origin, url, ...order }],
  }).catch((reason) => {
    throw new SitthiError(/no document with id/i.test(String(reason.data?.why)) ? "page_changed" : "page_left");
  });
  if (!answer?.result) throw new SitthiError("page_left");
  const { written } = /** @type {{written: {filled: Role[], missed: Missed[]}|null}} */ (answer.result);
  if (!written) throw new SitthiError("page_changed");
  return written;
}

/** @param {chrome.scripting.ScriptInjection<any, any>} injection */
async function execute(injection) {
  try {
    const [answer] = await chrome.scripting.executeScript(injection);
    return answer;
  } catch (reason) {
    throw new SitthiError("page_unreachable", { why: reason instanceof Error ? reason.message : "" });
  }
}
