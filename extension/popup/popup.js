/** The popup: takes snapshots from the background, draws the view they call for, passes on what the person presses. */

import { problemOf, SitthiError } from "../shared/errors.js";
import { countdown } from "../shared/format.js";
import { loadTexts } from "../shared/i18n.js";
import { Background } from "../shared/pages_client.js";
import { secondsLeft, warningOf } from "../shared/session_time.js";
import { AuthenVisit } from "./authen.js";
import { replaceContent } from "./dom.js";
import { servePanelButton } from "./open_panel.js";
import { betweenPresses } from "./press.js";
import { cardKey, hostCopies, isOutcomeShown, patientReader, previewKey, sessionKey, viewName } from "./state.js";
import { secondsUntilCleared, TokenDisplay } from "./token.js";
import { authenView } from "./views/authen.js";
import { noticesView } from "./views/notices.js";
import { outletsView } from "./views/outlets.js";
import { pageView } from "./views/page.js";
import { patientView } from "./views/patient.js";
import { stateView } from "./views/state.js";

/** @typedef {import("./context.js").Context} Context */
/** @typedef {import("./context.js").Ui} Ui */
/** @typedef {import("../shared/types.js").Snapshot} Snapshot */

const texts = await loadTexts();
const tabId = await tabInFront();
/** @type {Ui} */
const ui = {
  chosen: null,
  looking: false,
  open: false,
  skippedOpen: false,
  session: "",
  token: null,
  clearsAt: null,
  switching: null,
  pinHelp: null,
  message: null,
  rights: noRights(""),
};
/** @type {import("../shared/types.js").PagePreview|null} */
let page = null;
/** The browser has shown us a web page in this tab: if it hides it now, the right to look has gone. */
let wasShown = false;
/** @type {Snapshot|null} */
let snapshot = null;
let previewed = "";
let looks = 0;
/** A page that does not answer by then holds up nothing. */
const LOOK_MS = 1500;
let spoken = "";
/** @type {ReturnType<typeof warningOf>} */
let warned = null;

const redraw = betweenPresses(draw);
const background = new Background(receive);
const authen = new AuthenVisit({ ask: (action, params) => background.ask(action, params), fail: tell, redraw });
const token = new TokenDisplay({ ask: (action) => background.ask(action), ui, redraw });

document.documentElement.lang = texts.language;
const settings = place("settings");
settings.title = texts.t("action_settings");
settings.setAttribute("aria-label", texts.t("action_settings"));
settings.addEventListener("click", () => chrome.runtime.openOptionsPage());
servePanelButton(place("panel"), texts.t("action_panel"), (reason) => {
  tell(reason);
  redraw();
});
setInterval(tick, 1000);
chrome.tabs.onUpdated.addListener(lookAgain);
background.connect();
act("status");

/** @returns {Promise<number|undefined>} `?tabId=` when the popup is shown as a page of its own; only we can open it */
async function tabInFront() {
  const given = new URLSearchParams(location.search).get("tabId");
  if (given) return Number(given);
  const [tab] = await chrome.tabs.query({ active: true, currentWindow: true });
  return tab?.id;
}

/** @param {Snapshot} next */
function receive(next) {
  snapshot = next;
  const isOther = ui.session !== sessionKey(next.status) || ui.rights.of !== cardKey(patientReader(next.status));
  forgetFormerPerson(next);
  if (next.status?.session?.state !== "active") ui.token = null;
  forgetRightsOfAnotherCard(next);
  authen.follow(`${sessionKey(next.status)} ${cardKey(patientReader(next.status))}`);
  const key = previewKey(next);
  if (key !== previewed && next.host.phase === "ready" && next.status) {
    previewed = key;
    lookAtPage();
  }
  // What is of another person leaves the screen at once; a press that was meant for them is lost.
  if (isOther) draw();
  else redraw();
}

/** Nothing that one person saw or asked for is left to the next. @param {Snapshot} next */
function forgetFormerPerson(next) {
  const of = sessionKey(next.status);
  if (ui.session === of) return;
  ui.session = of;
  token.forget();
  ui.message = null;
  ui.switching = null;
  ui.chosen = null;
  ui.rights = noRights(ui.rights.of);
}

/** A removed card's data leaves the screen. @param {Snapshot} next */
function forgetRightsOfAnotherCard(next) {
  const of = cardKey(patientReader(next.status));
  if (ui.rights.of === of) return;
  ui.rights = noRights(of);
  if (ui.message && "name" in ui.message) ui.message = null;
}

/** @param {string} of @returns {Ui["rights"]} */
function noRights(of) {
  return { checking: false, result: null, of };
}

/** The tab shows another document: its preview is of the past. @param {number} updated @param {{status?: string, url?: string}} change */
function lookAgain(updated, { status, url }) {
  if (updated !== tabId || !(status || url) || !previewed) return;
  if (status === "loading") page = null;
  lookAtPage();
}

async function lookAtPage() {
  if (tabId === undefined) return;
  looks += 1;
  const look = looks;
  ui.looking = true;
  setTimeout(() => look === looks && endLook(), LOOK_MS);
  /** @type {typeof page} */
  let seen = null;
  try {
    seen = await background.ask("preview", { tabId, wasShown });
  } catch (reason) {
    ui.message = problemOf(reason);
  }
  if (look !== looks) return;
  page = seen;
  wasShown ||= page !== null && page.origin !== "";
  endLook();
}

function endLook() {
  ui.looking = false;
  redraw();
}

/** @param {string} action @param {Record<string, unknown>} [params] */
async function act(action, params = {}) {
  try {
    await background.ask(action, params);
  } catch (reason) {
    // Login and fill keep their outcome in the snapshot; a host that is away is a state of its own.
    if (["login", "fill", "status"].includes(action)) return;
    ui.message = problemOf(reason);
    redraw();
  }
}

/** @param {unknown} reason */
function tell(reason) {
  ui.message = problemOf(reason);
}

async function undo() {
  try {
    const { restored } = await background.ask("undo", { tabId });
    ui.message = restored > 0 ? { key: "undone", values: { count: restored } } : { name: "undo_impossible", data: {} };
  } catch (reason) {
    ui.message = problemOf(reason);
  }
  await lookAtPage();
}

/** The press on the toolbar button lets the extension at this tab; the options page makes use of that. */
function teach() {
  chrome.tabs.create({ url: chrome.runtime.getURL(`options/options.html?teach=${tabId}`) });
}

async function checkRights() {
  const reader = patientReader(snapshot?.status ?? null);
  const asked = { ...noRights(ui.rights.of), checking: true };
  ui.message = null;
  ui.rights = asked;
  redraw();
  try {
    const { rights } = await background.ask("rights", { reader: reader?.name });
    if (ui.rights !== asked) return;
    if (rights.cid_masked !== reader?.card?.cid_masked) throw new SitthiError("rights_of_other");
    ui.rights = { ...asked, checking: false, result: rights };
  } catch (reason) {
    if (ui.rights !== asked) return;
    ui.rights = noRights(asked.of);
    ui.message = problemOf(reason);
  }
  redraw();
}

/** @param {string} text */
async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    ui.message = { key: "copied" };
  } catch {
    ui.message = { name: "copy_failed", data: {} };
  }
  redraw();
}

/** @param {() => Promise<void>} work */
async function withToken(work) {
  try {
    await work();
  } catch (reason) {
    const failedToCopy = reason instanceof DOMException;
    ui.message = failedToCopy ? { name: "copy_failed", data: {} } : problemOf(reason);
    redraw();
  }
}

function draw() {
  if (!snapshot) return;
  const name = viewName(snapshot);
  document.body.dataset.view = name;
  const context = contextOf(snapshot);
  replaceContent(place("notices"), noticesView(context));
  replaceContent(place("state"), stateView(context, name));
  const underWay = name === "pin" || name === "source";
  const working = snapshot.status !== null && snapshot.host.phase === "ready" && !underWay;
  replaceContent(place("outlets"), working ? outletsView(context) : []);
  replaceContent(place("page"), working ? pageView(context) : []);
  replaceContent(place("patient"), working ? patientView(context) : []);
  replaceContent(place("authen"), working ? authenView(context, authen) : []);
  warned = warningOf(snapshot);
  announce();
}

/** @param {Snapshot} of @returns {Context} */
function contextOf(of) {
  return {
    texts,
    snapshot: of,
    // Views that read the status are drawn only when there is one.
    status: /** @type {import("../shared/types.js").Status} */ (of.status),
    page,
    tabId,
    ui,
    act,
    redraw,
    undo,
    teach,
    reveal: () => withToken(() => token.reveal()),
    hide: () => token.hide(),
    copyToken: () => withToken(() => (of.status && hostCopies(of.status) ? token.copyByHost() : token.copy())),
    copyText,
    checkRights,
  };
}

/** Says the state and the notices once, when they change. */
function announce() {
  const words = [place("state").querySelector("h2")?.textContent, ...noticeTexts()].filter(Boolean).join(". ");
  if (words === spoken) return;
  spoken = words;
  place("live").textContent = words;
}

function noticeTexts() {
  return [...place("notices").querySelectorAll("p")].map((line) => line.textContent);
}

function tick() {
  const told = document.querySelector("[data-key=close-outcome]") !== null;
  if (told && snapshot && !isOutcomeShown(snapshot, tabId)) redraw();
  tickClipboard();
  if (snapshot && warningOf(snapshot) !== warned) redraw();
  const shown = document.getElementById("countdown");
  if (!shown || !snapshot) return;
  const left = secondsLeft(snapshot);
  shown.textContent = countdown(left);
  if (left <= 0 && left > -1) act("status");
}

function tickClipboard() {
  const shown = document.getElementById("clears-in");
  if (!shown) return;
  const seconds = secondsUntilCleared(ui);
  if (seconds === 0) {
    ui.clearsAt = null;
    redraw();
  } else shown.textContent = texts.t("copied_seconds", { seconds });
}

/** @param {string} id @returns {HTMLElement} */
function place(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`popup.html has no #${id}`);
  return element;
}
