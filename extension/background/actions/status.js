/** The popup or options page asks to be up to date: connects again where that may help. */

import { current, host, refresh } from "../model.js";

/** @returns {Promise<{}>} */
export async function status() {
  if (current().host.phase === "ready") await refresh();
  else await host.connect();
  return {};
}
