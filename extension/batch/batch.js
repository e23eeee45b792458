/** The page for a picked list: which file, how far, the result as a file. What it learns lives and dies with the page. */

import { problemOf } from "../shared/errors.js";
import { duration } from "../shared/format.js";
import { loadTexts, problemText } from "../shared/i18n.js";
import { Background } from "../shared/pages_client.js";
import { entriesOf, textOf } from "./list.js";
import { BatchRun, PER_SECOND } from "./run.js";
import { csvOf } from "./table.js";

const texts = await loadTexts();
const { t } = texts;
const background = new Background(() => undefined);
background.connect();
/** @type {BatchRun|null} */
let run = null;
let began = 0;
let before = 0;

document.documentElement.lang = texts.language;
for (const element of document.querySelectorAll("[data-text]"))
  element.textContent = t(/** @type {HTMLElement} */ (element).dataset.text ?? "");
place("file").addEventListener("change", pick);
place("go").addEventListener("click", press);
place("save").addEventListener("click", save);
addEventListener("beforeunload", (event) => {
  if (run?.isRunning) event.preventDefault();
});
redraw();
// A file may have been picked before this script was here.
if (/** @type {HTMLInputElement} */ (place("file")).files?.length) pick();

async function pick() {
  const [file] = /** @type {HTMLInputElement} */ (place("file")).files ?? [];
  run?.pause();
  run = null;
  redraw();
  if (!file) return;
  const entries = entriesOf(textOf(await file.arrayBuffer()));
  run = new BatchRun(entries, (cid) => background.ask("rights", { cid }), redraw);
  redraw();
}

function press() {
  if (!run) return;
  if (run.isRunning) {
    run.pause();
    redraw();
    return;
  }
  began = Date.now();
  before = run.answers.length;
  run.go();
  redraw();
}

function save() {
  if (!run) return;
  const url = URL.createObjectURL(new Blob([csvOf(run.answers)], { type: "text/csv" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = "rights.csv";
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

function redraw() {
  const [all, done] = [run?.entries.length ?? 0, run?.answers.length ?? 0];
  const bad = run?.entries.filter(({ cid }) => !cid).length ?? 0;
  place("count").textContent = run ? t(bad ? "batch_count_bad" : "batch_count", { count: all, bad }) : "";
  const go = /** @type {HTMLButtonElement} */ (place("go"));
  // The answer that is under way is waited for: it is asked for already, and counted.
  const isPausing = Boolean(run?.isRunning && run.isPaused);
  go.disabled = !run || run.isDone || all === bad || isPausing;
  go.textContent = t(isPausing ? "batch_pausing" : run?.isRunning ? "batch_pause" : wordToGo());
  const bar = /** @type {HTMLProgressElement} */ (place("bar"));
  bar.hidden = done === 0 && !run?.isRunning;
  bar.max = Math.max(1, all);
  bar.value = done;
  place("progress").textContent = run && (done > 0 || run.isRunning) ? progressText(all, done) : "";
  place("problem").textContent = run?.stopped
    ? `${problemText(texts, problemOf(run.stopped))} ${t("batch_stopped")}`
    : "";
  place("save").hidden = done === 0 || Boolean(run?.isRunning);
}

function wordToGo() {
  return run && run.answers.length > 0 && !run.isDone ? "batch_go_on" : "batch_go";
}

/** @param {number} all @param {number} done */
function progressText(all, done) {
  if (done === all) return t("batch_done", { count: done });
  const seconds = (Date.now() - began) / 1000;
  const rate = done > before && seconds > 1 ? (done - before) / seconds : PER_SECOND;
  const left = duration(Math.ceil((all - done) / rate), texts.language);
  return t("batch_progress", { done, all, left });
}

/** @param {string} id @returns {HTMLElement} */
function place(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`batch.html has no #${id}`);
  return element;
}
