/** Why the session ended, in words for people, and what to do. Knows no windows. */

import { clockTime, moment, unbroken } from "./format.js";

/** @typedef {import("./i18n.js").Texts} Texts */
/** @typedef {import("./types.js").Status} Status */

/**
 * @param {Texts} texts
 * @param {Status} status
 * @returns {string} "" while there is a session, and where none has ended
 */
export function endedText({ t, language }, { session, ended, clock }) {
  if (!ended || session) return "";
  const now = trueTime(clock);
  const text = t(`ended_${kindOf(ended)}`, { time: unbroken(moment(ended.at, now, language)) });
  // The hour told is the true one, and not what this computer's clock showed then.
  return ended.reason === "expired" && clock?.wrong ? `${text} ${t("ended_by_true_time")}` : text;
}

/** @param {Status["clock"]} clock @returns {number} ms; what this computer's clock should say */
export function trueTime(clock) {
  return Date.now() + (clock?.offset_seconds ?? 0) * 1000;
}

/** @param {NonNullable<Status["ended"]>} ended */
function kindOf({ reason, at }) {
  return reason === "expired" && clockTime(at, "en") === "00:00" ? "midnight" : reason;
}
