/** Cleave.js without a framework: blocks with dashes; the page takes the raw value that Cleave tells it. */

import Cleave from "cleave.js";
import { send } from "../../shared/his.js";

const find = (selector) => document.querySelector(selector);
const account = { cid: "", token: "" };
new Cleave("#cid", {
  blocks: [1, 4, 5, 2, 1],
  delimiter: "-",
  numericOnly: true,
  onValueChanged: ({ target }) => {
    account.cid = target.rawValue;
  },
});
find("#token").onchange = ({ target }) => {
  account.token = target.value;
};

find("#login").addEventListener("submit", async (event) => {
  event.preventDefault();
  const status = find("[role=status]");
  status.textContent = (await send("login", account)).message;
  status.hidden = false;
});
