/** IMask without a framework: the mask object holds the value, and its own event tells the page. */

import IMask from "imask";
import { send } from "../../shared/his.js";

const find = (selector) => document.querySelector(selector);
const account = { cid: "", token: "" };
const mask = IMask(find("#cid"), { mask: "0-0000-00000-00-0", lazy: false });
mask.on("accept", () => {
  account.cid = mask.unmaskedValue;
});
find("#token").addEventListener("input", ({ target }) => {
  account.token = target.value;
});

find("#login").addEventListener("submit", async (event) => {
  event.preventDefault();
  const status = find("[role=status]");
  status.textContent = (await send("login", account)).message;
  status.hidden = false;
});
