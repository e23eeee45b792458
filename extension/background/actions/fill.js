/**
 * Fills the page in one tab: finds its fields, asks the host for exactly the roles that are found, allowed and
 * at hand, writes them, reports. The one path for popup, shortcut, context menu and auto sites.
 */

import { problemOf, SitthiError } from "../../shared/errors.js";
import { survey, write } from "../inject.js";
import { host, setOutcome } from "../model.js";
import { pageOfTab, withoutFragment } from "../page.js";
import { siteOf } from "./sites.js";

/** @typedef {import("../../shared/types.js").Role} Role */
/** @typedef {import("../../shared/types.js").Status} Status */
/** @typedef {import("../../shared/types.js").Missed} Missed */
/** @typedef {import("../../shared/types.js").Seen} Seen */

/**
 * @param {{tabId: number, gesture: boolean, seen?: Seen}} params `seen`: the document of the preview when the person
 *   said so; the fill is refused when the tab has another one by now
 * @returns {Promise<{filled: Role[], missed: Missed[]}>}
 */
export async function fill({ tabId, gesture, seen }) {
  try {
    const result = await fillTab(tabId, gesture, seen);
    await setOutcome({ action: "fill", tabId, ...result });
    return result;
  } catch (reason) {
    if (gesture) await setOutcome({ action: "fill", tabId, problem: problemOf(reason) });
    throw reason;
  }
}

/** @param {number} tabId @param {boolean} gesture @param {Seen|undefined} seen */
async function fillTab(tabId, gesture, seen) {
  const page = await pageOfTab(tabId);
  if (!page.origin) throw new SitthiError("page_unsupported");
  if (seen && withoutFragment(page.url) !== withoutFragment(seen.url)) throw new SitthiError("page_changed");
  const [site, status] = await Promise.all([siteOf(page.url), host.request("status")]);
  if (!site) throw new SitthiError("origin_not_allowed", { origin: page.origin });
  if (page.insecure && !site.allow_http) throw new SitthiError("insecure_origin", { origin: page.origin });

  const { documentId, fields } = await survey(page, site.fields);
  if (seen?.documentId && documentId && seen.documentId !== documentId) throw new SitthiError("page_changed");
  const wanted = fields.map((field) => field.role).filter((role) => site.fill.includes(role));
  if (wanted.length === 0) throw new SitthiError("no_fields");
  const roles = wanted.filter((role) => isAtHand(role, status));
  if (roles.length === 0) throw whyNothingAtHand(status);

  const { values } = await host.request("fill.values", {
    origin: page.origin,
    url: page.url,
    top_frame: true,
    roles,
    gesture,
  });
  if (!isExactly(values, roles)) throw new SitthiError("bad_answer", { method: "fill.values" });
  const order = { selectors: site.fields, values, gesture };
  const { filled, missed } = await write(page, documentId, order).catch(async (reason) => {
    await report(page.origin, [], roles).catch(() => undefined);
    throw reason;
  });
  const notAtHand = wanted
    .filter((role) => !roles.includes(role))
    .map((role) => ({ role, reason: isLoggedIn(status) ? "no_patient_card" : "no_session" }));
  const allMissed = [...missed, ...notAtHand];
  const missedRoles = allMissed.map(({ role }) => role);
  await report(page.origin, filled, missedRoles);
  return { filled, missed: allMissed };
}

/** @param {string} origin @param {Role[]} filled @param {Role[]} missed */
function report(origin, filled, missed) {
  return host.request("fill.report", { origin, filled, missed });
}

/** What was not asked for is not written, and what is missing is not passed over. @param {object} values @param {Role[]} roles */
function isExactly(values, roles) {
  return Object.keys(values).length === roles.length && roles.every((role) => Object.hasOwn(values, role));
}

/** @param {Role} role */
function isOperatorRole(role) {
  return role === "operator_cid" || role === "token";
}

/** @param {Role} role @param {Status} status */
function isAtHand(role, status) {
  if (!isLoggedIn(status)) return false;
  if (isOperatorRole(role)) return true;
  return status.readers.some(({ card }) => card?.kind === "thai_id" && card.role === "patient");
}

/** @param {Status} status */
function isLoggedIn(status) {
  return status.session?.state === "active";
}

/** @param {Status} status */
function whyNothingAtHand(status) {
  if (isLoggedIn(status)) return new SitthiError("no_patient_card");
  if (status.session) return new SitthiError("session_locked");
  if (status.ended?.reason === "expired") return new SitthiError("token_expired");
  if (status.ended?.reason === "revoked") return new SitthiError("token_revoked");
  return new SitthiError("not_logged_in");
}
