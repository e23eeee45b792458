/** The options page's section for teaching a page: which page and what for, the lesson, and its result. */

import { el, replaceContent } from "../popup/dom.js";
import { betweenPresses } from "../popup/press.js";
import { problemOf, SitthiError } from "../shared/errors.js";
import { problemText } from "../shared/i18n.js";
import { rulesOf, withLesson, withoutPick } from "./draft.js";
import { askForAccess, giveUpAccess, hasAccess, reachableTabs, tabAt, teachTab, webAddress } from "./lesson.js";
import { resultView } from "./result_view.js";

/** @typedef {import("../shared/i18n.js").Texts} Texts */
/** @typedef {import("../shared/pages_client.js").Background} Background */

const LOGIN = ["operator_cid", "token"];
const PATIENT = [
  "patient_cid",
  "patient_title",
  "patient_first_name",
  "patient_last_name",
  "patient_birth_date",
  "patient_sex",
  "patient_address",
];
/** @type {Record<string, string[]>} */
const PURPOSES = { login: LOGIN, patient: PATIENT, both: [...LOGIN, ...PATIENT] };
/** What the bar in the page says. */
const BAR_TEXTS = [
  "teach_bar_ask",
  "teach_bar_never",
  "teach_bar_skip",
  "teach_bar_finish",
  "teach_bar_back",
  "teach_bar_move",
  "teach_bar_stop",
  "teach_bar_no_field",
  "teach_bar_other_frame",
  "teach_bar_taken",
  "teach_bar_no_selector",
  "teach_never",
  ...[...LOGIN, ...PATIENT].map((role) => `role_${role}`),
];

export class TeachPanel {
  /** @type {import("./draft.js").Draft|null} */ #draft = null;
  /** @type {import("./result_view.js").Trial|null} */ #trial = null;
  #hasAccess = false;
  /** @type {{id: number, url: string, title: string}[]} */ #tabs = [];
  // Pages change their titles when they like, also while the person presses the button beside one.
  #drawTabs = betweenPresses(() =>
    replaceContent(
      this.place("teach-tabs"),
      this.#tabs.map((tab) => this.#tabItem(tab)),
    ),
  );

  /**
   * @param {{texts: Texts, background: Background, place: (id: string) => HTMLElement}} page
   * @param {number|null} firstTab the one that the popup was opened at
   */
  constructor({ texts, background, place }, firstTab) {
    this.texts = texts;
    this.background = background;
    this.place = place;
    this.firstTab = firstTab;
  }

  start() {
    const form = /** @type {HTMLFormElement} */ (this.place("teach-form"));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#openAndTeach();
    });
    chrome.tabs.onUpdated.addListener((_id, { status, title }) => {
      if (status === "complete" || title) this.#showTabs();
    });
    chrome.tabs.onRemoved.addListener(() => this.#showTabs());
    this.#showTabs();
    if (this.firstTab !== null) this.place("teach").scrollIntoView();
  }

  async #showTabs() {
    const tabs = await reachableTabs();
    const first = (/** @type {{id: number}} */ { id }) => (id === this.firstTab ? 0 : 1);
    tabs.sort((one, other) => first(one) - first(other));
    this.place("teach-tabs-part").hidden = tabs.length === 0;
    this.#tabs = tabs;
    this.#drawTabs();
  }

  /** @param {{id: number, url: string, title: string}} tab */
  #tabItem({ id, url, title }) {
    const { t } = this.texts;
    return el(
      "li",
      {},
      el("span", { class: "page-title" }, title, el("code", { text: url })),
      el("button", {
        type: "button",
        class: id === this.firstTab ? "primary" : "plain",
        "data-tab": id,
        "data-key": `tab-${id}`,
        "aria-label": t("teach_tab_label", { title }),
        text: t("teach_tab"),
        onclick: () => this.#guarded(() => this.#teach(id)),
      }),
    );
  }

  async #openAndTeach() {
    const url = webAddress(/** @type {HTMLInputElement} */ (this.place("teach-url")).value);
    if (!url) return this.#say("teach_bad_url", {}, "bad");
    // Before anything that is waited for: the browser asks only while the press is fresh.
    const asked = askForAccess(url);
    await this.#guarded(async () => {
      if (!(await asked)) throw new SitthiError("teach_no_access");
      await this.#teach(await tabAt(url));
    });
  }

  /** @param {number} tabId */
  async #teach(tabId) {
    const { t } = this.texts;
    this.#say("teach_running");
    const purpose = new FormData(/** @type {HTMLFormElement} */ (this.place("teach-form"))).get("purpose");
    const roles = PURPOSES[String(purpose)] ?? LOGIN;
    const texts = Object.fromEntries(BAR_TEXTS.map((key) => [key, t(key)]));
    const lesson = await teachTab(this.background, tabId, { roles, texts });
    if (lesson.picks.length === 0) return this.#say("teach_nothing");
    this.#draft = withLesson(this.#draft, lesson);
    this.#trial = null;
    this.#say("teach_done", { count: lesson.picks.length }, "good");
    await this.#showResult();
    this.place("teach-result").scrollIntoView({ block: "nearest" });
  }

  async #try() {
    if (!this.#draft) return;
    const { tabId } = this.#draft;
    this.#trial = await this.background.ask("trial", { tabId, rules: rulesOf(this.#draft) });
    this.#say("");
    await this.#showResult();
  }

  async #forget() {
    if (!this.#draft) return;
    await giveUpAccess(this.#draft.url);
    this.#say("teach_forgotten", {}, "good");
    await this.#showResult();
    await this.#showTabs();
  }

  async #showResult() {
    const draft = this.#draft;
    if (!draft) return;
    this.#hasAccess = await hasAccess(draft.url);
    const view = resultView(this.texts, {
      draft,
      trial: this.#trial,
      hasAccess: this.#hasAccess,
      remove: (pick) => this.#change(withoutPick(draft, pick)),
      copy: (text) => this.#guarded(() => this.#copy(text)),
      tryIt: () => this.#guarded(() => this.#try()),
      again: () => this.#guarded(() => this.#teach(draft.tabId)),
      forget: () => this.#guarded(() => this.#forget()),
    });
    this.place("teach-result").replaceChildren(...view);
  }

  /** @param {import("./draft.js").Draft} draft */
  #change(draft) {
    this.#draft = draft;
    this.#trial = null;
    this.#say("");
    this.#showResult();
  }

  /** @param {string} text */
  async #copy(text) {
    await navigator.clipboard.writeText(text).catch(() => {
      throw new SitthiError("copy_failed");
    });
    this.#say("copied", {}, "good");
  }

  /** @param {() => Promise<unknown>} work */
  async #guarded(work) {
    try {
      await work();
    } catch (reason) {
      const problem = problemOf(reason);
      this.place("teach-status").className = "bad";
      this.place("teach-status").textContent = this.texts.has(problem.name)
        ? this.texts.t(problem.name)
        : problemText(this.texts, problem);
    }
  }

  /** @param {string} key "" for nothing @param {Record<string, unknown>} [values] @param {string} [tone] */
  #say(key, values = {}, tone = "") {
    const status = this.place("teach-status");
    status.className = tone;
    status.textContent = key ? this.texts.t(key, values) : "";
  }
}
