/* The check-in desk: hears badges, asks the server, shows verdicts. Where the server does
   not answer in time, it decides from what it keeps, and tells the server later. */
import { makeBeat } from "./beat.js";
import { PREFIX, clean, outcome } from "./codes.js";
import { makeDuty } from "./duty.js";
import { makeLast } from "./last.js";
import { makeSearch } from "./people.js";
import { endDevice, makeLeaving } from "./leaving.js";
import { makeQueue } from "./queue.js";
import { makeServer } from "./server.js";
import { openSettings } from "./settings.js";
import { openShell } from "./shell.js";
import { makeSight } from "./sight.js";
import { makeState } from "./state.js";
import { openStore } from "./store.js";
import { makeScreens } from "./verdict.js";
import { listen } from "./wedge.js";
import { newId, part, phrase } from "./words.js";

const STEPS = { admitted: 1, offline: 1, goodbye: -1 }; // of the count, before the server knows
const page = document.getElementById("desk");
const { desk, zone, scans, people } = page.dataset;
const event = openShell(page); // of the address: a kept page serves every event of its desk
const names = new Map(); // of people who were found by name and have no answer yet

const store = openStore("desk");
const server = makeServer({
  tokenAddress: page.dataset.token,
  token: document.querySelector("meta[name=csrf-token]")?.content,
  changed: () => state.show(),
  ended: () => endDevice({ store, queue }),
  left: () => sight.forget(),
});
const sight = makeSight({ page, store, server, event, changed: () => state.show() });
const state = makeState({ page, server, sight, store, event });
const last = makeLast({ zone, now: server.now, undo });
const screens = makeScreens({
  dialog: part("verdict"),
  zone,
  patience: () => Number(part("patience").value),
  undo,
  find: () => part("field").focus(),
  overrule,
  group: showKin,
});
const queue = makeQueue({
  store,
  ask: server.ask,
  addressOf: () => scans,
  mine: (to) => to.endsWith("/scans"),
  // Once the line is known to be silent, nobody waits for it again.
  patience: () => (server.silentSince ? 400 : 2500),
  answered: hearAnswer,
  late: hearSilence,
  refused(scan, detail) {
    if (groups?.refused(scan, detail)) return;
    screens.show({ ...scan, verdict: "refused", detail });
  },
  changed: (traffic) => state.show(traffic),
});
const settings = openSettings({ page, isAtRest });
makeLeaving({ page, store, server, queue });
const beat = makeBeat({ page, event, server, queue, state, sight, last, settings });
const duty = makeDuty({ page, heard });
let groups; // people of one delegation, admitted together

// Scans

function present(what, name) {
  const scan = { ...newScan(), ...what };
  if (name) names.set(scan.scan_id, name);
  if (isBroken(scan)) screens.show({ ...scan, verdict: "misread" });
  return queue.add(scan);
}

function newScan() {
  const scanned_at = new Date(server.now()).toISOString();
  return { scan_id: newId(), event, scanned_at, offline: false, told: null, direction: settings.direction };
}

function heard(text) {
  return present({ code: text.trim().slice(0, 500) });
}

function isBroken({ code }) {
  return code !== undefined && outcome(code) === "misread";
}

function overrule({ scan_id: overrules, code, registration }, reason) {
  const known = code || registration ? { code, registration } : last.presented(overrules);
  return present({ ...known, overrules, reason });
}

async function hearAnswer(scan, answer) {
  names.delete(scan.scan_id);
  last.remember({ scanned_at: scan.scanned_at, ...answer }, scan);
  state.count(answer);
  sight.remember(scan, answer);
  if (["admitted", "goodbye"].includes(answer.verdict)) search.again();
  if (groups?.answered(scan, answer)) return;
  if (answer.verdict === "group" && groups) return groups.open({ scan_id: scan.scan_id, group: answer.group });
  // What was told already is no news; anything else is.
  const isKnown = scan.offline && isAsTold(scan, answer) && !screens.showing(scan.scan_id);
  if (!isKnown) screens.show({ ...answer, code: scan.code, registration: scan.registration });
}

function isAsTold({ told }, { verdict }) {
  return verdict === told || (told === null && ["admitted", "goodbye"].includes(verdict));
}

/* No answer in time: the verdict of the list, or the steward's own eyes. */
async function hearSilence(scan) {
  if (isBroken(scan)) return "misread";
  const told = groups?.late(scan);
  if (told) {
    sight.pass(scan, { verdict: told });
    state.move(STEPS[told]);
    return told;
  }
  const found = await sight.tell(scan);
  if (found.verdict === "group" && groups) {
    groups.openOffline({ scan_id: scan.scan_id, group: found.group });
    return "group";
  }
  const name = found.name ?? names.get(scan.scan_id);
  const shown = { ...scan, ...found, name, verdict: found.verdict ?? "offline", offline: true };
  last.remember(shown, scan);
  screens.show(shown);
  state.move(STEPS[shown.verdict] ?? 0);
  return found.verdict;
}

/* The people of the delegation whose card, or whose member's badge, was scanned. */
function membersOf(id) {
  const wanted = new URLSearchParams({ event, direction: settings.direction });
  return server.ask(`${page.dataset.page}groups/${id}?${wanted}`);
}

/* The delegation of somebody whose verdict is shown: from the server, else from our list. */
async function showKin({ scan_id: id, code, registration }) {
  try {
    groups?.open({ scan_id: id, group: await membersOf(id) });
  } catch {
    const group = await sight.list?.kin(code ?? registration);
    if (group) groups?.openOffline({ scan_id: id, group });
  }
}

async function undo({ scan_id: id, name }) {
  try {
    const answer = await server.ask(`${scans}/${id}/undo`, { body: {} });
    last.change(id, answer);
    state.count(answer);
    sight.remember(last.presented(id), answer);
    search.again();
    state.say(phrase("undone", { name: name?.native || name?.latin }));
  } catch (problem) {
    state.say(problem.message || phrase("undo-failed"));
  }
  beat.now();
}

// Typing and searching

const search = makeSearch({
  field: part("field"), list: part("found"), said: part("found-said"), zone,
  known: () => sight.list,
  ask: (text) => server.ask(`${people}?${new URLSearchParams({ q: text, event })}`),
  admit: (one) => present({ registration: one.registration }, one.name),
});

part("find").addEventListener("submit", (submitted) => {
  submitted.preventDefault();
  const text = part("field").value;
  if (!clean(text).startsWith(PREFIX)) return search.search();
  search.empty();
  heard(text);
});
part("retry").addEventListener("click", queue.retry);
listen(heard, (text) => {
  part("field").value = text;
  part("field").focus();
  search.search();
});

/** Whether nobody would notice that the page begins anew. */
function isAtRest() {
  return !duty.onDuty && !document.querySelector("dialog[open]") && !part("field").value;
}

document.addEventListener("visibilitychange", () => {
  if (document.hidden) return;
  queue.again();
  beat.now();
});
for (const place of document.querySelectorAll("[data-script]")) place.hidden = false;
queue.stored().then((records) => {
  for (const { scan, to, refused } of records) {
    if (to === scans) last.remember({ ...scan, verdict: refused === undefined ? "offline" : "refused" }, scan);
  }
});
if (part("group")) {
  import("./group.js").then(({ makeGroup }) => {
    groups = makeGroup({
      dialog: part("group"), zone, undo, newId, now: server.now, judge: sight.judge,
      admit: (found) => queue.addAll(found.map((one) => ({ ...newScan(), ...one }))),
      renew: membersOf,
    });
  });
}
beat.begin();
