/** Which of its states the popup is in: pure functions of a snapshot. Knows no DOM and no texts. */

/** @typedef {import("../shared/types.js").Snapshot} Snapshot */
/** @typedef {import("../shared/types.js").Status} Status */
/** @typedef {import("../shared/types.js").Reader} Reader */
/** @typedef {import("../shared/types.js").PagePreview} PagePreview */

/** How long the outcome of a login or fill is news. */
const OUTCOME_SHOWN_MS = 60_000;

/** @typedef {"connecting"|"no_status"|"no_host"|"mismatch"|"pcsc"|"pin"|"source"|"session"|"locked"|"no_reader"|"no_card"|"reading"|"busy"|"other_card"|"unreadable"|"card"} ViewName */

/** @param {Snapshot} snapshot @returns {ViewName} */
export function viewName({ host, status, problem, busy }) {
  if (host.phase === "failed") return host.problem === "protocol_mismatch" ? "mismatch" : "no_host";
  if (host.phase === "connecting") return "connecting";
  if (!status) return problem ? "no_status" : "connecting";
  if (status.pin_window || busy === "login") return status.login_source ? "source" : "pin";
  if (status.session) return status.session.state === "active" ? "session" : "locked";
  if (status.pcsc === "unavailable") return status.readers.length === 0 ? "pcsc" : readerView(status.readers);
  if (status.pcsc === "starting" && status.readers.length === 0) return "connecting";
  return readerView(status.readers);
}

/** @param {Reader[]} readers @returns {ViewName} the state of the reader that is furthest on the way to a login */
function readerView(readers) {
  if (readers.length === 0) return "no_reader";
  if (readers.some(isThaiId)) return "card";
  if (readers.some(({ state }) => state === "reading")) return "reading";
  if (readers.some(({ state }) => state === "busy")) return "busy";
  if (readers.some(({ card }) => card?.kind === "other")) return "other_card";
  if (readers.some(({ state, card }) => state === "error" || card?.kind === "unreadable")) return "unreadable";
  return "no_card";
}

/** @param {Reader} reader */
export function isThaiId({ card }) {
  return card?.kind === "thai_id";
}

/** @param {Status|null} status @returns {Reader|null} the reader with the patient's card */
export function patientReader(status) {
  return status?.readers.find((reader) => isThaiId(reader) && reader.card?.role === "patient") ?? null;
}

/** @param {Status} status @returns {Reader[]} readers with a Thai ID card that is not the operator's; while somebody is logged in */
export function othersReaders(status) {
  return status.session ? loginReaders(status).filter(({ card }) => card?.role !== "operator") : [];
}

/** @param {Status|null} status @returns {string} whose session it is and which of theirs, as far as can be told without secrets; "" for none */
export function sessionKey(status) {
  const session = status?.session;
  return session ? [session.cid_masked, session.name_th, session.issued_at, session.token_masked].join("/") : "";
}

/** @param {Status} status @returns {boolean} whether the host itself copies, and clears the clipboard again */
export function hostCopies({ outlets }) {
  return outlets.some(({ kind, state }) => kind === "clipboard" && state !== "off");
}

/** @param {Reader|null|undefined} reader @returns {string} whose card it is, as far as can be told without the number; "" for none */
export function cardKey(reader) {
  const card = reader?.card;
  return reader && card ? [reader.name, card.cid_masked, card.name_th, card.name_en].join("/") : "";
}

/** @param {Status} status @returns {Reader[]} readers whose card could log in */
export function loginReaders(status) {
  return status.readers.filter(isThaiId);
}

/**
 * @param {PagePreview|null} page
 * @param {Status|null} status
 * @returns {boolean} whether "fill this page" would write at least one field now
 */
export function canFill(page, status) {
  if (!page?.allowed || !status) return false;
  const active = status.session?.state === "active";
  const patient = patientReader(status) !== null;
  return active && page.fields.some(({ role }) => isOperatorRole(role) || patient);
}

/**
 * @param {PagePreview|null} page
 * @param {Status|null} status
 * @returns {boolean} whether a fill would have to wait for fields that the page has yet to show
 */
export function canWait(page, status) {
  return Boolean(page?.allowed && !page.problem && page.fields.length === 0 && status?.session?.state === "active");
}

/** @param {PagePreview} page @returns {import("../shared/types.js").Seen} which document the person is looking at */
export function seenOf({ url, documentId }) {
  return documentId === undefined ? { url } : { url, documentId };
}

/** @param {PagePreview|null} page @returns {boolean} whether a login would make this page fillable */
export function wantsLogin(page) {
  return Boolean(page?.allowed && page.fields.some(({ role }) => isOperatorRole(role)));
}

/** @param {Snapshot} snapshot @param {number|undefined} tabId @returns {boolean} whether its outcome is of now and of this tab */
export function isOutcomeShown({ outcome, busy }, tabId) {
  if (!outcome || busy || Date.now() - outcome.at >= OUTCOME_SHOWN_MS) return false;
  return outcome.tabId === undefined || outcome.tabId === tabId;
}

/** @param {string} role */
export function isOperatorRole(role) {
  return role === "operator_cid" || role === "token";
}

/** @param {Snapshot} snapshot @returns {string} changes when the preview of the page may have changed */
export function previewKey({ host, status }) {
  return [host.phase, status?.sites_revision, status?.session?.state, sessionKey(status)].join("/");
}
