/** The list of readers, when there is more than one. */

import { personName } from "../../shared/i18n.js";
import { el } from "../dom.js";

/** @typedef {import("../context.js").Context} Context */
/** @typedef {import("../../shared/types.js").Reader} Reader */

/** @param {Context} context @returns {HTMLElement[]} */
export function readersView({ texts, status }) {
  if (status.readers.length < 2) return [];
  return [
    el(
      "div",
      { class: "readers" },
      el("h3", { text: texts.t("readers_title") }),
      el(
        "ul",
        {},
        ...status.readers.map((reader) =>
          el(
            "li",
            {},
            el("span", { class: "reader-name", text: reader.name }),
            el("span", { class: "reader-state", text: stateText(texts, reader) }),
          ),
        ),
      ),
    ),
  ];
}

/** @param {import("../../shared/i18n.js").Texts} texts @param {Reader} reader */
function stateText(texts, { state, card }) {
  if (card?.kind === "thai_id") return personName(texts, card);
  if (card) return texts.t(`reader_${card.kind}`);
  return texts.t(`reader_${state === "card" ? "reading" : state}`);
}
