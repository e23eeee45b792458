/** What the finder would do in a tab with the rules of a lesson, before they are in the policy. No value is asked for. */

import { SitthiError } from "../../shared/errors.js";
import { survey } from "../inject.js";
import { pageOfTab } from "../page.js";

/**
 * @param {{tabId: number, rules: import("../../shared/types.js").Rules}} params
 * @returns {Promise<{fields: import("../../shared/types.js").FoundField[], refused: import("../../shared/types.js").SkippedField[]}>}
 */
export async function trial({ tabId, rules }) {
  const page = await pageOfTab(tabId);
  if (!page.origin) throw new SitthiError("page_unreachable");
  const { fields, refused } = await survey(page, rules);
  return { fields, refused };
}
