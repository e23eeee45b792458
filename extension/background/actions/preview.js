/** What "fill this page" would do, for the popup to show before anything is asked for or written. */

import { problemOf, SitthiError } from "../../shared/errors.js";
import { survey } from "../inject.js";
import { pageOfTab } from "../page.js";
import { rulesOf, siteOf } from "./sites.js";

/** @typedef {import("../../shared/types.js").PagePreview} PagePreview */

/**
 * @param {{tabId: number, wasShown?: boolean}} params `wasShown`: there was a web page in the tab before
 * @returns {Promise<PagePreview>}
 */
export async function preview({ tabId, wasShown }) {
  const page = await pageOfTab(tabId);
  /** @type {PagePreview} */
  const shown = {
    origin: page.origin,
    url: page.url,
    documentId: undefined,
    insecure: page.insecure,
    allowed: false,
    site: "",
    fields: [],
    refused: [],
    skipped: [],
    undoable: false,
    problem: page.hidden && wasShown ? problemOf(new SitthiError("page_unreachable")) : null,
  };
  if (!page.origin) return shown;
  try {
    const site = await siteOf(page.url);
    if (!site) return shown;
    shown.site = site.name;
    shown.allowed = !page.insecure || site.allow_http;
    if (!shown.allowed) return shown;
    const { documentId, fields, refused, undoable } = await survey(page, rulesOf(site));
    shown.documentId = documentId;
    shown.skipped = refused;
    shown.undoable = undoable;
    shown.fields = fields.filter((field) => site.fill.includes(field.role));
    shown.refused = fields.map((field) => field.role).filter((role) => !site.fill.includes(role));
  } catch (reason) {
    shown.problem = problemOf(reason);
  }
  return shown;
}
