/* The end of duty of a device: what no desk recorded is handed in before it signs out. */
import { leaveBy } from "./leaving.js";
import { makeServer } from "./server.js";
import { openStore } from "./store.js";

const page = document.querySelector("[data-part=end]");

leaveBy(page, {
  store: openStore("desk"),
  server: makeServer({ tokenAddress: page.dataset.token }),
});
