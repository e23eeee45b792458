/**
 * The panel that stays open beside the HIS: who is at the counter, what NHSO says, one press to fill. Redrawn from
 * snapshots as the popup is; what it knows of a patient is in `Desk` and goes with the card.
 */

import { el, replaceContent } from "../popup/dom.js";
import { button, notice, stateHead } from "../popup/parts.js";
import { betweenPresses } from "../popup/press.js";
import { patientReader } from "../popup/state.js";
import { rightsCard } from "../popup/views/rights_card.js";
import { trueTime } from "../shared/ended_text.js";
import { problemOf, SitthiError } from "../shared/errors.js";
import { loadTexts, problemText } from "../shared/i18n.js";
import { Background } from "../shared/pages_client.js";
import { Desk } from "./desk.js";
import { byHand } from "./views/by_hand.js";
import { historyView } from "./views/history.js";
import { patientCard } from "./views/patient_card.js";

/** @typedef {import("../shared/types.js").Snapshot} Snapshot */
/** @typedef {import("../shared/types.js").Problem} Problem */

const AUTO_KEY = "panelAutoRights";
const texts = await loadTexts();
const { t } = texts;
const desk = new Desk();
let auto = (await chrome.storage.local.get(AUTO_KEY))[AUTO_KEY] === true;
/** @type {Snapshot|null} */
let snapshot = null;
/** @type {Problem|{key: string, values: Record<string, unknown>}|null} */
let message = null;
let spoken = "";

document.documentElement.lang = texts.language;
place("hand").append(byHand(texts, (cid) => lookUp({ cid })));
const redraw = betweenPresses(draw);
const background = new Background(receive);
background.connect();
background.ask("status").catch(() => undefined); // a host that is away is a state of its own

/** @param {Snapshot} next */
function receive(next) {
  snapshot = next;
  const { of, session } = desk;
  const hasCome = desk.see(next);
  if (of !== desk.of) message = null;
  // What is of another person leaves the screen at once; a press that was meant for them is lost.
  if (of !== desk.of || session !== desk.session) draw();
  if (hasCome) readCard();
  else redraw();
}

function readCard() {
  const reader = patientReader(snapshot?.status ?? null)?.name;
  const take = (/** @type {import("../shared/types.js").CardData} */ card) => {
    desk.card = card;
  };
  desk
    .ask("card", () => background.ask("card", { reader }), take, redraw)
    .then(() => {
      if (auto && desk.card && !desk.rights) lookUp({ reader });
    });
}

/** @param {{reader?: string|undefined, cid?: string}} whom */
function lookUp(whom) {
  message = null;
  if (whom.cid) desk.rights = null;
  const expected = whom.cid ? null : patientReader(snapshot?.status ?? null)?.card?.cid_masked;
  desk.ask(
    "rights",
    () => background.ask("rights", whom),
    ({ rights }) => {
      if (expected !== null && rights.cid_masked !== expected) throw new SitthiError("rights_of_other");
      desk.remember(rights, trueTime(snapshot?.status?.clock));
    },
    redraw,
  );
}

async function fill() {
  message = null;
  try {
    const [tab] = await chrome.tabs.query({ active: true, currentWindow: true });
    const { filled, missed } = await background.ask("fill", { tabId: tab?.id });
    const names = (/** @type {string[]} */ roles) => roles.map((role) => t(`role_${role}`)).join(", ");
    message =
      filled.length > 0 ? { key: "fill_done", values: { roles: names(filled) } } : { name: "no_fields", data: {} };
    if (missed.length > 0 && filled.length > 0)
      message = {
        key: "panel_fill_part",
        values: { roles: names(filled), missed: names(missed.map((/** @type {any} */ each) => each.role)) },
      };
  } catch (reason) {
    message = problemOf(reason);
  }
  redraw();
}

/** @param {string} text */
async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    message = { key: "copied", values: {} };
  } catch {
    message = { name: "copy_failed", data: {} };
  }
  redraw();
}

function draw() {
  if (!snapshot) return;
  const { status, host } = snapshot;
  const isIn = status?.session?.state === "active" && host.phase === "ready";
  document.body.dataset.view = isIn ? (desk.of ? "patient" : "waiting") : "locked";
  replaceContent(place("notices"), [
    messageNotice(),
    desk.problem ? notice("bad", problemText(texts, desk.problem)) : null,
  ]);
  replaceContent(place("state"), isIn ? (desk.of ? [] : [waiting()]) : [lockedHead()]);
  replaceContent(place("rights"), isIn ? rightsPart() : []);
  replaceContent(place("patient"), isIn && desk.card ? [patientCard(texts, desk.card, trueTime(status?.clock))] : []);
  // Beside a patient's card only that patient's rights may stand.
  place("hand").hidden = !isIn || desk.of !== "";
  replaceContent(place("history"), [isIn ? historyView(texts, desk.history) : null]);
  announce();
}

function messageNotice() {
  if (!message) return null;
  if ("name" in message) return notice("bad", problemText(texts, message));
  return notice(message.key === "panel_fill_part" ? "warn" : "good", t(message.key, message.values));
}

function lockedHead() {
  return stateHead({ picture: "lock", title: t("panel_locked"), hint: t("panel_locked_hint") });
}

function waiting() {
  return stateHead({ picture: "card", title: t("panel_waiting"), hint: t("panel_waiting_hint") });
}

/** @returns {(Node|null)[]} */
function rightsPart() {
  const { rights, asking, of } = desk;
  if (asking) return [el("p", { class: "hint", text: t(asking === "card" ? "panel_reading" : "rights_checking") })];
  const reader = patientReader(snapshot?.status ?? null)?.name;
  return [
    rights ? rightsCard(texts, rights, trueTime(snapshot?.status?.clock), copyText) : null,
    of
      ? el(
          "div",
          { class: "panel-actions" },
          button("fill", t("action_fill"), fill, { primary: rights !== null }),
          button("rights", t(rights ? "action_rights_again" : "action_rights"), () => lookUp({ reader }), {
            primary: !rights,
          }),
        )
      : null,
    el(
      "label",
      { class: "check" },
      el("input", { type: "checkbox", checked: auto, "data-key": "auto", onchange: toggleAuto }),
      t("panel_auto"),
    ),
  ];
}

/** @param {Event} event */
function toggleAuto({ target }) {
  auto = /** @type {HTMLInputElement} */ (target).checked;
  chrome.storage.local.set({ [AUTO_KEY]: auto });
}

/** Says who is there and what NHSO said, once, when that changes. */
function announce() {
  const words = [
    place("state").querySelector("h2")?.textContent,
    place("rights").querySelector(".scheme")?.textContent,
    ...[...place("notices").querySelectorAll("p")].map((line) => line.textContent),
  ]
    .filter(Boolean)
    .join(". ");
  if (words === spoken) return;
  spoken = words;
  place("live").textContent = words;
}

/** @param {string} id @returns {HTMLElement} */
function place(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`panel.html has no #${id}`);
  return element;
}
