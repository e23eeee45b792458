/** The few building blocks that all views share. */

import { el, icon } from "./dom.js";

/**
 * The head of a state: picture, title, what to do.
 * @param {{picture: string, tone?: "plain"|"good"|"warn"|"bad", title: string, hint?: string}} what
 */
export function stateHead({ picture, tone = "plain", title, hint }) {
  return el(
    "div",
    { class: `state-head tone-${tone}` },
    el("span", { class: "disc" }, icon(picture)),
    el("div", {}, el("h2", { text: title }), hint ? el("p", { class: "hint", text: hint }) : null),
  );
}

/**
 * @param {string} key keeps the focus over a redraw
 * @param {string} text
 * @param {() => void} onPress
 * @param {{primary?: boolean, quiet?: boolean, label?: string, disabled?: boolean}} [options]
 */
export function button(key, text, onPress, { primary = false, quiet = false, label, disabled = false } = {}) {
  return el("button", {
    type: "button",
    class: primary ? "primary" : quiet ? "quiet" : "plain",
    "data-key": key,
    "aria-label": label,
    disabled,
    text,
    onclick: onPress,
  });
}

/** @param {string} name @param {string} cid @param {string} [secondName] */
export function person(name, cid, secondName) {
  return el(
    "div",
    { class: "person" },
    el("p", { class: "person-name", text: name }),
    secondName ? el("p", { class: "person-second", text: secondName }) : null,
    el("p", { class: "digits", text: cid }),
  );
}

/**
 * @param {"info"|"good"|"warn"|"bad"} tone
 * @param {string} text
 * @param {HTMLElement|null} [close]
 * @param {HTMLElement|null} [action] what can be done about it, below the text
 */
export function notice(tone, text, close = null, action = null) {
  const picture = { info: "clock", good: "check", warn: "alert", bad: "alert" }[tone];
  const body = el("div", { class: "notice-body" }, el("p", { text }), action);
  return el("div", { class: `notice notice-${tone}` }, icon(picture), body, close);
}

/** @param {string} term @param {(Node|string|null)[]} values */
export function row(term, ...values) {
  return el("div", { class: "row" }, el("dt", { text: term }), el("dd", {}, ...values));
}
