/** The page in the tab: what "fill this page" will write where, or why not. */

import { problemText } from "../../shared/i18n.js";
import { el } from "../dom.js";
import { button, notice } from "../parts.js";
import { canFill, isOperatorRole, patientReader, seenOf } from "../state.js";

/** @typedef {import("../context.js").Context} Context */
/** @typedef {import("../../shared/types.js").FoundField} FoundField */

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
  if (!page.origin) return [hint(texts.t("page_none"))];
  if (page.problem) return [notice("bad", problemText(texts, page.problem))];
  if (!page.site) return unlisted(context);
  if (!page.allowed) return [notice("bad", texts.t("page_insecure_refused"))];
  return [
    page.fields.length === 0 ? hint(texts.t("page_no_fields")) : preview(context, page.fields),
    page.refused.length > 0 ? hint(texts.t("page_refused", { roles: names(texts, page.refused) })) : null,
    fillButton(context),
  ];
}

/** @param {Context} context */
function fillButton({ texts, page, status, tabId, act }) {
  if (!page || !canFill(page, status)) return null;
  return button("fill", texts.t("action_fill"), () => act("fill", { tabId, seen: seenOf(page) }), { primary: true });
}

/** @param {Context} context @param {FoundField[]} fields */
function preview(context, fields) {
  const { texts } = context;
  return el(
    "div",
    { class: "preview" },
    el("p", { class: "hint", id: "preview-title", text: texts.t("page_preview") }),
    el(
      "dl",
      { "aria-labelledby": "preview-title" },
      ...fields.map((field) => {
        const { text, waiting } = valueShown(context, field);
        return el(
          "div",
          {},
          el(
            "dt",
            {},
            el("span", { text: texts.t(`role_${field.role}`) }),
            field.label ? el("span", { class: "hint", text: texts.t("page_field", { label: field.label }) }) : null,
          ),
          el("dd", { class: waiting ? "waiting" : "digits", text }),
        );
      }),
    ),
  );
}

/** @param {Context} context @param {FoundField} field @returns {{text: string, waiting: boolean}} masked, or what it waits for */
function valueShown({ texts, status }, { role, occupied }) {
  const { session } = status;
  if (session?.state !== "active") return { text: texts.t("value_waiting_login"), waiting: true };
  if (isOperatorRole(role)) {
    return { text: role === "token" ? session.token_masked : session.cid_masked, waiting: false };
  }
  const card = patientReader(status)?.card;
  if (!card) return { text: texts.t("value_waiting_patient"), waiting: true };
  if (occupied) return { text: texts.t("value_occupied"), waiting: true };
  if (role === "patient_cid") return { text: card.cid_masked, waiting: false };
  return { text: texts.t("value_from_card"), waiting: true };
}

/** @param {Context} context @returns {HTMLElement[]} */
function unlisted({ texts, page, ui, copyText }) {
  const text = policyText(page?.origin ?? "", page?.insecure ?? false);
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
  ];
}

/** @param {string} origin @param {boolean} insecure @returns {string} the entry for policy.toml */
function policyText(origin, insecure) {
  const lines = [
    "[[site]]",
    `name  = ${JSON.stringify(new URL(origin).hostname)}`,
    `match = [${JSON.stringify(`${origin}/*`)}]`,
    'fill  = ["operator_cid", "token"]',
    ...(insecure ? ["allow_http = true"] : []),
  ];
  return `${lines.join("\n")}\n`;
}

/** @param {string} text */
function hint(text) {
  return el("p", { class: "hint", text });
}

/** @param {import("../../shared/i18n.js").Texts} texts @param {string[]} roles */
function names(texts, roles) {
  return roles.map((role) => texts.t(`role_${role}`)).join(", ");
}
