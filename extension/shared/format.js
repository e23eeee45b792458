/**
 * Times and dates as people here read them: Bangkok time, Buddhist era in Thai, common era in English.
 * Pure functions. Bangkok is UTC+7 without exceptions.
 */

/** @typedef {import("./i18n.js").Language} Language */

const BANGKOK = "Asia/Bangkok";
const BUDDHIST_OFFSET = 543;
const LOCALE = { th: "th-TH-u-ca-buddhist-nu-latn", en: "en-GB" };

/** @param {number} seconds @returns {string} "hh:mm:ss", never below zero */
export function countdown(seconds) {
  const left = Math.max(0, Math.floor(seconds));
  return [left / 3600, (left / 60) % 60, left % 60].map((part) => String(Math.floor(part)).padStart(2, "0")).join(":");
}

/** @param {string|number} when ISO time or ms @param {Language} language @returns {string} "23:59 น." */
export function clockTime(when, language) {
  const time = new Intl.DateTimeFormat("en-GB", { timeZone: BANGKOK, hour: "2-digit", minute: "2-digit" });
  return time.format(new Date(when)) + (language === "th" ? " น." : "");
}

/** @param {string|number} when ISO time or ms @param {Language} language @returns {string} "24 พ.ย. 2569" */
export function calendarDay(when, language) {
  const parts = new Intl.DateTimeFormat(LOCALE[language], {
    timeZone: BANGKOK,
    day: "numeric",
    month: "short",
    year: "numeric",
  }).formatToParts(new Date(when));
  return parts
    .filter(({ type }) => ["day", "month", "year"].includes(type))
    .map(({ value }) => value)
    .join(" ");
}

/** @param {string|number} when @param {Language} language */
export function dayAndTime(when, language) {
  return `${calendarDay(when, language)} ${clockTime(when, language)}`;
}

/** @param {string} text a time or an amount inside running text @returns {string} the same, kept on one line */
export function unbroken(text) {
  return text.replaceAll(" ", "\u00a0");
}

/**
 * @param {string} iso "2026-11-24"; parts may be "00" (unknown)
 * @param {Language} language
 * @returns {string} "" for an empty or unreadable date
 */
export function plainDate(iso, language) {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(iso);
  if (!parts) return "";
  const [year, month, day] = parts.slice(1).map(Number);
  if (month && day) return calendarDay(`${iso}T12:00:00+07:00`, language);
  return String(language === "th" ? Number(year) + BUDDHIST_OFFSET : year);
}

/**
 * @param {string|number} when ISO time or ms
 * @param {number} now ms
 * @param {Language} language
 * @returns {string} the time alone for a moment of today in Bangkok
 */
export function moment(when, now, language) {
  const today = calendarDay(when, "en") === calendarDay(now, "en");
  return today ? clockTime(when, language) : dayAndTime(when, language);
}

/** @type {["day"|"hour"|"minute", number][]} */
const UNITS = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

/** @param {number} seconds 0 or more @param {Language} language @returns {string} "3 ชั่วโมง 5 นาที": its two largest units, cut to the minute */
export function duration(seconds, language) {
  let left = seconds;
  const parts = UNITS.map(([unit, size]) => {
    const count = Math.floor(left / size);
    left -= count * size;
    return { unit, count };
  });
  const first = Math.max(
    0,
    parts.findIndex(({ count }) => count > 0),
  );
  const told = seconds < 60 ? parts.slice(-1) : parts.slice(first, first + 2).filter(({ count }) => count > 0);
  return told
    .map(({ unit, count }) => {
      const words = new Intl.NumberFormat(LOCALE[language], { style: "unit", unit, unitDisplay: "long" });
      return words.format(count);
    })
    .join(" ");
}
