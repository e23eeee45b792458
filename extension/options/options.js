/** The options page: language, the host's state, shortcuts, auto sites, and the host's self-check. */

import { el } from "../popup/dom.js";
import { problemOf } from "../shared/errors.js";
import { chooseLanguage, chosenLanguage, loadTexts, problemText } from "../shared/i18n.js";
import { noticesWanted, wantNotices } from "../shared/notice_setting.js";
import { Background } from "../shared/pages_client.js";
import { TeachPanel } from "../teach/panel.js";
import { reportView } from "./report.js";

/** @typedef {import("../shared/types.js").Snapshot} Snapshot */
/** @typedef {import("../shared/types.js").Site} Site */
/** @typedef {import("../shared/types.js").DiagnoseSection} DiagnoseSection */

const texts = await loadTexts();
const { t } = texts;
const manifest = chrome.runtime.getManifest();
const background = new Background(showHost);
let sitesShown = false;

document.documentElement.lang = texts.language;
document.title = t("options_title");
for (const element of document.querySelectorAll("[data-text]")) {
  element.textContent = t(element.getAttribute("data-text") ?? "");
}
place("about").textContent = t("options_about", { version: manifest.version, id: chrome.runtime.id });
place("open-shortcuts").addEventListener("click", openShortcuts);
place("diagnose").addEventListener("click", diagnose);
const taught = new URLSearchParams(location.search).get("teach");
await showLanguage();
await showNotices();
await showShortcuts();
background.connect();
background.ask("status").catch(() => undefined);
new TeachPanel({ texts, background, place }, taught === null ? null : Number(taught)).start();
// Until here a press would be lost, or send a form to nobody.
document.querySelector("main")?.removeAttribute("inert");

async function showLanguage() {
  const select = /** @type {HTMLSelectElement} */ (place("language"));
  select.value = await chosenLanguage();
  select.addEventListener("change", async () => {
    await chooseLanguage(/** @type {"th"|"en"|"auto"} */ (select.value));
    location.reload();
  });
}

async function showNotices() {
  const box = /** @type {HTMLInputElement} */ (place("notices"));
  box.checked = await noticesWanted();
  box.addEventListener("change", () => wantNotices(box.checked));
}

async function showShortcuts() {
  const commands = await chrome.commands.getAll();
  const keys = (/** @type {string} */ name) =>
    commands.find((command) => command.name === name)?.shortcut || t("options_shortcut_none");
  place("shortcuts").textContent = t("options_shortcuts_hint", { open: keys("_execute_action"), fill: keys("fill") });
}

/** Browsers open this page only through the tabs API; Firefox has its own call for it. */
function openShortcuts() {
  const own = /** @type {{openShortcutSettings?: () => void}} */ (chrome.commands).openShortcutSettings;
  if (own) own();
  else chrome.tabs.create({ url: "chrome://extensions/shortcuts" });
}

/** @param {Snapshot} snapshot */
function showHost({ host }) {
  const { phase, problem, hello } = host;
  place("host").textContent =
    phase === "failed"
      ? problemText(texts, { name: problem ?? "host_failed", data: {} })
      : hello
        ? t("options_host_ready", { version: hello.host, platform: hello.platform })
        : t("state_connecting");
  if (phase === "ready" && !sitesShown) {
    sitesShown = true;
    showAutoSites();
  }
}

async function showAutoSites() {
  const list = place("auto");
  try {
    /** @type {Site[]} */
    const all = await background.ask("sites");
    const auto = all.filter((site) => site.auto || site.api?.length);
    const items = await Promise.all(auto.map(autoSite));
    list.replaceChildren(...(items.length > 0 ? items : [el("li", { class: "hint", text: t("options_auto_none") })]));
  } catch (reason) {
    list.replaceChildren(el("li", { text: problemText(texts, problemOf(reason)) }));
  }
}

/** @param {Site} site */
async function autoSite({ name, match }) {
  const origins = { origins: match.map(withoutPort) };
  const allowed = await chrome.permissions.contains(origins);
  return el(
    "li",
    {},
    el("span", {}, `${name} `, el("code", { text: match.join(" ") })),
    allowed
      ? el("span", { class: "hint", text: t("options_auto_allowed") })
      : el("button", {
          type: "button",
          class: "plain",
          text: t("options_auto_allow"),
          onclick: async () => {
            await chrome.permissions.request(origins);
            showAutoSites();
          },
        }),
  );
}

/** Firefox knows no ports in a permission; without one every browser takes all of them. @param {string} pattern */
function withoutPort(pattern) {
  return pattern.replace(/^([^:]+:\/\/(?:\[[^\]]*\]|[^/:]*)):[^/]*/, "$1");
}

async function diagnose() {
  const report = place("report");
  report.replaceChildren(el("p", { class: "hint", text: t("options_diagnose_running") }));
  try {
    /** @type {{sections: DiagnoseSection[]}} */
    const { sections } = await background.ask("diagnose");
    report.replaceChildren(...reportView(sections, texts));
  } catch (reason) {
    report.replaceChildren(el("p", { text: problemText(texts, problemOf(reason)) }));
  }
}

/** @param {string} id @returns {HTMLElement} */
function place(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`options.html has no #${id}`);
  return element;
}
