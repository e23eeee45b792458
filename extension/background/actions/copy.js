/** `outlets.copy`: the host puts the token on the clipboard and takes it off again; no page of ours sees it. */

import { host } from "../model.js";

/** @returns {Promise<{seconds: number}>} until it is taken off */
export async function copy() {
  return host.request("outlets.copy");
}
