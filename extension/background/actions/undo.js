/** Takes the last fill of a tab back: fields that still hold what was written get back what they held before. */

import { takeBack } from "../inject.js";
import { clearOutcome, current } from "../model.js";

/**
 * @param {{tabId: number}} params
 * @returns {Promise<{restored: number}>}
 */
export async function undo({ tabId }) {
  const restored = await takeBack(tabId);
  // "Filled" is no longer true.
  if (current().outcome?.tabId === tabId) await clearOutcome();
  return { restored };
}
