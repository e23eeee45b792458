/** A citizen ID typed or scanned: for a person without a card at hand. Checked here before anybody is asked. */

import { el } from "../../popup/dom.js";
import { citizenId } from "../../shared/cid.js";

/** @typedef {import("../../shared/i18n.js").Texts} Texts */

/** @param {Texts} texts @param {(cid: string) => void} lookUp @returns {HTMLFormElement} drawn once: what is being typed must survive a redraw */
export function byHand({ t }, lookUp) {
  const problem = el("p", { class: "field-problem", id: "by-hand-problem", role: "alert", hidden: true });
  const field = el("input", {
    id: "by-hand",
    inputmode: "numeric",
    autocomplete: "off",
    spellcheck: "false",
    maxlength: 32,
    placeholder: "0-0000-00000-00-0",
    "aria-describedby": "by-hand-problem",
  });
  const say = (/** @type {string} */ text) => {
    problem.textContent = text;
    problem.hidden = !text;
    field.toggleAttribute("aria-invalid", Boolean(text));
  };
  field.addEventListener("input", () => say(""));
  return el(
    "form",
    {
      class: "by-hand",
      onsubmit: (/** @type {SubmitEvent} */ event) => {
        event.preventDefault();
        const cid = citizenId(field.value);
        if (!cid) return say(t("error_invalid_cid"));
        field.value = "";
        lookUp(cid);
      },
    },
    el("label", { for: "by-hand", text: t("panel_by_hand") }),
    el("div", { class: "field-row" }, field, el("button", { class: "plain", text: t("action_rights") })),
    problem,
  );
}
