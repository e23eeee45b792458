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
 * @param {number} tabId
 * @param {string} origin
 * @param {Selectors} selectors the policy's own selectors for this site
 * @returns {Promise<{documentId: string|undefined, fields: FoundField[]}>}
 */
export async function survey(tabId, origin, selectors) {
  const target = { tabId, frameIds: [0] };
  await execute({ target, files: FILES });
  const answer = await execute({
    target,
    func: (/** @type {string} */ expected, /** @type {Selectors} */ given) =>
      globalThis.sitthiFill.survey(expected, given),
    args: [origin, selectors],
  });
  if (!answer?.result) throw new SitthiError("page_changed");
  return { documentId: answer.documentId, fields: /** @type {FoundField[]} */ (answer.result) };
}

/**
 * Writes values into the same document that was surveyed.
 * @param {number} tabId
 * @param {string|undefined} documentId
 * @param {string} origin
 * @param {Selectors} selectors
 * @param {Partial<Record<Role, string>>} values
 * @returns {Promise<{filled: Role[], missed: Missed[]}>}
 */
export async function write(tabId, documentId, origin, selectors, values) {
  const answer = await execute({
    target: documentId ? { tabId, documentIds: [documentId] } : { tabId, frameIds: [0] },
    func: (
      /** @type {string} */ expected,
      /** @type {Selectors} */ given,
      /** @type {Partial<Record<Role, string>>} */ toWrite,
    ) => globalThis.sitthiFill.write(expected, given, toWrite),
    args: [origin, selectors, values],
  });
  if (!answer?.result) throw new SitthiError("page_changed");
  return /** @type {{filled: Role[], missed: Missed[]}} */ (answer.result);
}

/** @param {chrome.scripting.ScriptInjection<any, any>} injection */
async function execute(injection) {
  try {
    const [answer] = await chrome.scripting.executeScript(injection);
    return answer;
  } catch {
    throw new SitthiError("page_unreachable");
  }
}
