/** jQuery with jquery-mask-plugin `0-0000-00000-00-0`. What the page sends is what the plugin says is clean. */

import $ from "jquery";
import "jquery-mask-plugin";
import { send } from "../../shared/his.js";

const account = { cid: "", token: "" };

$("#cid").mask("0-0000-00000-00-0", {
  placeholder: "_-____-_____-__-_",
  onChange: () => {
    account.cid = $("#cid").cleanVal();
  },
});
$("#token").on("change", ({ target }) => {
  account.token = target.value;
});

$("#login").on("submit", async (event) => {
  event.preventDefault();
  const { message } = await send("login", account);
  $("[role=status]").text(message).show();
});
