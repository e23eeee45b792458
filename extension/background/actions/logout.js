/** `session.logout`: ends the session in every browser. */

import { clearOutcome, host, refresh } from "../model.js";

/** The host also asks the token's source to revoke it, which waits for the network. */
const LOGOUT_TIMEOUT_MS = 30_000;

/** @returns {Promise<{}>} */
export async function logout() {
  await host.request("session.logout", {}, LOGOUT_TIMEOUT_MS);
  await clearOutcome();
  refresh();
  return {};
}
