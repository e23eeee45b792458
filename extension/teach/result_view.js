/** What a lesson gave: a table of fields and selectors, what the finder makes of them, the text for the policy file. */

import { el } from "../popup/dom.js";
import { picksOf, rolesOf } from "./draft.js";
import { siteToml } from "./toml.js";

/** @typedef {import("../shared/i18n.js").Texts} Texts */
/** @typedef {import("./draft.js").Draft} Draft */
/** @typedef {import("./draft.js").Pick} Pick */
/** @typedef {Awaited<ReturnType<typeof import("../background/actions/teach.js").trial>>} Trial */

/**
 * @typedef {object} Shown
 * @property {Draft} draft
 * @property {Trial|null} trial
 * @property {boolean} hasAccess
 * @property {(pick: Pick) => void} remove
 * @property {(text: string) => void} copy
 * @property {() => void} tryIt
 * @property {() => void} again
 * @property {() => void} forget
 */

/** @param {Texts} texts @param {Shown} shown @returns {HTMLElement[]} */
export function resultView(texts, shown) {
  const { t } = texts;
  const { draft, trial, copy, tryIt, again, forget, hasAccess } = shown;
  const { host, origin } = new URL(draft.url);
  const picks = picksOf(draft);
  if (picks.length === 0) return [];
  const toml = siteToml({ url: draft.url, fill: rolesOf(draft), fields: draft.fields, never: draft.never });
  return [
    el("h3", { text: t("teach_result", { origin }) }),
    el(
      "div",
      { class: "table" },
      el(
        "table",
        {},
        el("thead", {}, el("tr", {}, ...headings(t, trial))),
        el("tbody", {}, ...picks.map((pick) => pickRow(texts, shown, pick))),
      ),
    ),
    el(
      "div",
      { class: "buttons" },
      press("try", t("teach_try"), tryIt, t("teach_try_label")),
      press("again", t("teach_again"), again),
    ),
    el("h3", { id: "teach-toml-title", text: t("teach_toml") }),
    el("pre", { id: "teach-toml", tabindex: "0", "aria-labelledby": "teach-toml-title", text: toml }),
    el(
      "div",
      { class: "buttons" },
      press("copy", t("action_copy"), () => copy(toml), t("action_copy_policy"), "primary"),
      hasAccess ? press("forget", t("teach_forget", { host }), forget) : null,
    ),
  ];
}

/** @param {Texts["t"]} t @param {Trial|null} trial */
function headings(t, trial) {
  const names = ["teach_col_role", "teach_col_label", "teach_col_selector", ...(trial ? ["teach_try"] : [])];
  return [...names.map((name) => el("th", { scope: "col", text: t(name) })), el("td")];
}

/** @param {Texts} texts @param {Shown} shown @param {Pick} pick */
function pickRow(texts, { trial, remove }, pick) {
  const { t } = texts;
  const role = pick.role === "never" ? t("teach_never") : t(`role_${pick.role}`);
  return el(
    "tr",
    { "data-role": pick.role },
    el("th", { scope: "row", class: pick.role === "never" ? "bad" : null, text: role }),
    el("td", { text: pick.label || t("page_field_unnamed") }),
    el(
      "td",
      {},
      el("code", { text: pick.selector }),
      pick.sure ? null : el("span", { class: "fragile", text: t("teach_fragile") }),
    ),
    trial ? verdict(texts, trial, pick) : null,
    el(
      "td",
      {},
      press("remove", t("teach_remove"), () => remove(pick), t("teach_remove_label", { role }), "quiet"),
    ),
  );
}

/** @param {Texts} texts @param {Trial} trial @param {Pick} pick */
function verdict(texts, trial, pick) {
  const { t } = texts;
  if (pick.role === "never") return el("td", {}, el("span", { class: "good", text: t("teach_try_never") }));
  const found = trial.fields.find(({ role, why }) => role === pick.role && why === "selector");
  return el(
    "td",
    {},
    el("span", found ? { class: "good", text: t("teach_try_found") } : { class: "bad", text: t("teach_try_missing") }),
  );
}

/** @param {string} key @param {string} text @param {() => void} onPress @param {string} [label] @param {string} [kind] */
function press(key, text, onPress, label, kind = "plain") {
  return el("button", { type: "button", class: kind, "data-key": key, "aria-label": label, text, onclick: onPress });
}
