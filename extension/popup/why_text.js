/** Why the finder takes a field or leaves it alone, in words for people, and what to do about it. Knows no DOM. */

/** @typedef {import("../shared/i18n.js").Texts} Texts */

/**
 * @param {Texts} texts
 * @param {{why?: string, words?: string, label?: string}} field `words`: the page's own, which decided
 * @returns {string} "" for a code that this version does not know
 */
export function whyText({ t, has }, { why = "", words = "", label = "" }) {
  if (!has(`why_${why}`)) return "";
  const reason = t(`why_${why}`);
  // The policy's rule is a selector: no words of the page.
  const said = words && why !== "selector" && !holds(label, words) && !holds(reason, words);
  return said ? `${reason} ${t("why_said", { words })}` : reason;
}

/** @param {Texts} texts @param {{why: string}} field @returns {string} "" where there is nothing to do */
export function nextText({ t, has }, { why }) {
  return has(`next_${why}`) ? t(`next_${why}`) : "";
}

/** Words that stand beside it already say nothing new. @param {string} text @param {string} words */
function holds(text, words) {
  return text.toLowerCase().includes(words.toLowerCase());
}
