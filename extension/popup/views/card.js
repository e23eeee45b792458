/** A Thai ID card is in: whose, and the button that opens the PIN window. Also the locked session. */

import { personName } from "../../shared/i18n.js";
import { el } from "../dom.js";
import { button, person, stateHead } from "../parts.js";
import { loginReaders, wantsLogin } from "../state.js";

/** @typedef {import("../context.js").Context} Context */
/** @typedef {import("../../shared/types.js").Reader} Reader */

/** @param {Context} context @returns {HTMLElement[]} */
export function cardView(context) {
  const { texts, page, ui } = context;
  const readers = loginReaders(context.status);
  const chosen = readers.find(({ name }) => name === ui.reader) ?? readers[0];
  const card = chosen?.card;
  const fill = wantsLogin(page);
  return [
    stateHead({ picture: "card", title: texts.t("state_card"), hint: texts.t("state_card_hint") }),
    readers.length > 1 ? chooser(context, readers, chosen) : person(personName(texts, card), card?.cid_masked ?? ""),
    loginButton(context, texts.t(fill ? "action_login_fill" : "action_login"), chosen, fill),
  ];
}

/** @param {Context} context @returns {HTMLElement[]} */
export function lockedView(context) {
  const { texts, status, page, act } = context;
  const readers = loginReaders(status);
  const session = status.session;
  const same = readers.find(({ card }) => card?.cid_masked === session?.cid_masked) ?? readers[0];
  const unlock = same ? loginButton(context, texts.t("action_unlock"), same, wantsLogin(page)) : null;
  return [
    stateHead({ picture: "lock", tone: "warn", title: texts.t("state_locked"), hint: texts.t("state_locked_hint") }),
    person(personName(texts, session), session?.cid_masked ?? ""),
    ...(unlock ? [unlock] : []),
    button("logout", texts.t("action_logout"), () => act("logout"), { quiet: true }),
  ];
}

/** @param {Context} context @param {string} text @param {Reader|undefined} reader @param {boolean} fill */
function loginButton({ act, tabId }, text, reader, fill) {
  const params = { reader: reader?.name, fill, ...(tabId === undefined ? {} : { tabId }) };
  return button("login", text, () => act("login", params), { primary: true });
}

/** @param {Context} context @param {Reader[]} readers @param {Reader|undefined} chosen */
function chooser({ texts, ui, redraw }, readers, chosen) {
  return el(
    "fieldset",
    { class: "choices" },
    el("legend", { text: texts.t("reader_choose") }),
    ...readers.map(({ name, card }) => {
      const radio = el("input", {
        type: "radio",
        name: "reader",
        "data-key": `reader:${name}`,
        value: name,
        onchange: () => {
          ui.reader = name;
          redraw();
        },
      });
      radio.checked = name === chosen?.name;
      return el(
        "label",
        { class: "choice" },
        radio,
        el(
          "span",
          {},
          el("span", { class: "person-name", text: personName(texts, card) }),
          el("span", { class: "digits", text: card?.cid_masked ?? "" }),
          el("span", { class: "hint", text: name }),
        ),
      );
    }),
  );
}
