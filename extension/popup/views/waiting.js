/** The states in which the person has to wait, plug something in, or call IT. */

import { problemText } from "../../shared/i18n.js";
import { button, stateHead } from "../parts.js";
import { pinHelp } from "./pin_help.js";

/** @typedef {import("../context.js").Context} Context */

/** @type {Record<string, {picture: string, tone?: "plain"|"warn"|"bad", title: string, hint: string}>} */
const STATES = {
  connecting: { picture: "wait", title: "state_connecting", hint: "state_connecting_hint" },
  pcsc: { picture: "alert", tone: "bad", title: "state_pcsc", hint: "state_pcsc_hint" },
  no_reader: { picture: "reader", title: "state_no_reader", hint: "state_no_reader_hint" },
  no_card: { picture: "card", title: "state_no_card", hint: "state_no_card_hint" },
  reading: { picture: "wait", title: "state_reading", hint: "state_reading_hint" },
  busy: { picture: "clock", tone: "warn", title: "state_busy", hint: "state_busy_hint" },
  other_card: { picture: "alert", tone: "warn", title: "state_other_card", hint: "state_other_card_hint" },
  unreadable: { picture: "alert", tone: "warn", title: "state_unreadable", hint: "state_unreadable_hint" },
  pin: { picture: "pin", title: "state_pin", hint: "state_pin_hint" },
  source: { picture: "wait", title: "state_source", hint: "state_source_hint" },
  source_ucauth_file: { picture: "wait", title: "state_source_ucauth_file", hint: "state_source_ucauth_file_hint" },
  source_manual: { picture: "pin", title: "state_source_manual", hint: "state_source_manual_hint" },
};

/** @param {Context} context @param {string} name @returns {HTMLElement[]} */
export function waitingView(context, name) {
  const { texts, snapshot } = context;
  const state = STATES[`${name}_${snapshot.status?.login_source}`] ?? STATES[name];
  if (!state) return [];
  const { picture, tone, title, hint } = state;
  const head = stateHead({ picture, ...(tone ? { tone } : {}), title: texts.t(title), hint: texts.t(hint) });
  return name === "pin" ? [head, pinHelp(context)] : [head];
}

/** The host is there, but cannot say how things are. @param {Context} context @returns {HTMLElement[]} */
export function noStatusView(context) {
  const problem = context.snapshot.problem ?? { name: "internal_error", data: {} };
  return failureView(context, "state_no_status", problem);
}

/** @param {Context} context @param {"no_host"|"mismatch"} name @returns {HTMLElement[]} */
export function noHostView(context, name) {
  const problem = context.snapshot.host.problem ?? "host_failed";
  return failureView(context, `state_${name}`, { name: problem, data: {} });
}

/** @param {Context} context @param {string} title @param {import("../../shared/types.js").Problem} problem */
function failureView({ texts, act }, title, problem) {
  return [
    stateHead({ picture: "alert", tone: "bad", title: texts.t(title), hint: problemText(texts, problem) }),
    button("retry", texts.t("action_retry"), () => act("status"), { primary: true }),
  ];
}
