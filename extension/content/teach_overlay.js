/**
 * What a person sees while a page is being taught: a bar, outlines, and a clear pane that takes the pointer in the
 * page's place. All of it in one closed shadow root, styled by the elements' own style alone, so that neither the
 * page's styles nor its content policy reach it. Decides nothing; reads no field.
 */
globalThis.sitthiTeachOverlay = (() => {
  const FONT = '"Noto Sans", "Noto Sans Thai", "Leelawadee UI", Thonburi, Loma, system-ui, sans-serif';
  /** @type {Record<string, string>} */
  const COLORS = { ask: "#0b57d0", picked: "#0b6a5f", never: "#a11a13" };
  const TAG_PX = 90;
  const LAYER = "position:fixed; inset:0; margin:0; border:0; padding:0; width:auto; height:auto; overflow:visible;";
  const BUTTON =
    "border:1px solid #7fa39c; border-radius:8px; padding:4px 12px; white-space:nowrap; cursor:pointer; font-weight:500;";

  /** @typedef {{left: number, top: number, width: number, height: number}} Box */
  /** @typedef {{box: Box, text: string, tone: string}} Outline `tone`: of COLORS */
  /** @typedef {{lead: string, title: string, step: string, note: string, buttons: {key: string, text: string}[]}} Bar */

  function open() {
    const host = document.createElement("div");
    // `important`, or the page's own rules for every div would be stronger.
    host.style.cssText = `all:initial; ${LAYER} z-index:2147483647; display:block; background:none;`.replaceAll(
      ";",
      " !important;",
    );
    host.tabIndex = -1;
    host.popover = "manual";
    const root = host.attachShadow({ mode: "closed" });
    const pane = part("div", `${LAYER} cursor:crosshair;`);
    const outlines = part("div", `${LAYER} pointer-events:none;`);
    const bar = part("div", barStyle("top"));
    bar.setAttribute("role", "status");
    root.append(pane, outlines, bar);
    // Whatever a modal dialog leaves outside takes no pointer.
    ([...document.querySelectorAll("dialog:modal")].at(-1) ?? document.documentElement).append(host);
    host.showPopover();
    host.focus({ preventScroll: true });
    let edge = "top";

    /** @template T @param {() => T} look what only the page's own elements should answer @returns {T} */
    function asIfAway(look) {
      host.style.setProperty("pointer-events", "none", "important");
      pane.style.pointerEvents = bar.style.pointerEvents = "none";
      try {
        return look();
      } finally {
        host.style.removeProperty("pointer-events");
        pane.style.pointerEvents = bar.style.pointerEvents = "auto";
      }
    }

    /** @param {number} x @param {number} y @returns {string|null} the key of the bar's button there; "" elsewhere on the bar */
    function pressedAt(x, y) {
      if (!isIn(bar, x, y)) return null;
      const button = [...bar.querySelectorAll("[data-key]")].find((each) => isIn(each, x, y));
      return button?.getAttribute("data-key") ?? "";
    }

    /** @param {Bar} content */
    function say({ lead, title, step, note, buttons }) {
      const words = part("div", "flex:1 1 260px; min-width:0;");
      const line = part("div", "");
      line.append(part("span", "", `${lead} `), part("strong", "font-weight:700;", title));
      if (step) line.append(part("span", "color:#b9d3ce; margin-left:8px;", step));
      words.append(line, part("div", "font-size:13px; color:#cfe1dd; min-height:21px;", note));
      const presses = buttons.map(({ key, text }) => {
        const button = part("div", BUTTON, text);
        button.dataset.key = key;
        return button;
      });
      const group = part("div", "display:flex; flex-wrap:wrap; gap:6px;");
      group.append(...presses);
      bar.replaceChildren(words, group);
    }

    /** The words on top, or the next field's outline would cross them. @param {Outline[]} shown */
    function draw(shown) {
      outlines.replaceChildren(...shown.map(frame), ...shown.filter(({ text }) => text).map(tag));
    }

    function move() {
      edge = edge === "top" ? "bottom" : "top";
      bar.style.cssText = barStyle(edge);
    }

    function close() {
      host.remove();
    }

    return { asIfAway, close, draw, move, pressedAt, say };
  }

  /** @param {Outline} shown */
  function frame({ box, tone }) {
    return part(
      "div",
      `position:fixed; left:${box.left - 4}px; top:${box.top - 4}px; width:${box.width + 8}px; height:${box.height + 8}px;
       box-sizing:border-box; border:3px solid ${COLORS[tone]}; border-radius:6px;
       box-shadow:0 0 0 2px #fff, inset 0 0 0 1px #fff;`,
    );
  }

  /** In the field, where no neighbour is covered; below it when it is too small. @param {Outline} shown */
  function tag({ box, text, tone }) {
    const isInside = box.width >= TAG_PX && box.height >= 16;
    const place = isInside
      ? `left:${box.left}px; top:${box.top + box.height / 2}px; max-width:${box.width}px; transform:translateY(-50%);`
      : `left:${box.left - 4}px; top:${box.top + box.height + 8}px;`;
    return part(
      "div",
      `position:fixed; ${place} box-sizing:border-box; overflow:hidden; text-overflow:ellipsis; white-space:nowrap;
       padding:0 8px; border-radius:4px; background:${COLORS[tone]}; color:#fff; font-size:13px; line-height:22px;`,
      text,
    );
  }

  /** @param {string} edge */
  function barStyle(edge) {
    return `position:fixed; ${edge}:12px; left:50%; transform:translateX(-50%); box-sizing:border-box;
      width:min(880px, calc(100% - 24px)); display:flex; flex-wrap:wrap; gap:6px 16px; align-items:center; padding:10px 16px;
      border-radius:12px; background:#0d2a26; color:#fff; box-shadow:0 0 0 1px #fff, 0 6px 24px #0007; cursor:default;
      font:15px/1.6 ${FONT}; color-scheme:dark;`;
  }

  /** @param {string} tag @param {string} style @param {string} [text] */
  function part(tag, style, text = "") {
    const element = document.createElement(tag);
    // Without the frame's own line height the outlines' tags would clip Thai marks.
    element.style.cssText = `font-family:${FONT}; line-height:1.6; ${style}`;
    element.textContent = text;
    return element;
  }

  /** @param {Element} element @param {number} x @param {number} y */
  function isIn(element, x, y) {
    const { left, right, top, bottom } = element.getBoundingClientRect();
    return x >= left && x <= right && y >= top && y <= bottom;
  }

  return { open };
})();
