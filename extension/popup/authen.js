/** The claim code of one visit, in the popup's memory alone: asked for by a press, gone with the card. */

import { SitthiError } from "../shared/errors.js";

/** @typedef {import("../shared/types.js").ClaimTypes} ClaimTypes */
/** @typedef {import("../shared/types.js").ClaimCode} ClaimCode */

/**
 * @typedef {object} Visit
 * @property {string} of session and card it belongs to
 * @property {boolean} asking
 * @property {ClaimTypes|null} found
 * @property {string} chosen a claim type
 * @property {string} mobile as typed; sent once and kept nowhere
 * @property {ClaimCode|null} code
 */

export class AuthenVisit {
  /** @type {Visit} */ visit = nothing("");

  /**
   * @param {object} popup
   * @param {(action: string, params: Record<string, unknown>) => Promise<any>} popup.ask
   * @param {(reason: unknown) => void} popup.fail shows what went wrong
   * @param {() => void} popup.redraw
   */
  constructor(popup) {
    this.popup = popup;
  }

  /** Another card, or another session, is another visit. @param {string} of */
  follow(of) {
    if (this.visit.of !== of) this.visit = nothing(of);
  }

  /** @param {import("../shared/types.js").Reader} reader */
  lookUp(reader) {
    return this.#ask(async (visit) => {
      /** @type {ClaimTypes} */
      const found = await this.popup.ask("authenTypes", { reader: reader.name });
      if (found.cid_masked !== reader.card?.cid_masked) throw new SitthiError("card_changed");
      return { ...visit, found, code: found.code, chosen: found.default_type ?? found.types[0]?.code ?? "" };
    });
  }

  /** @param {import("../shared/types.js").Reader} reader */
  claim(reader) {
    return this.#ask(async (visit) => {
      const params = { reader: reader.name, claimType: visit.chosen, mobile: visit.mobile };
      const { code } = await this.popup.ask("authenClaim", params);
      return { ...visit, code, mobile: "" };
    });
  }

  /** @param {(visit: Visit) => Promise<Visit>} question */
  async #ask(question) {
    if (this.visit.asking) return;
    const before = this.visit;
    const asked = { ...before, asking: true };
    this.visit = asked;
    this.popup.redraw();
    try {
      const next = await question(before);
      if (this.visit !== asked) return; // the card left meanwhile: nothing of its owner is shown any more
      this.visit = { ...next, asking: false };
    } catch (reason) {
      if (this.visit !== asked) return;
      this.visit = before;
      this.popup.fail(reason);
    }
    this.popup.redraw();
  }
}

/** @param {string} of @returns {Visit} */
function nothing(of) {
  return { of, asking: false, found: null, chosen: "", mobile: "", code: null };
}
