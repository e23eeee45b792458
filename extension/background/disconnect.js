/**
 * Why a native port closed, from the browser's own words (reference: browser 1, "Error texts").
 * Firefox says "No such native application" for a missing and for a forbidden host alike.
 */

/** @type {[RegExp, import("../shared/types.js").HostProblemName][]} */
const REASONS = [
  [/native messaging host not found|no such native application/i, "host_missing"],
  [/forbidden/i, "host_forbidden"],
  [/native host has exited/i, "host_exited"],
  [/error when communicating/i, "host_garbled"],
  [/failed to start/i, "host_failed"],
];

/**
 * @param {string} message `chrome.runtime.lastError.message` in onDisconnect; may be empty
 * @returns {import("../shared/types.js").HostProblemName}
 */
export function problemOfDisconnect(message) {
  return REASONS.find(([pattern]) => pattern.test(message))?.[1] ?? "host_exited";
}
