/** Building elements. Text is always set as text, never as markup. */

/**
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} name
 * @param {Record<string, any>} [attributes] `class`, `on<event>` functions, `text`; false and null are left out, true is ""
 * @param {(Node|string|null|false|undefined)[]} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function el(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (key === "text") element.textContent = String(value);
    else element.setAttribute(key, value === true ? "" : String(value));
  }
  element.append(...children.filter((child) => child !== null && child !== false && child !== undefined));
  return element;
}

/**
 * Puts new content into a place and keeps the keyboard where it was: on the element of the same `data-key`, or on the
 * place itself when that element is gone.
 * @param {HTMLElement} place
 * @param {(Node|null|false)[]} content
 */
export function replaceContent(place, content) {
  const active = document.activeElement;
  const key = active !== place && place.contains(active) ? active?.getAttribute("data-key") : null;
  place.replaceChildren(...content.filter((node) => node instanceof Node));
  if (!key) return;
  const again = place.querySelector(`[data-key="${CSS.escape(key)}"]:enabled, summary[data-key="${CSS.escape(key)}"]`);
  if (again instanceof HTMLElement) again.focus();
  else place.focus();
  // A place without content is not shown and takes no focus.
  if (document.activeElement === document.body) document.getElementById("state")?.focus();
}

const SVG = "http://www.w3.org/2000/svg";

/**
 * One of the symbols of popup.html, as a picture without a meaning of its own.
 * @param {string} name
 */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `#icon-${name}`);
  svg.append(use);
  return svg;
}
