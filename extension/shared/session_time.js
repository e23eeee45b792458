/** How long a token still lives, and when that is worth a warning. Pure functions of a snapshot. */

/** @typedef {import("./types.js").Snapshot} Snapshot */

/** Minutes before the end from which on a person is warned, the most urgent first; the host warns at the same ones. */
export const WARNINGS = /** @type {const} */ ([5, 30]);

/** @param {Pick<Snapshot, "status"|"statusAt">} snapshot @returns {number} seconds; counted on from what the host said, so a wrong clock does no harm */
export function secondsLeft({ status, statusAt }) {
  return (status?.session?.seconds_left ?? 0) - (Date.now() - statusAt) / 1000;
}

/** @param {Pick<Snapshot, "status"|"statusAt">} snapshot @returns {5|30|null} the warning that holds now */
export function warningOf(snapshot) {
  if (!snapshot.status?.session) return null;
  const left = secondsLeft(snapshot);
  return WARNINGS.find((minutes) => left <= minutes * 60) ?? null;
}
