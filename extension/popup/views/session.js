/** Logged in: who, how long, the masked token and where it came from, the days until removal. */

import { clockTime, countdown, unbroken } from "../../shared/format.js";
import { personName } from "../../shared/i18n.js";
import { secondsLeft, warningOf } from "../../shared/session_time.js";
import { el } from "../dom.js";
import { button, notice, row } from "../parts.js";
import { hostCopies, patientReader } from "../state.js";
import { inactivityNotice, inactivityRow } from "./inactivity.js";

/** @typedef {import("../context.js").Context} Context */

const TONES = /** @type {const} */ ({ 5: "bad", 30: "warn" });

/** @param {Context} context @returns {(HTMLElement|null)[]} */
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
    expiryNotice(context),
    inactivityNotice(context),
  ];
}

/** @param {Context} context */
function expiryRow({ texts, snapshot, status }) {
  const time = clockTime(status.session?.expires_at ?? "", texts.language);
  const warning = warningOf(snapshot);
  return row(
    texts.t("label_expires"),
    el("span", {
      id: "countdown",
      class: `countdown${warning ? ` tone-${TONES[warning]}` : ""}`,
      role: "timer",
      text: countdown(secondsLeft(snapshot)),
    }),
    el("span", { class: "after", text: texts.t("label_expires_at", { time }) }),
  );
}

/** @param {Context} context */
function expiryNotice({ texts, snapshot, status }) {
  const warning = warningOf(snapshot);
  if (!warning) return null;
  const time = unbroken(clockTime(status.session?.expires_at ?? "", texts.language));
  return notice(TONES[warning], texts.t("expires_soon", { minutes: warning, time }));
}

/** What concerns the staff member alone: it makes room while a patient is at the desk. @param {Context} context */
function ownRows(context) {
  return [tokenRow(context), sourceRow(context), inactivityRow(context)];
}

/** @param {Context} context */
function tokenRow({ texts, status, ui, reveal, copyToken, hide }) {
  const shown = ui.token !== null;
  const allowed = status.policy.allow_reveal;
  const copies = allowed || hostCopies(status);
  return row(
    texts.t("label_token"),
    el("span", { class: "digits token", text: ui.token ?? status.session?.token_masked ?? "" }),
    copies
      ? el(
          "span",
          { class: "row-actions" },
          allowed
            ? button("reveal", texts.t(shown ? "action_hide" : "action_reveal"), shown ? hide : reveal, {
                quiet: true,
                label: texts.t(shown ? "action_hide_label" : "action_reveal_label"),
              })
            : null,
          button("copy-token", texts.t("action_copy"), copyToken, {
            quiet: true,
            label: texts.t("action_copy_token_label"),
          }),
        )
      : null,
  );
}

/** @param {Context} context */
function sourceRow({ texts, status }) {
  const source = status.session?.source ?? "";
  // A source that a hospital has added has no text here; its name is better than nothing.
  return row(texts.t("label_source"), texts.has(`source_${source}`) ? texts.t(`source_${source}`) : source);
}
