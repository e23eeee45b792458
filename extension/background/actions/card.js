/** `card.read`: all data of a patient's card, for a page of our own that is open now; nothing is kept here. */

import { host } from "../model.js";

/** Reading the photo takes a slow reader seconds. */
const CARD_TIMEOUT_MS = 30_000;

/** @param {{reader?: string}} params @returns {Promise<import("../../shared/types.js").CardData>} */
export async function card({ reader }) {
  return host.request("card.read", { photo: true, ...(reader ? { reader } : {}) }, CARD_TIMEOUT_MS);
}
