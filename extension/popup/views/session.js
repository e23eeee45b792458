/** Logged in: who, how long, the masked token, the days until removal. */

import { clockTime, countdown, dayAndTime } from "../../shared/format.js";
import { personName } from "../../shared/i18n.js";
import { el } from "../dom.js";
import { button, notice, row } from "../parts.js";
import { patientReader } from "../state.js";

/** @typedef {import("../context.js").Context} Context */

/** @param {Context} context @returns {HTMLElement[]} */
export function sessionView(context) {
  const { texts, status, act } = context;
  const session = status.session;
  if (!session) return [];
  return [
    el(
      "div",
      { class: "session-head" },
      el(
        "div",
        {},
        el("h2", { class: "eyebrow tone-good", text: texts.t("state_session") }),
        el("p", { class: "person-name", text: personName(texts, session) }),
        el("p", { class: "digits", text: session.cid_masked }),
      ),
      button("logout", texts.t("action_logout"), () => act("logout"), { quiet: true }),
    ),
    el("dl", { class: "rows" }, expiryRow(context), ...(patientReader(status) ? [] : ownRows(context))),
    ...inactivityNotice(context),
  ];
}

/** @param {Context} context @returns {number} seconds; counted on from what the host said, so a wrong clock does no harm */
export function secondsLeft({ snapshot }) {
  const left = snapshot.status?.session?.seconds_left ?? 0;
  return left - (Date.now() - snapshot.statusAt) / 1000;
}

/** @param {Context} context */
function expiryRow(context) {
  const { texts, status } = context;
  const time = clockTime(status.session?.expires_at ?? "", texts.language);
  return row(
    texts.t("label_expires"),
    el("span", { id: "countdown", class: "countdown", role: "timer", text: countdown(secondsLeft(context)) }),
    el("span", { class: "after", text: texts.t("label_expires_at", { time }) }),
  );
}

/** What concerns the staff member alone: it makes room while a patient is at the desk. @param {Context} context */
function ownRows(context) {
  return [tokenRow(context), inactivityRow(context)];
}

/** @param {Context} context */
function tokenRow({ texts, status, ui, reveal, copyToken, hide }) {
  const shown = ui.token !== null;
  const allowed = status.policy.allow_reveal;
  return row(
    texts.t("label_token"),
    el("span", { class: "digits token", text: ui.token ?? status.session?.token_masked ?? "" }),
    allowed
      ? el(
          "span",
          { class: "row-actions" },
          button("reveal", texts.t(shown ? "action_hide" : "action_reveal"), shown ? hide : reveal, {
            quiet: true,
            label: texts.t(shown ? "action_hide_label" : "action_reveal_label"),
          }),
          button("copy-token", texts.t("action_copy"), copyToken, {
            quiet: true,
            label: texts.t("action_copy_token_label"),
          }),
        )
      : null,
  );
}

/** @param {Context} context */
function inactivityRow({ texts, status }) {
  const days = status.inactivity;
  if (!days || days.warn || days.removed) return null;
  return row(texts.t("label_inactivity"), texts.t("inactivity_days", { days: days.days_left }));
}

/** @param {Context} context @returns {HTMLElement[]} */
function inactivityNotice({ texts, status }) {
  const days = status.inactivity;
  if (!days || !(days.warn || days.removed)) return [];
  const time = days.removal_at ? dayAndTime(days.removal_at, texts.language) : "–";
  if (days.removed) return [notice("bad", texts.t("inactivity_removed", { time }))];
  return [notice("warn", texts.t("inactivity_warn", { days: days.days_left, time }))];
}
