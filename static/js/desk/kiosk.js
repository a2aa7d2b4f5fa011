/* A kiosk: hears one guest's code, says one friendly sentence, perhaps prints the badge,
   and is ready for the next one. It tells nobody's name but the guest's own. */
import { makeCamera } from "./camera.js";
import { outcome, parseReference } from "./codes.js";
import { install } from "./install.js";
import { endDevice } from "./leaving.js";
import { makeQueue } from "./queue.js";
import { makeServer } from "./server.js";
import { makeSight } from "./sight.js";
import { openStore } from "./store.js";
import { listen } from "./wedge.js";
import { make, newId, part } from "./words.js";

const OUTCOMES = { admitted: "welcome", already_here: "here", misread: "again" };
const LONG = 24; // signs of a name that fills more than two lines
const TAKES = 8; // of our signs, in a reference
const BEAT = 10000, ANEW = 600000; // milliseconds
const page = document.getElementById("main");
const { event } = page.dataset;
const seconds = Number(page.dataset.seconds) * 1000;
let timer, open = null, shownAt = 0;

const store = openStore("desk");
const server = makeServer({
  tokenAddress: page.dataset.token,
  token: document.querySelector("meta[name=csrf-token]")?.content,
  ended: () => endDevice({ store, queue }),
  left: () => sight.forget(),
});
const sight = makeSight({ page, store, server, event });
const queue = makeQueue({
  store,
  ask: server.ask,
  addressOf: () => page.dataset.scans,
  mine: (to) => to === page.dataset.scans,
  patience: () => (server.silentSince ? 400 : 2500),
  answered(scan, answer) {
    sight.remember(scan, answer);
    if (scan.scan_id === open) tell(answer);
  },
  async late(scan) {
    const found = await sight.tell(scan);
    // Nobody stands here to compare a name: whom the list does not know goes to the desk.
    const verdict = found.verdict ?? "unknown";
    if (scan.scan_id === open) tell({ ...found, verdict, offline: true });
    return verdict;
  },
  refused(scan) {
    if (scan.scan_id === open) show("desk");
  },
  changed() {},
});

// A guest

function heard(text) {
  if (outcome(text) === "misread") return show("again");
  const reference = parseReference(text);
  if (outcome(text) === "foreign" && reference) return ask(reference);
  begin();
  const scanned_at = new Date(server.now()).toISOString();
  queue.add({ scan_id: open, event, code: text, scanned_at, offline: false, told: null, direction: "in" });
}

/* A reference is typed: only the server knows whose it is. */
async function ask(code) {
  begin();
  const scan_id = open;
  try {
    const answer = await server.ask(page.dataset.typed, { body: { scan_id, event, code } });
    if (open === scan_id) tell(answer);
  } catch {
    if (open === scan_id) show("desk");
  }
}

function begin() {
  open = newId();
  show("wait");
}

function tell(answer) {
  const state = OUTCOMES[answer.verdict] ?? "desk";
  show(state, ["welcome", "here"].includes(state) ? answer.name : null);
  if (state === "welcome" && !answer.offline) print(answer.scan_id);
}

async function print(scan) {
  try {
    const { paper } = await server.ask(`${page.dataset.prints}${scan}/badge`, { body: {} });
    if (!paper || open !== scan) return;
    const picture = part("paper");
    picture.src = paper;
    await picture.decode();
    if (open !== scan) return;
    picture.hidden = false;
    note("print");
    rest(seconds);
    window.print();
  } catch (problem) {
    console.warn(problem); // the registration desk prints it
  }
}

// What the screen shows

function show(state, name = null) {
  clearTimeout(timer);
  page.dataset.state = state;
  shownAt = Date.now();
  part("paper").hidden = true;
  part("name").replaceChildren(...both(name));
  page.classList.toggle("kiosk-long", part("name").textContent.length > LONG);
  part("restart").hidden = state === "start";
  part("type").hidden = state !== "start";
  note("plain");
  if (state === "start") return rest(0);
  if (state === "keys") part("field").focus();
  rest(state === "keys" || state === "wait" ? 4 * seconds : seconds);
}

function rest(pause) {
  clearTimeout(timer);
  if (pause) timer = setTimeout(start, pause);
}

function start() {
  open = null;
  part("keys").reset();
  choose("");
  show("start");
}

function note(which) {
  for (const one of document.querySelectorAll("[data-note]")) one.hidden = one.dataset.note !== which;
}

function both(name) {
  if (!name) return [];
  return [
    name.native && make("span", { lang: name.native_language ?? "und" }, name.native),
    name.latin && make("span", { lang: "und", translate: "no" }, name.latin),
  ].filter(Boolean);
}

function choose(language) {
  page.dataset.language = language;
  page.lang = language || document.documentElement.lang;
  for (const button of document.querySelectorAll("[data-choose]")) {
    button.setAttribute("aria-pressed", String(button.dataset.choose === language));
  }
}

// What a guest touches

for (const button of document.querySelectorAll("[data-choose]")) {
  button.addEventListener("click", () => choose(button.dataset.choose));
}
for (const key of document.querySelectorAll("[data-key]")) {
  key.addEventListener("click", () => {
    const field = part("field");
    field.value = key.dataset.key ? field.value + key.dataset.key : field.value.slice(0, -1);
    rest(4 * seconds);
    if (field.value.length === TAKES && parseReference(field.value)) part("keys").requestSubmit();
  });
}
part("type").addEventListener("click", () => show("keys"));
part("restart").addEventListener("click", start);
part("keys").addEventListener("submit", (submitted) => {
  submitted.preventDefault();
  const typed = part("field").value.trim();
  part("keys").reset();
  if (parseReference(typed) || outcome(typed) !== "foreign") heard(typed);
  else show("desk");
});
addEventListener("contextmenu", (event) => event.preventDefault());

// The kiosk itself

const camera = makeCamera({
  video: part("video"),
  ...page.dataset,
  heard,
  failed: () => { part("blind").hidden = false; setTimeout(look, BEAT); },
});

async function look() {
  await camera.start();
  if (camera.runs) part("blind").hidden = true;
  navigator.wakeLock?.request("screen").catch(() => {});
}

async function beat() {
  const waiting = (await queue.waiting()).length;
  try {
    const found = await server.ask(page.dataset.beat, {
      body: { event, waiting, list_made_at: sight.madeAt }, limit: 5000,
    });
    sight.stand(found);
    worker.heard(found.build);
    if (waiting) queue.again();
    // The next event of the day is another one: the server's page knows which.
    if (isAtRest() && Date.now() - shownAt > ANEW && !waiting) location.reload();
  } catch {
    // no network: the list judges, and scans wait
  }
  setTimeout(beat, BEAT);
}

const isAtRest = () => page.dataset.state === "start";
const worker = install({
  pages: [{ page: page.dataset.page, shell: page.dataset.shell }],
  isAtRest,
});
document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); else camera.stop(); });
page.classList.add("kiosk-works");
for (const place of document.querySelectorAll("[data-script]")) place.hidden = false;
listen(heard, heard);
show("start");
look();
beat();
