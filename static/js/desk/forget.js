/* The end of a device: what waits is handed in, then everything is forgotten, and said. */
import { handOver } from "./handing.js";
import { wipe } from "./install.js";
import { makeServer } from "./server.js";
import { openStore } from "./store.js";

const AGAIN = 10000;
const page = document.querySelector("[data-forget]");
const said = page.querySelector("[data-forget-said]");
const { handIn, token, forgotten } = page.dataset;

if (forgotten) end();
else wipe(openStore("desk")); // it signed itself out, and nothing waited

async function end() {
  say("working");
  const store = openStore("desk");
  const server = makeServer({ tokenAddress: token });
  // The names first: whoever holds the device now may keep it from the network.
  await store.clear("kept").catch(console.warn);
  try {
    // What the server refuses for good, nobody will take any more.
    await handOver(await store.all("scans"), server.ask, handIn).catch(unlessFinal);
    await wipe(store);
    await server.ask(forgotten, { body: {} }).catch(unlessFinal);
    say("done");
  } catch {
    say("offline");
    setTimeout(end, AGAIN);
  }
}

function unlessFinal(problem) {
  if (!problem.isFinal) throw problem;
  console.warn(problem);
}

function say(word) {
  const words = document.querySelector("#forget-words").content;
  said.textContent = words.querySelector(`[data-word="${word}"]`).textContent;
}
