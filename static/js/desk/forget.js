/* The end of a device: what waits is handed in, then everything is forgotten, and said. */
import { wipe } from "./install.js";
import { makeServer } from "./server.js";
import { openStore } from "./store.js";

const MOST = 100; // in one request
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
    await handOver(await store.all("scans"), server);
    await wipe(store);
    await server.ask(forgotten, { body: {} });
    say("done");
  } catch (problem) {
    if (problem.isFinal) throw problem;
    say("offline");
    setTimeout(end, AGAIN);
  }
}

/** Give everything to the server; it keeps each scan once, however often it comes. */
async function handOver(records, server) {
  const scans = records.filter(({ to }) => deskIn(to)) // the counts of a coach go with it
    .map(({ scan, to }) => ({ desk: deskIn(to), ...scan }));
  for (let first = 0; first < scans.length; first += MOST) {
    await server.ask(handIn, { body: { scans: scans.slice(first, first + MOST) } });
  }
}

function deskIn(address) {
  return /^\/desk\/([0-9a-f-]{36})\/scans$/.exec(address ?? "")?.[1];
}

function say(word) {
  const words = document.querySelector("#forget-words").content;
  said.textContent = words.querySelector(`[data-word="${word}"]`).textContent;
}
