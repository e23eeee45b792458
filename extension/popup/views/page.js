/** The page in the tab: what "fill this page" will write where, or why not. */

import { problemText } from "../../shared/i18n.js";
import { siteToml } from "../../teach/toml.js";
import { el } from "../dom.js";
import { button, notice } from "../parts.js";
import { canFill, canWait, isOutcomeShown, patientReader, seenOf } from "../state.js";
import { foundList, skippedList } from "./preview.js";

/** @typedef {import("../context.js").Context} Context */

/** @param {Context} context @returns {(HTMLElement|null)[]} */
export function pageView(context) {
  const { texts, page, status } = context;
  // Without a web page there is something to say only to a person who could fill one.
  if (!page?.origin && patientReader(status)) return [];
  if (!page || !(page.origin || status.session?.state === "active")) return [];
  return [
    el("h3", { text: texts.t("page_title") }),
    page.origin
      ? el(
          "p",
          { class: "origin" },
          page.site ? el("span", { text: page.site }) : null,
          el("code", { text: page.origin }),
        )
      : null,
    page.insecure ? notice("warn", texts.t("page_insecure")) : null,
    ...contentOf(context),
  ];
}

/** @param {Context} context @returns {(HTMLElement|null)[]} */
function contentOf(context) {
  const { texts, page } = context;
  if (!page) return [];
  if (page.problem) return [notice("bad", problemText(texts, page.problem))];
  if (!page.origin) return [hint(texts.t("page_none"))];
  if (!page.site) return unlisted(context);
  if (!page.allowed) return [notice("bad", texts.t("page_insecure_refused"))];
  return [
    ...(page.fields.length === 0 ? nothingFound(context) : [foundList(context, page.fields)]),
    page.refused.length > 0 ? hint(texts.t("page_refused", { roles: names(texts, page.refused) })) : null,
    skippedList(context, page.skipped),
    page.fields.length === 0 ? teachButton(context) : null,
    undoButton(context),
    fillButton(context),
  ];
}

/** @param {Context} context @returns {HTMLElement[]} */
function nothingFound({ texts, page, status }) {
  const wait = canWait(page, status) ? "page_no_fields_hint" : "page_no_fields_login_hint";
  return [el("div", { class: "nothing" }, el("p", { text: texts.t("page_no_fields") }), hint(texts.t(wait)))];
}

/** @param {Context} context */
function fillButton({ texts, page, status, tabId, act }) {
  if (!page || !(canFill(page, status) || canWait(page, status))) return null;
  return button("fill", texts.t("action_fill"), () => act("fill", { tabId, seen: seenOf(page) }), { primary: true });
}

/** While the last fill is news, its notice has the button. @param {Context} context */
function undoButton({ texts, snapshot, page, tabId, undo }) {
  const told = isOutcomeShown(snapshot, tabId) && snapshot.outcome?.undoable;
  if (!page?.undoable || told) return null;
  return button("undo", texts.t("action_undo"), undo, { label: texts.t("action_undo_label") });
}

/** @param {Context} context */
function teachButton({ texts, teach }) {
  return button("teach", texts.t("action_teach"), teach, { quiet: true });
}

/** @param {Context} context @returns {HTMLElement[]} */
function unlisted(context) {
  const { texts, page, ui, copyText } = context;
  const text = siteToml({ url: page?.url ?? "", fill: ["operator_cid", "token"] });
  return [
    el("p", { text: texts.t("page_unlisted") }),
    el(
      "details",
      {
        class: "policy",
        open: ui.open,
        ontoggle: (/** @type {ToggleEvent} */ { newState }) => {
          ui.open = newState === "open";
        },
      },
      el("summary", { text: texts.t("page_unlisted_policy"), "data-key": "policy" }),
      el("pre", { tabindex: "0", text }),
    ),
    button("copy-policy", texts.t("action_copy_policy"), () => copyText(text)),
    teachButton(context),
  ];
}

/** @param {string} text */
function hint(text) {
  return el("p", { class: "hint", text });
}

/** @param {import("../../shared/i18n.js").Texts} texts @param {string[]} roles */
function names(texts, roles) {
  return roles.map((role) => texts.t(`role_${role}`)).join(", ");
}
