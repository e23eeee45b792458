/** A Thai ID card is in: whose, and the button that opens the PIN window. Also the locked session. */

import { personName } from "../../shared/i18n.js";
import { el } from "../dom.js";
import { button, person, stateHead } from "../parts.js";
import { cardKey, loginReaders, othersReaders, seenOf, wantsLogin } from "../state.js";
import { inactivityNotice } from "./inactivity.js";
import { pinHelp } from "./pin_help.js";
import { switchPart } from "./switch.js";

/** @typedef {import("../context.js").Context} Context */
/** @typedef {import("../../shared/types.js").Reader} Reader */

/** @param {Context} context @returns {(HTMLElement|null)[]} */
export function cardView(context) {
  const { texts, page, ui } = context;
  const readers = loginReaders(context.status);
  // Of several people nobody is guessed: a wrong guess costs a PIN try of somebody else's card.
  const chosen = readers.length === 1 ? readers[0] : readers.find((reader) => cardKey(reader) === ui.chosen);
  const card = chosen?.card;
  const fill = wantsLogin(page);
  return [
    stateHead({ picture: "card", title: texts.t("state_card"), hint: texts.t("state_card_hint") }),
    readers.length > 1 ? chooser(context, readers, chosen) : person(personName(texts, card), card?.cid_masked ?? ""),
    inactivityNotice(context),
    // Not before it can say whether the same press fills the page.
    ui.looking ? null : loginButton(context, texts.t(fill ? "action_login_fill" : "action_login"), chosen, fill),
    pinHelp(context),
  ];
}

/** @param {Context} context @returns {HTMLElement[]} */
export function lockedView(context) {
  const { texts, status, act } = context;
  const readers = loginReaders(status);
  const session = status.session;
  // Only the host knows whose session it is: masked numbers are shared by many people.
  const same = readers.find(({ card }) => card?.role === "operator");
  const unlock = same ? loginButton(context, texts.t("action_unlock"), same, false) : null;
  const [other] = othersReaders(status);
  return [
    stateHead({ picture: "lock", tone: "warn", title: texts.t("state_locked"), hint: texts.t("state_locked_hint") }),
    person(personName(texts, session), session?.cid_masked ?? ""),
    ...(unlock ? [unlock] : []),
    ...(!unlock && other ? [switchPart(context, other)] : []),
    button("logout", texts.t("action_logout"), () => act("logout"), { quiet: true }),
    pinHelp(context),
  ];
}

/** @param {Context} context @param {string} text @param {Reader|undefined} reader @param {boolean} fill */
function loginButton({ act, tabId, page }, text, reader, fill) {
  const params = {
    reader: reader?.name,
    ...(tabId === undefined ? {} : { tabId }),
    ...(fill && page ? { seen: seenOf(page) } : {}),
  };
  return button("login", text, () => act("login", params), { primary: true, disabled: !reader });
}

/** @param {Context} context @param {Reader[]} readers @param {Reader|undefined} chosen */
function chooser({ texts, ui, redraw }, readers, chosen) {
  return el(
    "fieldset",
    { class: "choices" },
    el("legend", { text: texts.t("reader_choose") }),
    ...readers.map((reader) => {
      const { name, card } = reader;
      const radio = el("input", {
        type: "radio",
        name: "reader",
        "data-key": `reader:${name}`,
        value: name,
        onchange: () => {
          ui.chosen = cardKey(reader);
          redraw();
        },
      });
      radio.checked = reader === chosen;
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
