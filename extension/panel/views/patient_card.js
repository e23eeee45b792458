/** The patient's card, whole: photo, names in both scripts, dates in both eras, the address in its parts. */

import { el } from "../../popup/dom.js";
import { notice, row } from "../../popup/parts.js";
import { addressParts, ageOn, bothEras, validityOf } from "../person_text.js";

/** @typedef {import("../../shared/types.js").CardData} CardData */
/** @typedef {import("../../shared/i18n.js").Texts} Texts */

/** @param {Texts} texts @param {CardData} card @param {number} now ms, true time @returns {HTMLElement} */
export function patientCard(texts, card, now) {
  const { t, language } = texts;
  const names = language === "th" ? [card.name_th, card.name_en] : [card.name_en, card.name_th];
  const [first = "", second = ""] = names
    .map((name) => [name.title, name.first, name.middle, name.last].filter(Boolean).join(" "))
    .filter(Boolean);
  return el(
    "article",
    { class: "patient", "aria-label": t("patient_title") },
    el(
      "div",
      { class: "patient-head" },
      card.photo
        ? el("img", { src: `data:image/jpeg;base64,${card.photo}`, alt: t("panel_photo"), width: 84, height: 100 })
        : null,
      el(
        "div",
        {},
        el("p", { class: "person-name", text: first }),
        second ? el("p", { class: "person-second", text: second }) : null,
        el("p", { class: "digits patient-cid", text: dashed(card.cid) }),
      ),
    ),
    validity(texts, card, now),
    el(
      "dl",
      { class: "rows" },
      row(t("panel_birth_date"), el("span", { text: bothEras(card.birth_date, texts) })),
      age(texts, card, now),
      row(t("panel_sex"), t(`sex_${card.sex}`)),
      ...addressParts(card.address).map(({ part, value }) => row(t(`address_${part}`), value)),
      row(t("panel_card_until"), card.expiry_date.lifelong ? t("panel_lifelong") : bothEras(card.expiry_date, texts)),
    ),
  );
}

/** @param {Texts} texts @param {CardData} card @param {number} now */
function age({ t }, { birth_date }, now) {
  const found = ageOn(birth_date, now);
  return found
    ? row(t("panel_age"), t(found.exact ? "panel_years" : "panel_years_about", { years: found.years }))
    : null;
}

/** @param {Texts} texts @param {CardData} card @param {number} now */
function validity(texts, { expiry_date }, now) {
  const state = validityOf(expiry_date, now);
  if (state !== "soon" && state !== "expired") return null;
  return notice(
    state === "expired" ? "bad" : "warn",
    texts.t(`panel_card_${state}`, { to: bothEras(expiry_date, texts) }),
  );
}

/** @param {string} cid @returns {string} as it is printed on the card */
function dashed(cid) {
  return cid.replace(/^(\d)(\d{4})(\d{5})(\d{2})(\d)$/, "$1-$2-$3-$4-$5");
}
