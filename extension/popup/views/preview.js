/** What would be written where and why, and the fields that look alike but are left alone. */

import { el } from "../dom.js";
import { isOperatorRole, patientReader } from "../state.js";
import { nextText, whyText } from "../why_text.js";

/** @typedef {import("../context.js").Context} Context */
/** @typedef {import("../../shared/types.js").FoundField} FoundField */
/** @typedef {import("../../shared/types.js").SkippedField} Skipped */

/** More than these are folded away: they must not push the fill button out of sight. */
const MOST_SHOWN = 3;

/** What the person does not see they do not wonder about: it comes last. */
const OUT_OF_SIGHT = new Set(["hidden", "covered", "other_frame"]);

/** @param {Context} context @param {FoundField[]} fields */
export function foundList(context, fields) {
  return el(
    "div",
    { class: "preview" },
    el("p", { class: "hint", id: "preview-title", text: context.texts.t("page_preview") }),
    el("dl", { "aria-labelledby": "preview-title" }, ...fields.map((field) => foundRow(context, field))),
  );
}

/** @param {Context} context @param {FoundField} field */
function foundRow(context, field) {
  const { texts } = context;
  const { text, waiting } = valueShown(context, field);
  const place = field.label ? texts.t("page_field", { label: field.label }) : "";
  const why = [place, whyText(texts, field)].filter(Boolean).join(" · ");
  return el(
    "div",
    { "data-role": field.role, "data-why": field.why },
    el("dt", { text: texts.t(`role_${field.role}`) }),
    el("dd", { class: waiting ? "value waiting" : "value digits", text }),
    why ? el("dd", { class: "why", text: why }) : null,
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

/** @param {Context} context @param {Skipped[]} skipped @returns {HTMLElement|null} */
export function skippedList({ texts, ui }, skipped) {
  if (skipped.length === 0) return null;
  const inSight = skipped.filter(({ why }) => !OUT_OF_SIGHT.has(why));
  const outOfSight = skipped.filter(({ why }) => OUT_OF_SIGHT.has(why));
  const list = el("ul", {}, ...[...inSight, ...outOfSight].map((field) => skippedItem(texts, field)));
  if (skipped.length <= MOST_SHOWN) {
    return el("div", { class: "skipped" }, el("h4", { text: texts.t("page_skipped") }), list);
  }
  return el(
    "details",
    {
      class: "skipped",
      open: ui.skippedOpen,
      ontoggle: (/** @type {ToggleEvent} */ { newState }) => {
        ui.skippedOpen = newState === "open";
      },
    },
    el("summary", { text: texts.t("page_skipped_many", { count: skipped.length }), "data-key": "skipped" }),
    list,
  );
}

/** @param {Context["texts"]} texts @param {Skipped} field */
function skippedItem(texts, field) {
  const next = nextText(texts, field);
  return el(
    "li",
    { "data-why": field.why },
    el("span", { class: "label", text: field.label || texts.t("page_field_unnamed") }),
    el("span", { class: "why", text: whyText(texts, field) }),
    next ? el("span", { class: "next", text: next }) : null,
  );
}
