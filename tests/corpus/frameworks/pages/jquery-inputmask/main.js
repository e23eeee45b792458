/** jQuery with Inputmask `9-9999-99999-99-9`: the mask keeps its own buffer, and the page asks it for the digits. */

import "inputmask/dist/jquery.inputmask.js";
import $ from "jquery";
import { send } from "../../shared/his.js";

$("#cid").inputmask("9-9999-99999-99-9");

$("#login").on("submit", async (event) => {
  event.preventDefault();
  if (!$("#cid").inputmask("isComplete")) throw new Error("the mask has not got it all");
  const { message } = await send("login", { cid: $("#cid").inputmask("unmaskedvalue"), token: $("#token").val() });
  $("[role=status]").text(message).show();
});
