/** Where else the token is: one line for each program outside the browser that policy serves, and what went wrong there. */

import { problemText } from "../../shared/i18n.js";
import { el, icon } from "../dom.js";
import { patientReader } from "../state.js";

/** @typedef {import("../context.js").Context} Context */
/** @typedef {import("../../shared/types.js").OutletBrief} Outlet */

const PICTURES = { ok: "check", pending: "wait-still", failed: "alert", off: "check" };

/** @param {Context} context @returns {(HTMLElement|null)[]} */
export function outletsView({ texts, status }) {
  const shown = status.outlets.filter((outlet) => isShown(outlet, status));
  if (shown.length === 0) return [];
  return [
    el("h3", { text: texts.t("outlets_title") }),
    el("ul", { class: "outlets" }, ...shown.map((outlet) => line(texts, outlet))),
  ];
}

/**
 * A failure always; the rest only to the person logged in, and not while a patient is at the desk.
 * @param {Outlet} outlet @param {import("../../shared/types.js").Status} status
 */
function isShown({ state }, status) {
  if (state === "failed") return true;
  if (state === "pending" && !status.session) return true;
  return state !== "off" && status.session?.state === "active" && !patientReader(status);
}

/** @param {import("../../shared/i18n.js").Texts} texts @param {Outlet} outlet */
function line(texts, { name, kind, state, problem }) {
  const what = state === "ok" && kind === "clipboard" ? "ok_clipboard" : state;
  return el(
    "li",
    { class: `outlet outlet-${state}`, "data-outlet": name },
    icon(PICTURES[state]),
    el("span", { class: "outlet-name", text: texts.t(`outlet_kind_${kind}`, { name }), title: name }),
    el("span", { class: "outlet-state", text: texts.t(`outlet_state_${what}`) }),
    problem ? el("p", { class: "outlet-problem", text: problemText(texts, problem) }) : null,
  );
}
