/**
 * The toolbar button: a mark for logged in, locked, ended or not ready, the minutes of a token that dies soon; in its title why a
 * session ended, and the last fill.
 */

import { endedText } from "../shared/ended_text.js";
import { clockTime } from "../shared/format.js";
import { loadTexts, problemText } from "../shared/i18n.js";
import { secondsLeft, warningOf } from "../shared/session_time.js";

/** @typedef {import("../shared/types.js").Snapshot} Snapshot */
/** @typedef {import("../shared/i18n.js").Texts} Texts */

const GREEN = "#0b7a4b";
const AMBER = "#9a5b00";
const RED = "#b3261e";
const GREY = "#5f6b76";
/** How long the outcome of a fill without popup stays on the button. */
const OUTCOME_SHOWN_MS = 15_000;

/** The minutes of a dying token are shown whole. */
const MINUTE_MS = 60_000;

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
  const wait = untilStale(snapshot);
  if (wait !== null) setTimeout(() => turn === drawn && drawBadge(snapshot), wait);
}

/** @param {Snapshot} snapshot @returns {number|null} ms until it would be drawn differently; null: only with another snapshot */
function untilStale(snapshot) {
  const minutes =
    warningOf(snapshot) && secondsLeft(snapshot) > 0 ? (secondsLeft(snapshot) * 1000) % MINUTE_MS : MINUTE_MS;
  if (isFresh(snapshot)) return Math.min(minutes + 1, OUTCOME_SHOWN_MS);
  return minutes < MINUTE_MS ? minutes + 1 : null;
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
function restingBadge(snapshot, texts) {
  const { host, status } = snapshot;
  if (host.phase === "failed") return { text: "?", color: GREY, title: texts.t("title_no_host") };
  if (status?.session?.state === "active") {
    const time = clockTime(status.session.expires_at, texts.language);
    const warning = warningOf(snapshot);
    if (warning) {
      const minutes = Math.max(0, Math.ceil(secondsLeft(snapshot) / 60));
      const title = texts.t("title_soon", { minutes, time });
      return { text: texts.t("badge_minutes", { minutes }), color: warning === 5 ? RED : AMBER, title };
    }
    return { text: "✓", color: GREEN, title: texts.t("title_active", { time }) };
  }
  if (status?.session) return { text: "•", color: AMBER, title: texts.t("title_locked") };
  const ended = status?.ended && status.ended.reason !== "logout";
  const why = ended ? `\n${endedText(texts, status)}` : "";
  return { text: ended ? "×" : "", color: RED, title: texts.t("title_logged_out") + why };
}
