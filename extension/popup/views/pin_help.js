/** Where a PIN comes from, for whoever has none, forgot it, or has a card that is blocked; folded until wanted. */

import { el } from "../dom.js";
import { isOutcomeShown } from "../state.js";

/** @typedef {import("../context.js").Context} Context */

const LINES = ["pin_help_where", "pin_help_not_nhso", "pin_help_blocked"];
/** What IT types once the PIN is reset; not to be broken between its dashes. */
const COMMAND = "sitthi card --forget-tries";
/** Outcomes after which there is no way on without it. */
const NEEDED_AFTER = new Set(["pin_blocked", "pin_last_try_refused"]);

/** @param {Context} context @returns {HTMLElement} */
export function pinHelp({ texts, ui, snapshot, tabId }) {
  const needed = isOutcomeShown(snapshot, tabId) && NEEDED_AFTER.has(snapshot.outcome?.problem?.name ?? "");
  const open = ui.pinHelp ?? needed;
  return el(
    "details",
    {
      class: "pin-help",
      open,
      ontoggle: (/** @type {ToggleEvent} */ { newState }) => {
        // Unfolded by the state is not yet a wish of the person.
        if ((newState === "open") !== open) ui.pinHelp = newState === "open";
      },
    },
    el("summary", { text: texts.t("pin_help_title"), "data-key": "pin-help" }),
    el("ul", {}, ...LINES.map((line) => el("li", {}, ...withCommand(texts.t(line, { command: COMMAND }))))),
  );
}

/** @param {string} text @returns {(string|HTMLElement)[]} */
function withCommand(text) {
  const [before = "", after] = text.split(COMMAND);
  return after === undefined ? [before] : [before, el("code", { text: COMMAND }), after];
}
