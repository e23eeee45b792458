/** Days without a login: how many are left, when NHSO removes the right to use the service, and what to do after that. */

import { dayAndTime, unbroken } from "../../shared/format.js";
import { notice, row } from "../parts.js";

/** @typedef {import("../context.js").Context} Context */

/** @param {Context} context @returns {HTMLElement|null} while there is nothing to warn of */
export function inactivityRow({ texts, status }) {
  const days = status.inactivity;
  if (!days || days.warn || days.removed) return null;
  return row(texts.t("label_inactivity"), texts.t("inactivity_days", { days: days.days_left }));
}

/** @param {Context} context @returns {HTMLElement|null} */
export function inactivityNotice({ texts, status }) {
  const days = status.inactivity;
  if (!days || !(days.warn || days.removed)) return null;
  const time = days.removal_at ? unbroken(dayAndTime(days.removal_at, texts.language)) : "–";
  if (days.removed) return notice("bad", texts.t("inactivity_removed", { time, limit: days.limit_days }));
  // Of today there is no "days left" that a person would understand.
  if (days.days_left === 0) return notice("warn", texts.t("inactivity_today", { time }));
  return notice("warn", texts.t("inactivity_warn", { days: days.days_left, time }));
}
