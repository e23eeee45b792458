/** `session.reveal`: the token, passed on to the popup that asked and kept nowhere here. */

import { host } from "../model.js";

/** @returns {Promise<{token: string}>} */
export async function reveal() {
  return host.request("session.reveal");
}
