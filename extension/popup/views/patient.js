/** The patient's card in a reader, and the rights that NHSO knows: a card a registrar reads in two seconds. */

import { trueTime } from "../../shared/ended_text.js";
import { personName } from "../../shared/i18n.js";
import { el } from "../dom.js";
import { button, person } from "../parts.js";
import { canFill, patientReader } from "../state.js";
import { rightsCard } from "./rights_card.js";
import { switchPart } from "./switch.js";

/** @typedef {import("../context.js").Context} Context */

/** @param {Context} context @returns {(HTMLElement|null)[]} */
export function patientView(context) {
  const { texts, status, page, ui, checkRights } = context;
  const reader = patientReader(status);
  const card = reader?.card;
  if (!card || status.session?.state !== "active") return [];
  const { rights } = ui;
  return [
    el("h3", { text: texts.t("patient_title") }),
    person(personName(texts, card), card.cid_masked),
    rights.result ? rightsCard(texts, rights.result, trueTime(status.clock), context.copyText) : null,
    rights.checking
      ? el("p", { class: "hint", text: texts.t("rights_checking") })
      : button("rights", texts.t(rights.result ? "action_rights_again" : "action_rights"), checkRights, {
          primary: !rights.result && !canFill(page, status),
        }),
    rights.checking || rights.result ? null : switchPart(context, reader),
  ];
}
