/**
 * Fills the page in one tab: finds its fields, asks the host for exactly the roles that are found, allowed and
 * at hand, writes them, reports. The one path for popup, shortcut, context menu and auto sites.
 */

import { problemOf, SitthiError } from "../../shared/errors.js";
import { expectMore, expectNothing } from "../expected.js";
import { survey, watch, write } from "../inject.js";
import { host, setOutcome } from "../model.js";
import { pageOfTab, withoutFragment } from "../page.js";
import { rulesOf, siteOf } from "./sites.js";

/** @typedef {import("../../shared/types.js").Role} Role */
/** @typedef {import("../../shared/types.js").Status} Status */
/** @typedef {import("../../shared/types.js").Missed} Missed */
/** @typedef {import("../../shared/types.js").Seen} Seen */
/** @typedef {import("../../shared/types.js").Site} Site */
/** @typedef {import("../expected.js").Start} Start */
/** @typedef {import("../inject.js").Written} Written */

/**
 * @param {{tabId: number, gesture: boolean, seen?: Seen, start?: Start}} params `seen`: the document of the preview when
 *   the person said so; the fill is refused when the tab has another one by now. `start`: what this fill goes on with
 * @returns {Promise<Written>}
 */
export async function fill({ tabId, gesture, seen, start }) {
  expectNothing(tabId);
  try {
    const result = await fillTab(tabId, seen, start ?? { gesture, at: Date.now(), filled: [] });
    const filled = [...(start?.filled ?? []), ...result.filled];
    await setOutcome({ action: "fill", tabId, ...result, filled });
    return result;
  } catch (reason) {
    if (gesture && !start) await setOutcome({ action: "fill", tabId, problem: problemOf(reason) });
    throw reason;
  }
}

/** @param {number} tabId @param {Seen|undefined} seen @param {Start} start @returns {Promise<Written>} */
async function fillTab(tabId, seen, start) {
  const page = await pageOfTab(tabId);
  if (!page.origin) throw new SitthiError(page.hidden && seen ? "page_unreachable" : "page_unsupported");
  if (seen && withoutFragment(page.url) !== withoutFragment(seen.url)) throw new SitthiError("page_changed");
  const [site, status] = await Promise.all([siteOf(page.url), host.request("status")]);
  if (!site) throw new SitthiError("origin_not_allowed", { origin: page.origin });
  if (page.insecure && !site.allow_http) throw new SitthiError("insecure_origin", { origin: page.origin });

  const { documentId, fields } = await survey(page, rulesOf(site));
  if (seen?.documentId && documentId && seen.documentId !== documentId) throw new SitthiError("page_changed");
  const found = fields.map((field) => field.role);
  const wanted = found.filter((role) => isLeft(role, site, start));
  if (wanted.length === 0) {
    if (isLoggedIn(status)) await waitForMore(page, documentId, site, start);
    throw new SitthiError("no_fields");
  }
  const roles = wanted.filter((role) => isAtHand(role, status));
  if (roles.length === 0) throw whyNothingAtHand(status);

  const asked = [...roles, ...toCompare(fields, roles, site)];
  const { values } = await host.request("fill.values", {
    origin: page.origin,
    url: page.url,
    top_frame: true,
    roles: asked,
    gesture: start.gesture,
  });
  if (!isExactly(values, asked)) throw new SitthiError("bad_answer", { method: "fill.values" });
  // What cannot be filled now is a miss as well: then nothing is sent.
  const isWhole = roles.length === wanted.length;
  const rules = { ...rulesOf(site), submit: site.submit && isWhole };
  const written = await write(page, documentId, { rules, values, gesture: start.gesture }).catch(async (reason) => {
    await report(page.origin, [], roles).catch(() => undefined);
    throw reason;
  });
  const notAtHand = wanted
    .filter((role) => !roles.includes(role))
    .map((role) => ({ role, reason: whyNotAtHand(role, status) }));
  const missed = [...written.missed, ...notAtHand];
  const filled = [...start.filled, ...written.filled];
  if (filled.includes("operator_cid") && !found.includes("token")) {
    await waitForMore(page, documentId, site, { ...start, filled });
  }
  await report(
    page.origin,
    written.filled,
    missed.map(({ role }) => role),
  );
  return { ...written, missed, unsubmitted: site.submit && !isWhole ? "incomplete" : written.unsubmitted };
}

/**
 * Where the page has settled who logs in, the token is written only beside its own person's citizen ID.
 * @param {import("../../shared/types.js").FoundField[]} fields @param {Role[]} roles @param {Site} site @returns {Role[]}
 */
function toCompare(fields, roles, site) {
  const isLocked = fields.some(({ role, locked }) => role === "token" && locked && roles.includes(role));
  return isLocked && site.fill.includes("operator_cid") && !roles.includes("operator_cid") ? ["operator_cid"] : [];
}

/** A later step is for the rest of the login only. @param {Role} role @param {Site} site @param {Start} start */
function isLeft(role, site, { filled }) {
  if (!site.fill.includes(role) || filled.includes(role)) return false;
  return filled.length === 0 || isOperatorRole(role);
}

/**
 * The next step of a login, a dialog, a form that is drawn late.
 * @param {import("../page.js").Page} page @param {string|undefined} documentId @param {Site} site @param {Start} start
 */
async function waitForMore(page, documentId, site, start) {
  const roles = site.fill.filter((role) => isLeft(role, site, start));
  if (roles.length === 0) return;
  const milliseconds = expectMore(page, documentId, start);
  if (milliseconds === 0) return;
  // A page that has gone on by itself is met again when it has loaded.
  await watch(page, documentId, { rules: rulesOf(site), roles, milliseconds }).catch(() => undefined);
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
  if (role === "claim_code" && !status.authen?.code) return false;
  if (role.startsWith("rights_") && !status.patient_rights) return false;
  return hasPatient(status);
}

/** @param {Status} status */
function hasPatient(status) {
  return status.readers.some(({ card }) => card?.kind === "thai_id" && card.role === "patient");
}

/** @param {Role} role @param {Status} status */
function whyNotAtHand(role, status) {
  if (!isLoggedIn(status)) return "no_session";
  if (role === "claim_code") return "no_claim_code";
  return role.startsWith("rights_") && hasPatient(status) ? "no_rights" : "no_patient_card";
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
