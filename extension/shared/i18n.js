/**
 * Texts in Thai and English from `_locales`. Read by ourselves and not through chrome.i18n, because the person may
 * choose a language that is not the browser's (Thai staff, English browser). Knows no windows.
 */

/** @typedef {"th"|"en"} Language */
/** @typedef {{language: Language, t: (key: string, values?: Record<string, unknown>) => string, has: (key: string) => boolean}} Texts */

const LANGUAGE_KEY = "language";
const HOST_LANGUAGE_KEY = "hostLanguage";

/** @type {Map<Language, Promise<Record<string, {message: string}>>>} */
const loaded = new Map();

/** @returns {Promise<Language>} the person's choice, else the hospital's (policy: host.language), else Thai */
export async function currentLanguage() {
  const stored = await chrome.storage.local.get([LANGUAGE_KEY, HOST_LANGUAGE_KEY]);
  return asLanguage(stored[LANGUAGE_KEY]) ?? asLanguage(stored[HOST_LANGUAGE_KEY]) ?? "th";
}

/** @returns {Promise<Language|"auto">} */
export async function chosenLanguage() {
  const stored = await chrome.storage.local.get(LANGUAGE_KEY);
  return asLanguage(stored[LANGUAGE_KEY]) ?? "auto";
}

/** @param {Language|"auto"} language */
export async function chooseLanguage(language) {
  if (language === "auto") await chrome.storage.local.remove(LANGUAGE_KEY);
  else await chrome.storage.local.set({ [LANGUAGE_KEY]: language });
}

/** @param {string} language what the host said in its hello */
export async function rememberHostLanguage(language) {
  await chrome.storage.local.set({ [HOST_LANGUAGE_KEY]: language });
}

/** @param {Language} [wanted] @returns {Promise<Texts>} */
export async function loadTexts(wanted) {
  const language = wanted ?? (await currentLanguage());
  let reading = loaded.get(language);
  if (!reading) {
    reading = fetch(chrome.runtime.getURL(`_locales/${language}/messages.json`)).then((answer) => answer.json());
    loaded.set(language, reading);
  }
  const messages = await reading;
  return {
    language,
    has: (key) => Object.hasOwn(messages, key),
    t: (key, values = {}) => substitute(messages[key]?.message ?? key, values),
  };
}

/**
 * The text of a problem: of the protocol (`error_…`) or of the extension (`problem_…`).
 * @param {Texts} texts
 * @param {import("./types.js").Problem} problem
 */
export function problemText(texts, { name, data }) {
  const key = [`error_${name}`, `problem_${name}`].find(texts.has) ?? "error_internal_error";
  const role = typeof data.role === "string" ? texts.t(`role_${data.role}`) : undefined;
  const unknown = { attempts_left: texts.t("value_unknown"), line: "–", key: "–", reason: "–" };
  return texts.t(key, { ...unknown, ...withoutEmpty(data), ...(role ? { role } : {}) });
}

/**
 * @param {Texts} texts
 * @param {{name_th: string, name_en: string}|null|undefined} person
 * @returns {string} the name in the reader's language, or in the other one where the card has no such name
 */
export function personName({ language }, person) {
  if (!person) return "";
  return language === "th" ? person.name_th || person.name_en : person.name_en || person.name_th;
}

/** @param {Record<string, unknown>} data */
function withoutEmpty(data) {
  return Object.fromEntries(Object.entries(data).filter(([, value]) => value !== null && value !== ""));
}

/** @param {string} text @param {Record<string, unknown>} values */
function substitute(text, values) {
  return text.replace(/\{(\w+)\}/g, (_whole, key) => (values[key] === undefined ? "" : String(values[key])));
}

/** @param {unknown} value @returns {Language|null} */
function asLanguage(value) {
  return value === "th" || value === "en" ? value : null;
}
