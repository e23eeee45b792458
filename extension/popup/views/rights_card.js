/** What NHSO says of a person's rights, as a card that is read in two seconds. For popup and panel. */

import { dayAndTime, plainDate } from "../../shared/format.js";
import { el } from "../dom.js";
import { button, notice, row } from "../parts.js";
import { rightsAsText, validity } from "../rights_text.js";

/** @typedef {import("../../shared/types.js").Rights} Rights */

/**
 * @param {import("../../shared/i18n.js").Texts} texts @param {Rights} rights
 * @param {number} now ms, the true time @param {(text: string) => void} copyText
 */
export function rightsCard(texts, rights, now, copyText) {
  const { t, language } = texts;
  return el(
    "article",
    { class: `rights rights-${rights.outcome}`, "data-scheme": rights.scheme.code, "aria-label": t("rights_title") },
    el(
      "p",
      { class: "rights-person" },
      el("span", { text: rights.name }),
      el("span", { class: "digits", text: rights.cid_masked }),
    ),
    headline(texts, rights),
    ...warnings(texts, rights, now),
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
