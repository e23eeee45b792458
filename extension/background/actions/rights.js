/** `rights.check`: the rights of the person whose card is in a reader, or whose citizen ID was typed. */

import { host } from "../model.js";

/** Longer than the policy's usual nhso.timeout_seconds, so that the host's own answer comes first. */
const RIGHTS_TIMEOUT_MS = 60_000;

/**
 * @param {{reader?: string, cid?: string}} params
 * @returns {Promise<{rights: import("../../shared/types.js").Rights}>}
 */
export async function rights({ reader, cid }) {
  const whom = cid ? { cid } : reader ? { reader } : {};
  return host.request("rights.check", whom, RIGHTS_TIMEOUT_MS);
}
