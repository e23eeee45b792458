/** `sites.list`: the policy's sites, and the one that a page belongs to. */

import { matches } from "../../shared/match_pattern.js";
import { host } from "../model.js";

/** @typedef {import("../../shared/types.js").Site} Site */
/** @typedef {import("../../shared/types.js").Rules} Rules */

/** @returns {Promise<Site[]>} */
export async function sites() {
  return (await host.request("sites.list")).sites;
}

/** @param {string} url @returns {Promise<Site|null>} the first site of the policy that lists this URL */
export async function siteOf(url) {
  return (await sites()).find((site) => site.match.some((pattern) => matches(pattern, url))) ?? null;
}

/** @param {Site} site @returns {Rules} what the content scripts are told of it */
export function rulesOf({ fields, never, roles, submit }) {
  return { fields, never, roles, submit };
}
