/** Which of its states the popup is in: pure functions of a snapshot. Knows no DOM and no texts. */

/** @typedef {import("../shared/types.js").Snapshot} Snapshot */
/** @typedef {import("../shared/types.js").Status} Status */
/** @typedef {import("../shared/types.js").Reader} Reader */
/** @typedef {import("../shared/types.js").PagePreview} PagePreview */

/** @typedef {"connecting"|"no_host"|"mismatch"|"pcsc"|"pin"|"session"|"locked"|"no_reader"|"no_card"|"reading"|"busy"|"other_card"|"unreadable"|"card"} ViewName */

/** @param {Snapshot} snapshot @returns {ViewName} */
export function viewName({ host, status, busy }) {
  if (host.phase === "failed") return host.problem === "protocol_mismatch" ? "mismatch" : "no_host";
  if (host.phase === "connecting" || !status) return "connecting";
  if (status.pin_window || busy === "login") return "pin";
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
  return page.fields.some(({ role }) => (isOperatorRole(role) ? active : patient));
}

/** @param {PagePreview|null} page @returns {boolean} whether a login would make this page fillable */
export function wantsLogin(page) {
  return Boolean(page?.allowed && page.fields.some(({ role }) => isOperatorRole(role)));
}

/** @param {string} role */
export function isOperatorRole(role) {
  return role === "operator_cid" || role === "token";
}

/** @param {Snapshot} snapshot @returns {string} changes when the preview of the page may have changed */
export function previewKey({ host, status }) {
  return [host.phase, status?.sites_revision, status?.session?.state].join("/");
}
