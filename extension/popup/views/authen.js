/** The Authen code of the patient's visit: which service, then the claim code in digits that are read across a counter. */

import { el } from "../dom.js";
import { button, notice } from "../parts.js";
import { patientReader } from "../state.js";

/** @typedef {import("../context.js").Context} Context */
/** @typedef {import("../authen.js").AuthenVisit} AuthenVisit */
/** @typedef {import("../../shared/types.js").Reader} Reader */

/** @param {Context} context @param {AuthenVisit} authen @returns {(HTMLElement|null)[]} nothing where policy has it off */
export function authenView(context, authen) {
  const { texts, status } = context;
  const reader = patientReader(status);
  if (!status.authen?.on || !reader || status.session?.state !== "active") return [];
  const { visit } = authen;
  return [
    el("h3", { text: texts.t("authen_title") }),
    visit.code ? codePart(context, visit.code) : null,
    visit.asking ? el("p", { class: "hint", text: texts.t("authen_asking") }) : askPart(context, authen, reader),
  ];
}

/** @param {Context} context @param {import("../../shared/types.js").ClaimCode} code */
function codePart({ texts, page, tabId, act, copyText }, code) {
  const { t } = texts;
  const isWanted = page?.allowed && page.fields.some(({ role }) => role === "claim_code");
  return el(
    "div",
    { class: "claim", role: "status" },
    el("p", { class: "claim-code digits", text: code.code }),
    el("p", { class: "hint", text: t(code.existing ? "authen_existing" : "authen_made", { type: code.claim_type }) }),
    code.existing && code.hcode ? el("p", { class: "hint", text: t("authen_by", { hcode: code.hcode }) }) : null,
    isWanted ? button("fill-claim", t("action_fill"), () => act("fill", { tabId }), { primary: true }) : null,
    button("copy-claim", t("action_copy"), () => copyText(code.code), { quiet: true, label: t("action_copy_claim") }),
  );
}

/** @param {Context} context @param {AuthenVisit} authen @param {Reader} reader @returns {HTMLElement} */
function askPart({ texts, redraw }, authen, reader) {
  const { t } = texts;
  const { found, chosen, mobile, code } = authen.visit;
  if (!found) return button("authen", t("action_authen"), () => authen.lookUp(reader));
  if (found.types.length === 0) return notice("warn", t("authen_no_types"));
  return el(
    "form",
    {
      class: "claim-ask",
      onsubmit: (/** @type {Event} */ event) => {
        event.preventDefault();
        authen.claim(reader);
      },
    },
    el(
      "fieldset",
      { class: "choices" },
      el("legend", { text: t("authen_choose") }),
      ...found.types.map((type) =>
        el(
          "label",
          { class: "choice" },
          el("input", {
            type: "radio",
            name: "claim-type",
            value: type.code,
            "data-key": `claim-${type.code}`,
            checked: type.code === chosen,
            onchange: () => {
              authen.visit.chosen = type.code;
              redraw();
            },
          }),
          el("span", { text: `${type.name} ` }, el("span", { class: "digits", text: type.code })),
        ),
      ),
    ),
    el(
      "label",
      { class: "claim-mobile" },
      el("span", { text: t("authen_mobile") }),
      el("input", {
        type: "tel",
        autocomplete: "off",
        maxlength: 16,
        "data-key": "claim-mobile",
        value: mobile,
        oninput: (/** @type {Event} */ event) => {
          authen.visit.mobile = /** @type {HTMLInputElement} */ (event.target).value;
        },
      }),
    ),
    el("button", {
      type: "submit",
      class: code ? "quiet" : "primary",
      "data-key": "claim",
      disabled: !chosen,
      text: t(code ? "action_claim_again" : "action_claim"),
    }),
  );
}
