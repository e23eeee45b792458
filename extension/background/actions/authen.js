/** `authen.types` and `authen.claim`: the claim code of the patient whose card is in, by the host from NHSO's own agent. */

import { host, refresh } from "../model.js";

/** Longer than the host's own: three questions of at most authen.timeout_seconds each. */
const AUTHEN_TIMEOUT_MS = 3 * 60_000 + 10_000;

/** @typedef {import("../../shared/types.js").ClaimCode} ClaimCode */

/** @param {{reader: string}} params @returns {Promise<import("../../shared/types.js").ClaimTypes>} */
export async function authenTypes({ reader }) {
  return host.request("authen.types", { reader }, AUTHEN_TIMEOUT_MS);
}

/** @param {{reader: string, claimType: string, mobile: string}} params @returns {Promise<{code: ClaimCode}>} */
export async function authenClaim({ reader, claimType, mobile }) {
  const answer = await host.request("authen.claim", { reader, claim_type: claimType, mobile }, AUTHEN_TIMEOUT_MS);
  await refresh(); // that there is a code is part of the status: a fill of the page counts on it
  return answer;
}
