/**
 * Fills the page in one tab: finds its fields, asks the host for exactly the roles that are found, allowed and
 * at hand, writes them, reports. The one path for popup, shortcut, context menu and auto sites.
 */

import { problemOf, SitthiError } from "../../shared/errors.js";
import { survey, write } from "../inject.js";
import { host, setOutcome } from "../model.js";
import { pageOfTab } from "../page.js";
import { siteOf } from "./sites.js";

/** @typedef {import("../../shared/types.js").Role} Role */
/** @typedef {import("../../shared/types.js").Status} Status */
/** @typedef {import("../../shared/types.js").Missed} Missed */

/**
 * @param {{tabId: number, gesture: boolean, origin?: string}} params `origin`: what the person saw when they said
 *   so; the fill is refused when the tab has another one by now
 * @returns {Promise<{filled: Role[], missed: Missed[]}>}
 */
export async function fill({ tabId, gesture, origin }) {
  try {
    const result = await fillTab(tabId, gesture, origin);
    await setOutcome({ action: "fill", ...result });
    return result;
  } catch (reason) {
    if (gesture) await setOutcome({ action: "fill", problem: problemOf(reason) });
    throw reason;
  }
}

/** @param {number} tabId @param {boolean} gesture @param {string|undefined} expected */
async function fillTab(tabId, gesture, expected) {
  const page = await pageOfTab(tabId);
  if (!page.origin) throw new SitthiError("page_unsupported");
  if (expected !== undefined && page.origin !== expected) throw new SitthiError("page_changed");
  const [site, status] = await Promise.all([siteOf(page.url), host.request("status")]);
  if (!site) throw new SitthiError("origin_not_allowed", { origin: page.origin });
  if (page.insecure && !site.allow_http) throw new SitthiError("insecure_origin", { origin: page.origin });

  const { documentId, fields } = await survey(tabId, page.origin, site.fields);
  const wanted = fields.map((field) => field.role).filter((role) => site.fill.includes(role));
  if (wanted.length === 0) throw new SitthiError("no_fields");
  const roles = wanted.filter((role) => isAtHand(role, status));
  if (roles.length === 0) throw whyNothingAtHand(wanted, status);

  const { values } = await host.request("fill.values", {
    origin: page.origin,
    url: page.url,
    top_frame: true,
    roles,
    gesture,
  });
  const { filled, missed } = await write(tabId, documentId, page.origin, site.fields, values);
  const notAtHand = wanted
    .filter((role) => !roles.includes(role))
    .map((role) => ({ role, reason: isOperatorRole(role) ? "no_session" : "no_patient_card" }));
  const allMissed = [...missed, ...notAtHand];
  await host.request("fill.report", { origin: page.origin, filled, missed: allMissed.map(({ role }) => role) });
  return { filled, missed: allMissed };
}

/** @param {Role} role */
function isOperatorRole(role) {
  return role === "operator_cid" || role === "token";
}

/** @param {Role} role @param {Status} status */
function isAtHand(role, status) {
  if (isOperatorRole(role)) return status.session?.state === "active";
  return status.readers.some(({ card }) => card?.kind === "thai_id" && card.role === "patient");
}

/** @param {Role[]} wanted @param {Status} status */
function whyNothingAtHand(wanted, status) {
  if (!wanted.some(isOperatorRole)) return new SitthiError("no_patient_card");
  if (status.session) return new SitthiError("session_locked");
  if (status.ended?.reason === "expired") return new SitthiError("token_expired");
  if (status.ended?.reason === "revoked") return new SitthiError("token_revoked");
  return new SitthiError("not_logged_in");
}
