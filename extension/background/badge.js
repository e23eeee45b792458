/** The toolbar button: a mark for logged in, locked, ended or not ready, and the last fill in its title. */

import { clockTime } from "../shared/format.js";
import { loadTexts, problemText } from "../shared/i18n.js";

/** @typedef {import("../shared/types.js").Snapshot} Snapshot */
/** @typedef {import("../shared/i18n.js").Texts} Texts */

const GREEN = "#0b7a4b";
const AMBER = "#9a5b00";
const RED = "#b3261e";
const GREY = "#5f6b76";
/** How long the outcome of a fill without popup stays on the button. */
const OUTCOME_SHOWN_MS = 15_000;

let drawn = 0;

/** @param {Snapshot} snapshot */
export async function drawBadge(snapshot) {
  drawn += 1;
  const turn = drawn;
  const texts = await loadTexts();
  if (turn !== drawn) return;
  const { text, color, title } = badgeOf(snapshot, texts);
  await chrome.action.setBadgeText({ text });
  await chrome.action.setBadgeBackgroundColor({ color });
  await chrome.action.setBadgeTextColor({ color: "#ffffff" });
  await chrome.action.setTitle({ title });
  if (isFresh(snapshot)) setTimeout(() => turn === drawn && drawBadge(snapshot), OUTCOME_SHOWN_MS);
}

/** @param {Snapshot} snapshot */
function isFresh({ outcome }) {
  return outcome !== null && Date.now() - outcome.at < OUTCOME_SHOWN_MS;
}

/** @param {Snapshot} snapshot @param {Texts} texts */
function badgeOf(snapshot, texts) {
  const resting = restingBadge(snapshot, texts);
  const { outcome } = snapshot;
  if (!outcome || !isFresh(snapshot)) return resting;
  if (outcome.problem) {
    return { text: "!", color: RED, title: `${resting.title}\n${problemText(texts, outcome.problem)}` };
  }
  if (outcome.action !== "fill") return resting;
  const names = outcome.filled.map((role) => texts.t(`role_${role}`)).join(", ");
  const missed = outcome.missed.length > 0;
  return {
    text: missed ? "!" : "✓",
    color: missed ? AMBER : GREEN,
    title: `${resting.title}\n${texts.t("fill_done", { roles: names || "–" })}`,
  };
}

/** @param {Snapshot} snapshot @param {Texts} texts */
function restingBadge({ host, status }, texts) {
  if (host.phase === "failed") return { text: "?", color: GREY, title: texts.t("title_no_host") };
  if (status?.session?.state === "active") {
    const time = clockTime(status.session.expires_at, texts.language);
    return { text: "✓", color: GREEN, title: texts.t("title_active", { time }) };
  }
  if (status?.session) return { text: "•", color: AMBER, title: texts.t("title_locked") };
  const ended = status?.ended && status.ended.reason !== "logout";
  return { text: ended ? "×" : "", color: RED, title: texts.t("title_logged_out") };
}
