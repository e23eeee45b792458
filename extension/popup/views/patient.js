/** The patient's card in a reader, and the rights that NHSO knows: a card a registrar reads in two seconds. */

import { trueTime } from "../../shared/ended_text.js";
import { dayAndTime, plainDate } from "../../shared/format.js";
import { personName } from "../../shared/i18n.js";
import { el } from "../dom.js";
import { button, notice, person, row } from "../parts.js";
import { rightsAsText, validity } from "../rights_text.js";
import { canFill, patientReader } from "../state.js";
import { switchPart } from "./switch.js";

/** @typedef {import("../context.js").Context} Context */
/** @typedef {import("../../shared/types.js").Rights} Rights */

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
    rights.result ? rightsCard(context, rights.result) : null,
    rights.checking
      ? el("p", { class: "hint", text: texts.t("rights_checking") })
      : button("rights", texts.t(rights.result ? "action_rights_again" : "action_rights"), checkRights, {
          primary: !rights.result && !canFill(page, status),
        }),
    rights.checking || rights.result ? null : switchPart(context, reader),
  ];
}

/** @param {Context} context @param {Rights} rights */
function rightsCard({ texts, status, copyText }, rights) {
  const { t, language } = texts;
  return el(
    "article",
    { class: `rights rights-${rights.outcome}`, "aria-label": t("rights_title") },
    el(
      "p",
      { class: "rights-person" },
      el("span", { text: rights.name }),
      el("span", { class: "digits", text: rights.cid_masked }),
    ),
    headline(texts, rights),
    ...warnings(texts, rights, trueTime(status.clock)),
    el(
      "dl",
      { class: "rows" },
      coded(t("rights_sub_scheme"), rights.sub_scheme),
      coded(t("rights_hospital_main"), rights.hospital_main),
      coded(t("rights_hospital_op"), rights.hospital_op),
      coded(t("rights_hospital_sub"), rights.hospital_sub),
      validity(texts, rights) ? row(t("rights_validity"), validity(texts, rights)) : null,
      rights.status.text ? row(t("rights_status"), `${rights.status.text} ${rights.status.code}`.trim()) : null,
    ),
    el(
      "p",
      { class: "rights-foot" },
      el("span", { text: t("rights_source", { time: dayAndTime(rights.requested_at, language) }) }),
      button("copy-rights", t("action_copy"), () => copyText(rightsAsText(texts, rights)), {
        quiet: true,
        label: t("action_copy_rights"),
      }),
    ),
  );
}

/** @param {import("../../shared/i18n.js").Texts} texts @param {Rights} rights */
function headline({ t }, { outcome, scheme }) {
  if (outcome === "ok" || (outcome === "deceased" && scheme.code)) {
    return el("div", { class: "scheme" }, el("strong", { text: scheme.code }), el("span", { text: scheme.name }));
  }
  return el("div", { class: "scheme" }, el("span", { class: "scheme-none", text: t(`rights_${outcome}`) }));
}

/** @param {import("../../shared/i18n.js").Texts} texts @param {Rights} rights @param {number} now ms @returns {HTMLElement[]} */
function warnings({ t, language }, rights, now) {
  if (rights.outcome === "deceased") return [notice("bad", t("rights_deceased"))];
  const end = rights.no_expiry ? Number.NaN : Date.parse(`${rights.valid_to}T23:59:59+07:00`);
  if (rights.outcome !== "ok" || !(end < now)) return [];
  return [notice("bad", t("rights_expired", { to: plainDate(rights.valid_to, language) }))];
}

/** @param {string} term @param {{code: string, name: string}} value */
function coded(term, { code, name }) {
  if (!code && !name) return null;
  return row(
    term,
    el("span", { text: name || code }),
    name && code ? el("span", { class: "after", text: code }) : null,
  );
}
