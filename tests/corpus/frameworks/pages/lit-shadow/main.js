/** Lit: components in components, each with an open shadow root; the form element knows its fields by their events only. */

import { css, html, LitElement } from "lit";
import { send } from "../../shared/his.js";

class HisField extends LitElement {
  static properties = { label: {}, type: {}, value: {} };
  static styles = css`
    label { display: block; font-weight: 700; }
    input { width: 100%; box-sizing: border-box; font: inherit; padding: 0.4rem 0.6rem; margin-bottom: 1rem; }
  `;

  constructor() {
    super();
    Object.assign(this, { label: "", type: "text", value: "" });
  }

  render() {
    return html`<label for="input">${this.label}</label>
      <input id="input" type=${this.type} .value=${this.value} @input=${this.#typed}>`;
  }

  #typed({ target }) {
    this.value = target.value;
    this.dispatchEvent(new CustomEvent("value-changed", { detail: this.value, bubbles: true, composed: true }));
  }
}

class HisLogin extends LitElement {
  static properties = { message: { state: true } };
  static styles = css`button { font: inherit; padding: 0.5rem 1.5rem; }`;
  #account = { cid: "", token: "" };

  render() {
    return html`<h1>เข้าสู่ระบบ</h1>
      <his-field label="เลขประจำตัวประชาชน" @value-changed=${this.#take("cid")}></his-field>
      <his-field label="Token ID" type="password" @value-changed=${this.#take("token")}></his-field>
      <button @click=${this.#submit}>เข้าสู่ระบบ</button>
      ${this.message ? html`<p role="status">${this.message}</p>` : ""}`;
  }

  #take = (name) => ({ detail }) => {
    this.#account[name] = detail;
  };

  #submit = async () => {
    this.message = (await send("login", this.#account)).message;
  };
}

customElements.define("his-field", HisField);
customElements.define("his-login", HisLogin);
