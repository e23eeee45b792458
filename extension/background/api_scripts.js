/**
 * Keeps the scripts of `window.sitthi` registered for the pages whose policy has an `api` list, and for no others. The
 * browser puts them in only where it has been given access to the site, too. What a page then gets is the host's matter.
 */

import { withoutPort } from "../shared/match_pattern.js";
import { sites } from "./actions/sites.js";

/** @typedef {import("../shared/types.js").Site} Site */
/** @typedef {{id: string, js: string[], matches: string[], world: "MAIN"|"ISOLATED"}} Wanted */

const PREFIX = "sitthi-api-";

/** There a page on another port of the same host gets the scripts too, and from the host's gate nothing. */
const IS_WITHOUT_PORTS = chrome.runtime.getURL("").startsWith("moz-extension:");
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 300_000;

/** @type {Promise<void>} */
let last = Promise.resolve();
let pause = FIRST_PAUSE_MS;
/** @type {ReturnType<typeof setTimeout>|undefined} */
let again;

/** One change at a time. @returns {Promise<void>} */
export function keepScriptsInStep() {
  clearTimeout(again);
  last = last.then(update).then(
    () => {
      pause = FIRST_PAUSE_MS;
    },
    (reason) => {
      // A busy host, or a policy with a mistake: what is registered stays, and the host's gate answers meanwhile.
      console.info("Sitthi: api scripts not updated:", reason);
      again = setTimeout(keepScriptsInStep, pause);
      pause = Math.min(pause * 4, LONGEST_PAUSE_MS);
    },
  );
  return last;
}

async function update() {
  const wanted = (await sites()).flatMap(scriptsOf);
  const found = (await chrome.scripting.getRegisteredContentScripts()).filter(({ id }) => id.startsWith(PREFIX));
  const outdated = found.filter((old) => !wanted.some((each) => isSame(each, old))).map(({ id }) => id);
  if (outdated.length > 0) await chrome.scripting.unregisterContentScripts({ ids: outdated });
  for (const script of wanted) {
    if (found.some((old) => isSame(script, old))) continue;
    await chrome.scripting
      .registerContentScripts([{ ...script, runAt: "document_start", allFrames: false, persistAcrossSessions: true }])
      // A pattern that this browser does not know: the other sites are none the worse for it.
      .catch((reason) => console.warn("Sitthi: api script not registered:", reason));
  }
}

/** @param {Site} site @param {number} index @returns {Wanted[]} the two halves; none for a site without an api */
function scriptsOf(site, index) {
  const listed = site.match.map((pattern) => (site.allow_http ? pattern : onlyHttps(pattern))).filter(Boolean);
  const matches = IS_WITHOUT_PORTS ? [...new Set(listed.map(withoutPort))] : listed;
  if (!site.api?.length || matches.length === 0) return [];
  return [
    { id: `${PREFIX}bridge-${index}`, js: ["api/bridge.js"], matches, world: "ISOLATED" },
    { id: `${PREFIX}page-${index}`, js: ["api/page.js"], matches, world: "MAIN" },
  ];
}

/** @param {string} pattern @returns {string} "" where nothing is left of it */
function onlyHttps(pattern) {
  if (pattern.startsWith("http://")) return "";
  return pattern.replace(/^\*:/, "https:");
}

/** @param {Wanted} wanted @param {chrome.scripting.RegisteredContentScript} found */
function isSame(wanted, found) {
  return found.id === wanted.id && [...(found.matches ?? [])].sort().join() === [...wanted.matches].sort().join();
}
