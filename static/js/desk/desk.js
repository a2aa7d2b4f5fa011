/* The check-in desk: hears badges, asks the server, shows verdicts. Where the server does
   not answer in time, it decides from what it keeps, and tells the server later. */
import { makeBeat } from "./beat.js";
import { PREFIX, clean, outcome, parseReference } from "./codes.js";
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
import { hour, newId, part, phrase } from "./words.js";

const STEPS = { admitted: 1, offline: 1, slow: 1, goodbye: -1 }; // of the count, before the server knows
const CALM = ["admitted", "goodbye", "group"]; // what our own list may say at once
const LONGER = 3500, LOOK = 200; // a refusal by our own list waits so much longer for the server
const MOST_NAMED = 8; // in the list of the last scans
const TYPED = 6000; // so long whoever typed a code waits for the server
const page = document.getElementById("desk");
const { desk, zone, scans, people } = page.dataset;
const event = openShell(page); // of the address: a kept page serves every event of its desk
const orders = new Map(); // the turns of this page's scans: clocks are put right meanwhile
let turns = 0;
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
const last = makeLast({ zone, now: server.now, undo, mayAlways: "supervises" in page.dataset });
const screens = makeScreens({
  dialog: part("verdict"),
  zone,
  patience: () => Number(part("patience").value),
  undo,
  find: () => part("field").focus(),
  overrule,
  group: showKin,
  printing,
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
    show(scan, { verdict: "refused", detail });
  },
  changed: (traffic) => state.show(traffic),
});
const settings = openSettings({ page, isAtRest });
makeLeaving({ page, store, server, queue });
const beat = makeBeat({ page, event, server, queue, state, sight, last, settings });
const duty = makeDuty({ page, heard });
let unanswered = null; // a typed code that the server may have heard
let groups; // people of one delegation, admitted together

// Scans

function present(what, name) {
  const scan = { ...newScan(), ...what };
  if (name) names.set(scan.scan_id, name);
  if (isBroken(scan)) show(scan, { verdict: "misread" });
  return queue.add(scan);
}

/* What was said to a scan, on the screen. */
function show(scan, answer) {
  const { scan_id: id, code, registration } = scan;
  const next = !people && answer.verdict === "unknown" ? phrase("type-code").textContent : answer.next;
  screens.show({ scan_id: id, ...answer, next, code, registration, order: orders.get(id) });
}

function newScan() {
  const scanned_at = new Date(server.now()).toISOString();
  const scan_id = newId();
  orders.set(scan_id, ++turns);
  return { scan_id, event, scanned_at, offline: false, told: null, direction: settings.direction };
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
  if (!isKnown) show(scan, answer);
}

function isAsTold({ told }, { verdict }) {
  return verdict === told || (told === null && ["admitted", "goodbye"].includes(verdict));
}

/* No answer in time: the verdict of the list, or the steward's own eyes. */
async function hearSilence(scan, isOpen) {
  if (isBroken(scan)) return "misread";
  const told = groups?.late(scan);
  if (told) {
    sight.pass(scan, { verdict: told });
    state.move(STEPS[told]);
    return told;
  }
  const found = await foundBySight(scan, isOpen);
  if (!isOpen()) return null;
  if (found.verdict === "group" && groups) {
    groups.openOffline({ scan_id: scan.scan_id, group: found.group });
    return "group";
  }
  const name = found.name ?? names.get(scan.scan_id);
  const verdict = found.verdict ?? (server.isDeaf ? "offline" : "slow");
  const shown = { ...scan, ...found, name, verdict, offline: true, isSlow: !server.isDeaf };
  last.remember({ ...shown, told_here: found.verdict }, scan);
  show(scan, shown);
  state.move(STEPS[shown.verdict] ?? 0);
  return found.verdict;
}

/* What our own list says. It may be older than a rule that was changed just now: unless the
   line is known to be silent, a refusal waits longer for the server's word. */
async function foundBySight(scan, isOpen) {
  const found = await sight.tell(scan);
  if (!found.verdict || CALM.includes(found.verdict)) return found;
  const until = performance.now() + LONGER;
  while (isOpen() && !server.isDeaf && performance.now() < until) await new Promise((wake) => { setTimeout(wake, LOOK); });
  return isOpen() ? sight.tell(scan) : found;
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
  maySearch: Boolean(people),
  known: () => sight.list,
  pageOf,
  ask: (text) => server.ask(`${people}?${new URLSearchParams({ q: text, event })}`),
  admit: (one) => present({ registration: one.registration }, one.name),
});

part("find").addEventListener("submit", (submitted) => {
  submitted.preventDefault();
  sought(part("field").value);
});
part("retry").addEventListener("click", queue.retry);
listen(heard, (text) => {
  part("field").value = text;
  part("field").focus();
  sought(text);
});

/* A code of any kind is a scan; where nobody may search, so is the one below the square. */
function sought(text) {
  const reference = parseReference(text);
  const isCode = clean(text).startsWith(PREFIX);
  if (!isCode && (people || !reference)) return search.search();
  search.empty();
  return isCode ? heard(text) : askTyped(reference);
}

/* Only the server knows whose typed code it is, and it is asked at once or not at all: what
   nobody answered is kept under one key, and typed again. */
async function askTyped(code) {
  const scan = { ...newScan(), code, ...(unanswered?.code === code && { scan_id: unanswered.scan_id }) };
  unanswered = scan;
  orders.set(scan.scan_id, ++turns);
  try {
    const answer = await server.ask(scans, { body: scan, limit: TYPED });
    unanswered = null;
    await hearAnswer(scan, answer);
  } catch (problem) {
    show(newScan(), { verdict: "unchecked", detail: problem.message });
  }
}

/* Where the badge of somebody prints itself. */
function printing({ registration }) {
  if (!people || !isKey(registration)) return null;
  return `${page.dataset.page}badges/${registration}?${new URLSearchParams({ event, now: 1 })}`;
}

/* The page of somebody, where whoever stands here may open it. */
function pageOf({ registration }) {
  if (!people || !isKey(registration)) return null;
  return `${page.dataset.page}people/${registration}?${new URLSearchParams({ event })}`;
}

/* Whether it is the server's own key of somebody; a list on a device knows references alone. */
function isKey(registration) {
  return /^[0-9a-f-]{36}$/.test(registration ?? "");
}

/** Whether nobody would notice that the page begins anew. */
function isAtRest() {
  return !duty.onDuty && !screens.waits && !document.querySelector("dialog[open]") && !part("field").value;
}

document.addEventListener("visibilitychange", () => {
  if (document.hidden) return;
  queue.again();
  beat.now();
});
for (const place of document.querySelectorAll("[data-script]")) place.hidden = false;
for (const time of document.querySelectorAll(".demonstration time")) {
  setInterval(() => { time.textContent = time.textContent.replace(/\d\d:\d\d/, hour(server.now(), zone)); }, 5000);
}
queue.stored().then(async (records) => {
  const own = records.filter(({ to }) => to === scans);
  for (const { scan, refused } of own) {
    last.remember({ ...scan, verdict: refused === undefined ? "offline" : "refused", told_here: scan.told }, scan);
  }
  await sight.ready;
  for (const { scan } of own.slice(-MOST_NAMED)) { // whose they are, our list knows
    const found = await sight.list?.person(scan.code ?? scan.registration).catch(() => null);
    if (found?.name) last.change(scan.scan_id, { name: found.name, number: found.number });
  }
});
if (part("group")) {
  import("./group.js").then(({ makeGroup }) => {
    groups = makeGroup({
      dialog: part("group"), zone, undo, newId, now: server.now, judge: sight.judge, pageOf,
      admit: (found) => queue.addAll(found.map((one) => ({ ...newScan(), ...one }))),
      renew: membersOf,
    });
  });
}
beat.begin();
