/** The token in the popup: shown for ten seconds, or on the clipboard for thirty. Kept in no other place. */

const SHOWN_MS = 10_000;
const ON_CLIPBOARD_MS = 30_000;

/** @param {import("./context.js").Ui} ui @returns {number} until the host takes the token off the clipboard */
export function secondsUntilCleared({ clearsAt }) {
  return Math.max(0, Math.ceil(((clearsAt ?? 0) - Date.now()) / 1000));
}

export class TokenDisplay {
  /** @type {ReturnType<typeof setTimeout>|undefined} */ #hideTimer;
  /** @type {ReturnType<typeof setTimeout>|undefined} */ #clearTimer;

  /**
   * @param {{ask: (action: string) => Promise<any>, ui: import("./context.js").Ui, redraw: () => void}} popup
   */
  constructor(popup) {
    this.popup = popup;
  }

  async reveal() {
    const token = await this.#fetch();
    if (token === null) return;
    this.popup.ui.token = token;
    clearTimeout(this.#hideTimer);
    this.#hideTimer = setTimeout(() => this.hide(), SHOWN_MS);
    this.popup.redraw();
  }

  hide() {
    clearTimeout(this.#hideTimer);
    this.popup.ui.token = null;
    this.popup.redraw();
  }

  /** The host clears the clipboard, too, whether or not this window lives, and only if it still holds the token. */
  async copyByHost() {
    const { ui, ask, redraw } = this.popup;
    const of = ui.session;
    const { seconds } = await ask("copy");
    if (ui.session !== of) return;
    ui.message = null;
    ui.clearsAt = Date.now() + seconds * 1000;
    redraw();
  }

  /**
   * A page cannot read the clipboard without another permission, so it is overwritten whatever it holds by then,
   * and only while this window lives: the text says so.
   */
  async copy() {
    const token = await this.#fetch();
    if (token === null) return;
    await navigator.clipboard.writeText(token);
    this.popup.ui.message = { key: "copied_token" };
    this.popup.redraw();
    clearTimeout(this.#clearTimer);
    this.#clearTimer = setTimeout(() => this.#clear(), ON_CLIPBOARD_MS);
  }

  /** Its session is over. What the host put on the clipboard the host takes off. */
  forget() {
    clearTimeout(this.#hideTimer);
    this.popup.ui.token = null;
    this.popup.ui.clearsAt = null;
    if (this.#clearTimer !== undefined) this.#clear();
  }

  /** @returns {Promise<string|null>} null when it came too late: somebody else's session by then, or none */
  async #fetch() {
    const of = this.popup.ui.session;
    const { token } = await this.popup.ask("reveal");
    return this.popup.ui.session === of ? token : null;
  }

  async #clear() {
    clearTimeout(this.#clearTimer);
    this.#clearTimer = undefined;
    try {
      await navigator.clipboard.writeText("");
      this.popup.ui.message = { key: "cleared_token" };
    } catch {
      this.popup.ui.message = { name: "clear_failed", data: {} };
    }
    this.popup.redraw();
  }
}
