/** `diagnose`: the host's own report, for the options page. */

import { host } from "../model.js";

/** The report tries the NHSO endpoint and the readers, each with its own time-out. */
const DIAGNOSE_TIMEOUT_MS = 60_000;

/** @returns {Promise<{sections: import("../../shared/types.js").DiagnoseSection[]}>} */
export async function diagnose() {
  return host.request("diagnose", { extension: chrome.runtime.getManifest().version }, DIAGNOSE_TIMEOUT_MS);
}
