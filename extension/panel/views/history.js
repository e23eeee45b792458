/** The last look-ups of this session: when, whose in masked form, which scheme. */

import { el } from "../../popup/dom.js";
import { clockTime } from "../../shared/format.js";

/** @param {import("../../shared/i18n.js").Texts} texts @param {import("../desk.js").LookUp[]} history @returns {HTMLElement|null} */
export function historyView({ t, language }, history) {
  if (history.length === 0) return null;
  return el(
    "details",
    { class: "history" },
    el("summary", { "data-key": "history", text: t("panel_history", { count: history.length }) }),
    el(
      "ul",
      {},
      ...history.map(({ at, cid_masked, scheme, outcome }) =>
        el(
          "li",
          {},
          el("span", { class: "digits", text: clockTime(at, language) }),
          el("span", { class: "digits", text: cid_masked }),
          el("strong", { text: outcome === "ok" ? scheme : t(`rights_${outcome}`) }),
        ),
      ),
    ),
    el("p", { class: "hint", text: t("panel_history_hint") }),
  );
}
