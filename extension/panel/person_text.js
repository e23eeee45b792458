/** What a card says of a person, as lines to read. Pure; knows no DOM. */

import { plainDate } from "../shared/format.js";

/** @typedef {import("../shared/types.js").CardData} CardData */
/** @typedef {import("../shared/types.js").CardDate} CardDate */
/** @typedef {import("../shared/i18n.js").Texts} Texts */

const BUDDHIST_OFFSET = 543;
const SOON_DAYS = 60;
const DAY_MS = 86_400_000;

/** @param {CardDate} date @param {Texts} texts @returns {string} in both eras: "31 ธ.ค. 2537 (ค.ศ. 1994)" */
export function bothEras({ iso, year }, { t, language }) {
  const shown = plainDate(iso, language);
  if (!shown || year === null) return shown;
  return language === "th"
    ? t("date_both", { date: shown, year })
    : t("date_both", { date: shown, year: year + BUDDHIST_OFFSET });
}

/**
 * @param {CardDate} born @param {number} now ms
 * @returns {{years: number, exact: boolean}|null} `exact`: the card knows month and day; null: it does not know the year
 */
export function ageOn({ year, month, day }, now) {
  if (year === null) return null;
  const [thisYear, thisMonth, thisDay] = bangkokDay(now);
  const isBefore =
    month !== null && day !== null && month > 0 && (thisMonth < month || (thisMonth === month && thisDay < day));
  return { years: Math.max(0, thisYear - year - (isBefore ? 1 : 0)), exact: Boolean(month && day) };
}

/** @param {number} now ms @returns {[number, number, number]} */
function bangkokDay(now) {
  const [year, month, day] = new Date(now + 7 * 3_600_000).toISOString().slice(0, 10).split("-").map(Number);
  return [Number(year), Number(month), Number(day)];
}

/** @param {CardDate} expiry @param {number} now ms @returns {"valid"|"soon"|"expired"|"unknown"} valid until the end of its day in Bangkok */
export function validityOf({ iso, lifelong }, now) {
  if (lifelong) return "valid";
  const end = Date.parse(`${iso}T23:59:59+07:00`);
  if (Number.isNaN(end)) return "unknown";
  if (end < now) return "expired";
  return end - now < SOON_DAYS * DAY_MS ? "soon" : "valid";
}

const PARTS = /** @type {const} */ (["house_no", "moo", "trok", "soi", "road", "tambon", "amphoe", "province"]);

/** @param {CardData["address"]} address @returns {{part: typeof PARTS[number], value: string}[]} the parts that the card has */
export function addressParts(address) {
  return PARTS.map((part) => ({ part, value: address[part] })).filter(({ value }) => value !== "");
}
