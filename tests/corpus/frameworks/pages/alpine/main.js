/** Alpine.js: x-model on a component that stands in the HTML. */

import Alpine from "alpinejs";
import { send } from "../../shared/his.js";

Alpine.data("login", () => ({
  cid: "",
  token: "",
  message: "",
  async submit() {
    this.message = (await send("login", { cid: this.cid, token: this.token })).message;
  },
}));
Alpine.start();
