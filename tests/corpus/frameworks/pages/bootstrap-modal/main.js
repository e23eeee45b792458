/** Bootstrap 5: the login stands in a modal that fades in, over a page with a search box. */

import "bootstrap";
import "bootstrap/dist/css/bootstrap.css";
import { send } from "../../shared/his.js";

const find = (selector) => document.querySelector(selector);
const account = {};
for (const input of document.querySelectorAll("#login input")) {
  input.addEventListener("input", () => {
    account[input.name] = input.value;
  });
}

find("#login").addEventListener("submit", async (event) => {
  event.preventDefault();
  const status = find("[role=status]");
  status.textContent = (await send("login", { cid: account.username, token: account.password })).message;
  status.hidden = false;
});
