/** Rights as plain text, for a note in the HIS. Pure; knows no DOM. */

import { dayAndTime, plainDate } from "../shared/format.js";

/** @typedef {import("../shared/types.js").Rights} Rights */
/** @typedef {import("../shared/i18n.js").Texts} Texts */

/** @param {Texts} texts @param {Rights} rights @returns {string} "" when the answer has no dates */
export function validity({ t, language }, { valid_from, valid_to, no_expiry }) {
  const from = plainDate(valid_from, language);
  const to = plainDate(valid_to, language);
  if (no_expiry) return from ? t("rights_from_open", { from }) : t("rights_no_expiry");
  if (from && to) return t("rights_from_to", { from, to });
  return from || to;
}

/** @param {Texts} texts @param {Rights} rights @returns {string} */
export function rightsAsText(texts, rights) {
  const { t, language } = texts;
  const coded = (/** @type {{code: string, name: string}} */ { code, name }) => [code, name].filter(Boolean).join(" ");
  const scheme = rights.outcome === "ok" ? coded(rights.scheme) : t(`rights_${rights.outcome}`);
  const lines = [
    [rights.name, rights.cid_masked].filter(Boolean).join(" "),
    `${t("rights_title")}: ${scheme}`,
    line(t("rights_sub_scheme"), coded(rights.sub_scheme)),
    line(t("rights_hospital_main"), coded(rights.hospital_main)),
    line(t("rights_hospital_op"), coded(rights.hospital_op)),
    line(t("rights_hospital_sub"), coded(rights.hospital_sub)),
    line(t("rights_validity"), validity(texts, rights)),
    line(t("rights_status"), `${rights.status.text} ${rights.status.code}`.trim()),
    t("rights_source", { time: dayAndTime(rights.requested_at, language) }),
  ];
  return lines.filter(Boolean).join("\n");
}

/** @param {string} term @param {string} value */
function line(term, value) {
  return value ? `${term}: ${value}` : "";
}
