/** What the person must know besides the state: the last outcome, an ended session, a wrong clock, a faulty policy. */

import { endedText } from "../../shared/ended_text.js";
import { duration, unbroken } from "../../shared/format.js";
import { problemText } from "../../shared/i18n.js";
import { el, icon } from "../dom.js";
import { button, notice } from "../parts.js";
import { isOutcomeShown } from "../state.js";
import { secondsUntilCleared } from "../token.js";

/** @typedef {import("../context.js").Context} Context */

/** @param {Context} context @returns {(HTMLElement|null)[]} */
export function noticesView(context) {
  return [
    policyNotice(context),
    clockNotice(context),
    endedNotice(context),
    outcomeNotice(context),
    clipboardNotice(context),
    ownNotice(context),
  ];
}

/** @param {Context} context */
function policyNotice({ texts, snapshot }) {
  const policy = snapshot.status?.policy;
  if (!policy?.problem) return null;
  return notice("bad", problemText(texts, { name: "policy_invalid", data: { ...policy.problem } }));
}

/** Sitthi goes by the true time; other programs on this computer do not. @param {Context} context */
function clockNotice({ texts, snapshot }) {
  const clock = snapshot.status?.clock;
  if (!clock?.wrong) return null;
  const amount = unbroken(duration(Math.abs(clock.offset_seconds), texts.language));
  return notice("warn", texts.t(clock.offset_seconds > 0 ? "clock_slow" : "clock_fast", { amount }));
}

/** @param {Context} context */
function endedNotice({ texts, snapshot }) {
  const { status } = snapshot;
  if (!status?.ended || status.session || status.pin_window) return null;
  return notice(status.ended.reason === "logout" ? "info" : "warn", endedText(texts, status));
}

/** @param {Context} context */
function outcomeNotice(context) {
  const { texts, snapshot, tabId } = context;
  const { outcome } = snapshot;
  if (!outcome || !isOutcomeShown(snapshot, tabId)) return null;
  const close = closeButton(context, "close-outcome", () => context.act("forget"));
  if (outcome.problem) return notice("bad", problemText(texts, outcome.problem), close);
  if (outcome.action !== "fill") return null;
  const filled = outcome.filled.map((role) => texts.t(`role_${role}`)).join(", ");
  const missed = outcome.missed.map(({ role, reason }) =>
    texts.t("fill_missed", { role: texts.t(`role_${role}`), reason: texts.t(`missed_${reason}`) }),
  );
  const unsent = outcome.unsubmitted ? texts.t(`not_sent_${outcome.unsubmitted}`) : "";
  const submitted = outcome.submitted ? texts.t("fill_submitted") : unsent;
  const lines = [filled ? texts.t("fill_done", { roles: filled }) : "", submitted, ...missed].filter(Boolean);
  // What has been sent cannot be taken back.
  const undo =
    outcome.undoable && !outcome.submitted
      ? button("undo", texts.t("action_undo"), context.undo, { quiet: true, label: texts.t("action_undo_label") })
      : null;
  return notice(missed.length > 0 ? "warn" : "good", lines.join("\n"), close, undo);
}

/** @param {Context} context */
function clipboardNotice(context) {
  const { ui, texts, redraw } = context;
  if (ui.clearsAt === null) return null;
  const close = closeButton(context, "close-clipboard", () => {
    ui.clearsAt = null;
    redraw();
  });
  // Outside the text, so that it is not read out every second.
  const seconds = secondsUntilCleared(ui);
  const left = el("span", { id: "clears-in", class: "hint digits", text: texts.t("copied_seconds", { seconds }) });
  return notice("good", texts.t("copied_by_host"), close, left);
}

/** @param {Context} context */
function ownNotice(context) {
  const { ui, texts, redraw } = context;
  if (!ui.message) return null;
  const close = closeButton(context, "close-message", () => {
    ui.message = null;
    redraw();
  });
  const text = "name" in ui.message ? problemText(texts, ui.message) : texts.t(ui.message.key, ui.message.values);
  return notice("name" in ui.message ? "bad" : "good", text, close);
}

/** @param {Context} context @param {string} key @param {() => void} onPress */
function closeButton({ texts }, key, onPress) {
  return el(
    "button",
    { type: "button", class: "bare", "aria-label": texts.t("action_close"), "data-key": key, onclick: onPress },
    icon("close"),
  );
}
