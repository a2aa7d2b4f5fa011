/* Pages at a desk that scan nothing still say that somebody works there. */
import { makeServer } from "./server.js";

const PAUSE = 30000;
const place = document.querySelector("[data-here]");
const server = makeServer({ tokenAddress: place.dataset.token });

async function say() {
  if (!document.hidden) await server.ask(place.dataset.here, { body: {} }).catch(() => {}); // the next one asks again
  setTimeout(say, PAUSE);
}

say();
