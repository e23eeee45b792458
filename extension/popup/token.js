/** The token in the popup: shown for ten seconds, or on the clipboard for thirty. Kept in no other place. */

const SHOWN_MS = 10_000;
const ON_CLIPBOARD_MS = 30_000;

export class TokenDisplay {
  /** @type {ReturnType<typeof setTimeout>|undefined} */ #hideTimer;

  /**
   * @param {{ask: (action: string) => Promise<{token: string}>, ui: import("./context.js").Ui, redraw: () => void}} popup
   */
  constructor(popup) {
    this.popup = popup;
  }

  async reveal() {
    const { token } = await this.popup.ask("reveal");
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

  /**
   * A page cannot read the clipboard without another permission, so it is overwritten whatever it holds by then,
   * and only while this window lives: the text says so.
   */
  async copy() {
    const { token } = await this.popup.ask("reveal");
    await navigator.clipboard.writeText(token);
    this.popup.ui.message = { key: "copied_token" };
    this.popup.redraw();
    setTimeout(() => this.#clear(), ON_CLIPBOARD_MS);
  }

  async #clear() {
    await navigator.clipboard.writeText("");
    this.popup.ui.message = { key: "cleared_token" };
    this.popup.redraw();
  }
}
