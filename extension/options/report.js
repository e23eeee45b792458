/** The host's own report as people read it: sections, findings, next steps, and the same as text to hand to IT. */

import { el } from "../popup/dom.js";

/** @typedef {import("../shared/types.js").DiagnoseSection} DiagnoseSection */
/** @typedef {import("../shared/types.js").Finding} Finding */
/** @typedef {import("../shared/i18n.js").Texts} Texts */

/**
 * @param {DiagnoseSection[]} sections
 * @param {Texts} texts
 * @returns {HTMLElement[]}
 */
export function reportView(sections, texts) {
  return [copyButton(sections, texts), ...sections.map((section) => sectionView(section, texts))];
}

/** One line a finding, with its id, for whoever helps. @param {DiagnoseSection[]} sections @param {Texts} texts */
export function reportText(sections, { language, t }) {
  return sections
    .map(({ title, ok, findings }) =>
      [
        `[${title[language]}] ${t(ok ? "section_ok" : "section_bad")}`,
        ...findings.flatMap(({ id, level, text, next }) => [
          `  ${level}: ${text[language]} (${id})`,
          ...(next[language] ? [`    -> ${next[language]}`] : []),
        ]),
      ].join("\n"),
    )
    .join("\n");
}

/** @param {DiagnoseSection[]} sections @param {Texts} texts */
function copyButton(sections, texts) {
  const { t } = texts;
  const said = el("span", { class: "hint", role: "status" });
  const button = el("button", {
    type: "button",
    class: "plain",
    id: "copy-report",
    text: t("options_report_copy"),
    onclick: async () => {
      try {
        await navigator.clipboard.writeText(reportText(sections, texts));
        said.textContent = t("copied");
      } catch {
        said.textContent = t("problem_copy_failed");
      }
    },
  });
  return el("p", { class: "report-tools" }, button, said);
}

/** @param {DiagnoseSection} section @param {Texts} texts */
function sectionView({ name, title, ok, findings }, { language, t }) {
  return el(
    "article",
    { id: `report-${name}` },
    el(
      "h3",
      {},
      el("span", { text: title[language] }),
      el("span", { class: ok ? "good" : "bad", text: t(ok ? "section_ok" : "section_bad") }),
    ),
    el("ul", {}, ...findings.map((finding) => findingView(finding, language))),
  );
}

/** @param {Finding} finding @param {"th"|"en"} language */
function findingView({ id, level, text, next }, language) {
  return el(
    "li",
    { class: `finding-${level}`, title: id },
    el("span", { text: text[language] }),
    level !== "ok" && next[language] ? el("span", { class: "hint", text: next[language] }) : null,
  );
}
