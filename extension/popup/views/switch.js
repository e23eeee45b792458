/**
 * Somebody else's card while a person is logged in: a patient's, or a colleague's who wants to take over. Which of the two
 * nobody can read from a card, so it is asked.
 */

import { personName } from "../../shared/i18n.js";
import { el } from "../dom.js";
import { button } from "../parts.js";
import { cardKey } from "../state.js";

/** @typedef {import("../context.js").Context} Context */

/** @param {Context} context @param {import("../../shared/types.js").Reader} reader @returns {HTMLElement} */
export function switchPart({ texts, status, ui, tabId, act, redraw }, reader) {
  const { t } = texts;
  const turn = (/** @type {string|null} */ to) => () => {
    ui.switching = to;
    redraw();
  };
  if (ui.switching !== cardKey(reader)) {
    return button("switch", t("action_switch"), turn(cardKey(reader)), { quiet: true });
  }
  const names = { now: personName(texts, status.session), next: personName(texts, reader.card) };
  const params = { reader: reader.name, ...(tabId === undefined ? {} : { tabId }) };
  return el(
    "div",
    { class: "switch", role: "group", "aria-label": t("action_switch") },
    el("p", { text: t("switch_ask", names) }),
    el(
      "div",
      { class: "switch-actions" },
      button("switch", t("action_switch_now"), () => act("login", params)),
      button("switch-not", t("action_switch_not"), turn(null), { quiet: true }),
    ),
  );
}
