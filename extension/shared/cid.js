/** A citizen ID as people type or scan it. Pure; never shows a number in an error. */

const DIGITS = 13;
const THAI_ZERO = "๐".charCodeAt(0);

/** @param {string} typed @returns {string} 13 digits, or "" where it is none: dashes, spaces and Thai digits ๐–๙ are understood */
export function citizenId(typed) {
  const digits = typed
    .replace(/[๐-๙]/g, (digit) => String(digit.charCodeAt(0) - THAI_ZERO))
    .replace(/[\s\u00a0\u200b\-‐-―]/g, "");
  return /^\d+$/.test(digits) && digits.length === DIGITS && isChecked(digits) ? digits : "";
}

/** @param {string} digits @returns {boolean} whether the last of them is the check digit of the others */
function isChecked(digits) {
  const sum = [...digits].slice(0, -1).reduce((total, digit, index) => total + Number(digit) * (DIGITS - index), 0);
  return (11 - (sum % 11)) % 10 === Number(digits.at(-1));
}
