/* The lead of a coach: counts by scan or by tap, knows who is missing, with and without
   network. What is done is on the list at once, and sent as soon as somebody answers. */
import { makeManifest } from "./coach-manifest.js";
import { makeRiders, nameOf, sentence } from "./coach-riders.js";
import { PREFIX, clean, outcome } from "./codes.js";
import { makeDuty } from "./duty.js";
import { install } from "./install.js";
import { endDevice } from "./leaving.js";
import { makeQueue } from "./queue.js";
import { makeServer } from "./server.js";
import { signal, unlock } from "./signals.js";
import { openStore } from "./store.js";
import { listen } from "./wedge.js";
import { clock, make, newId, part, phrase } from "./words.js";

const REFRESH = 10000, SHOWN = 4000, NAMED = 6; // names of whom a coach is about to leave behind
const ASKS = ["other_coach", "elsewhere", "not_listed"]; // what a lead may overrule
const page = document.getElementById("coach");
const { event, coach, zone, deeds } = page.dataset;
let chosen = new URLSearchParams(location.search).get("stop"), traffic = { waiting: 0, refused: 0 };
const names = new Map(); // of guests of other coaches, as the server told them
let csrf = "", shown = null, timer, leaving, asking = false, isWanted = false, sought = "";

const store = openStore("desk");
const manifest = makeManifest({ store, slot: `coach:${event}:${coach}`, own: coach });
const server = makeServer({
  tokenAddress: page.dataset.token,
  token: document.querySelector("meta[name=csrf-token]")?.content,
  changed: showState,
  ended: () => endDevice({ store, queue }),
});
const queue = makeQueue({
  store,
  ask: server.ask,
  addressOf: () => deeds,
  mine: (to) => to === deeds,
  patience: () => (server.silentSince ? 400 : 2500),
  answered(deed, answer) {
    if (!deed.kind) return; // of another page of this device
    manifest.settle(deed.scan_id, answer);
    if (answer.name) names.set(answer.registration, answer.name);
    const isFull = answer.verdict === "full" && answer.kind !== "move";
    if (answer.verdict !== deed.told) say(isFull ? "full_here" : answer.verdict, { ...answer, rider: answer });
    else if (shown === answer.registration) part("said-text").replaceChildren(wordsOf(answer.verdict, answer, answer.other_name));
    refresh();
  },
  late(deed) {
    if (deed.kind === "count" && !deed.told) say("unknown");
    return deed.told;
  },
  refused(deed, detail) {
    if (!deed.kind) return;
    manifest.settle(deed.scan_id);
    sayText(detail, "stop");
    show();
  },
  changed(found) {
    traffic = found;
    showState();
  },
});
const riders = makeRiders({ zone, deed: act });
const duty = makeDuty({ page, heard: (code) => present({ code }) });
const app = install({
  pages: [
    { page: page.dataset.page, shell: page.dataset.shell },
    { page: page.dataset.coaches, shell: page.dataset.coachesShell },
  ],
  isAtRest: () => !duty.onDuty && !traffic.waiting && part("said").hidden && !part("field").value,
  told(news) { part("app-said").replaceChildren(news ? phrase(news) : ""); },
  kept(address) { if (address === page.dataset.page) part("app-kept").hidden = false; },
});

// Deeds

const stop = () => (manifest.told?.stops.some((one) => one.id === chosen) ? chosen : manifest.stopNow());

function send(kind, what, more = {}) {
  const deed = {
    scan_id: newId(), event, kind, stop: stop(), told: null, ...what,
    scanned_at: new Date(server.now()).toISOString(), offline: false, ...more,
  };
  manifest.add(deed);
  queue.add(deed);
  show();
  return deed;
}

/** Somebody shows a badge, or is tapped: tell at once what the list knows. */
async function present(what) {
  if (what.code !== undefined && outcome(what.code) === "misread") return say("misread");
  const found = await manifest.find(what, stop());
  const who = found ? { ...what, registration: found.registration } : what;
  if (found?.rider) {
    const { rider } = found;
    const told = rider.at ? "already" : "on_board";
    if (!rider.at) send("count", who, { told });
    return say(told, { rider });
  }
  if (found?.other) {
    send("count", who, { told: "other_coach" });
    return say("other_coach", { rider: null, registration: found.registration, other_name: manifest.coachName(found.other.coach) });
  }
  send("count", who); // the server knows who it is
}

/** What a button of a rider does. */
function act(kind, rider, to) {
  unlock();
  if (kind === "count") return present({ registration: rider.registration });
  const other = manifest.told?.coaches.find((one) => one.id === to);
  if (other?.free === 0) return say("full", { rider });
  const told = { uncount: "not_counted", leave: "left", move: "moved" }[kind];
  send(kind, { registration: rider.registration, ...(to && { to }) }, { told });
  say(told, { rider, other_name: manifest.coachName(to) });
}

/* A seat is promised only where one is free; else the server says, which may know of one. */
function takeAlong({ registration, rider, name }) {
  const known = rider?.name ?? name ?? names.get(registration) ?? null;
  const who = { rider: { registration, name: known } };
  const { isFull } = manifest.view(stop());
  if (isFull && server.silentSince) return say("full_here", who);
  send("take_along", { registration }, { told: isFull ? null : "on_board", name: known });
  if (isFull) part("said").hidden = true;
  else say("on_board", who);
}

part("go").addEventListener("submit", (submitted) => {
  submitted.preventDefault();
  const { missing } = manifest.view(stop());
  if (missing.length) askToLeave(missing);
  else depart();
});

/** Nobody is left behind by one press. */
function askToLeave(missing) {
  const at = stop();
  const who = missing.slice(0, NAMED).flatMap((one, place) => [place ? ", " : " ", nameOf(one)]);
  const rest = missing.length - NAMED;
  const words = make("span", {}, make("strong", { class: "coach-question" }, phrase("ask-leave")), " ",
    phrase("missing"), ...who, rest > 0 && " ", rest > 0 && phrase("more", { num: rest }));
  sayText(words, "look", [
    choice("wait", () => {}, true),
    choice("leave-without", () => { if (at === stop()) depart(); }),
  ]);
  part("said").focus();
}

function depart() {
  const { aboard, expected } = manifest.view(stop());
  send("depart", {}, { told: "departed", counted: { on_board: aboard.length, expected: expected.length } });
  chosen = null;
  say("departed", {});
  show();
  scrollTo({ top: 0 });
  refresh();
}

part("gone").addEventListener("submit", (submitted) => {
  submitted.preventDefault();
  chosen = part("gone").dataset.stop || stop();
  send("reopen", {}, { told: "reopened" });
  say("reopened", {});
  refresh();
});

// What the page says

function say(verdict, { rider, other_name: other, registration, name } = {}) {
  const words = wordsOf(verdict, rider ?? { name }, other);
  const tone = words.dataset.tone;
  const key = registration ?? rider?.registration;
  const asks = ASKS.includes(verdict) && key;
  const buttons = [asks && other ? choice("send-to", () => {}, false, { coach: other }) : choice("close", () => {})];
  if (asks) buttons.unshift(choice("take-along", () => takeAlong({ registration: key, rider, name }), true));
  sayText(words, tone, buttons);
  shown = key ?? null;
}

/* A button of what is said; it is answered when one is pressed. */
function choice(word, does, isMain = false, values = {}) {
  const button = make("button", { type: "button", class: isMain ? "button button-main" : "button" }, phrase(word, values));
  button.addEventListener("click", () => {
    part("said").hidden = true;
    does();
  });
  return button;
}

function wordsOf(verdict, who, other) {
  return sentence(`told-${verdict}`, { name: nameOf(who), coach: other || manifest.ownName });
}

function sayText(words, tone, buttons = []) {
  part("said").dataset.tone = tone;
  part("said-text").replaceChildren(words);
  part("said-deeds").replaceChildren(...buttons);
  part("said").hidden = false;
  shown = null;
  clearTimeout(leaving);
  if (tone === "admit") leaving = setTimeout(() => { part("said").hidden = true; }, SHOWN);
  signal(tone);
}

function show() {
  const at = stop();
  const view = manifest.view(at);
  const next = manifest.stopOf(manifest.nowAt());
  riders.show(view, { fits, coachName: manifest.coachName, stopOf: manifest.stopOf, next });
  part("stops").replaceChildren(...(manifest.told?.stops ?? []).map((one) => {
    const link = make("a", { class: "coach-stop", href: `?stop=${one.id}`, "data-stop": one.id },
      one.name, one.leaves_at ? " " : "", one.leaves_at ? clock(one.leaves_at, zone) : "");
    if (one.id === at) link.setAttribute("aria-current", "step");
    return make("li", {}, link);
  }));
  showNews();
  showState();
}

function showNews() {
  const { moves = [], open = [] } = manifest.told ?? {};
  part("moves-section").hidden = !moves.length;
  part("moves").replaceChildren(...moves.filter((one) => one.name).map((one) => make("li", {},
    clock(one.at, zone), " ", nameOf(one), ": ",
    phrase("moved-to", { coach: one.kind === "move" ? one.other_name : one.coach_name }), " ",
    make("span", { class: "meta" }, one.by))));
  part("open-server")?.remove();
  part("open").hidden = !open.length;
  const key = JSON.stringify([open, csrf]);
  if (part("open").dataset.said === key) return;
  part("open").dataset.said = key;
  part("open").replaceChildren(...open.map(conflict));
}

function conflict(one) {
  const values = { name: nameOf(one), coach: one.coach_name, other: one.other_name };
  const rides = (words, where) => {
    const form = make("form", { method: "post", action: `${page.dataset.page}settle` });
    for (const [name, value] of Object.entries({ csrf_token: csrf, deed: one.scan_id, rides: where })) {
      form.append(make("input", { type: "hidden", name, value }));
    }
    form.append(make("button", { class: "button" }, words));
    return form;
  };
  return make("div", { class: "note note-bad" }, make("div", { class: "note-text" },
    make("p", {}, sentence(one.other_name ? "twice" : one.verdict === "full" ? "overfull" : "against", values)),
    make("div", { class: "row" }, rides(phrase("rides-in", { coach: one.coach_name }), "here"),
      rides(one.other_name ? phrase("rides-in", { coach: one.other_name }) : phrase("rides-not"), "there"))));
}

function showState() {
  const n = traffic.waiting, time = clock(server.silentSince ?? server.now(), zone).textContent;
  const name = server.isSignedOut ? "signed-out" : server.silentSince ? (n ? "silent-waiting" : "silent")
    : traffic.refused ? "refused" : n ? "sending" : "online";
  put("state", name, name === "online" ? {} : { n: name === "refused" ? traffic.refused : n, time });
  const at = manifest.told?.server_time;
  put("age", at ? "list" : "no-list", { time: at && clock(at, zone).textContent });
  part("retry").hidden = !traffic.refused;
}

function put(place, name, values) {
  const key = JSON.stringify([name, values]);
  if (part(place).dataset.said === key) return; // else it would be read out again
  part(place).dataset.said = key;
  part(place).replaceChildren(phrase(name, values));
}

// The list

async function refresh() {
  clearTimeout(timer);
  isWanted = asking; // what was done meanwhile is not in the answer yet
  if (!asking) {
    asking = true;
    const askedAt = performance.now();
    try {
      const wanted = stop() ? `?${new URLSearchParams({ stop: stop() })}` : "";
      csrf = await manifest.take(await server.ask(`${page.dataset.manifest}${wanted}`), askedAt) ?? csrf;
      if (traffic.waiting) queue.again();
      await server.ask(page.dataset.beat, { body: { waiting: traffic.waiting } });
    } catch (problem) {
      if ([403, 404].includes(problem.status)) sayText(problem.message, "stop");
    }
    asking = false;
    show();
    if (isWanted) return refresh();
  }
  timer = setTimeout(refresh, REFRESH);
}

// Finding, phones

const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

function fits(one) {
  if (!sought) return true;
  const text = folded(`${one.number ?? ""} ${one.name?.native ?? ""} ${one.name?.latin ?? ""}`);
  return sought.split(/\s+/).every((word) => text.includes(word));
}

part("field").addEventListener("input", () => {
  sought = folded(part("field").value.trim());
  show();
});
part("find").addEventListener("submit", (submitted) => {
  submitted.preventDefault();
  const text = part("field").value.trim();
  const found = manifest.view(stop()).riders.filter(fits);
  if (clean(text).startsWith(PREFIX)) present({ code: text });
  else if (found.length === 1) present({ registration: found[0].registration });
  else if (!found.length) return sayText(phrase("nobody-found"), "look");
  else return document.querySelector("[data-rider] button:not([hidden])")?.focus();
  part("field").value = sought = "";
  show();
});
part("phones").addEventListener("submit", async (submitted) => {
  submitted.preventDefault();
  try {
    const { phones } = await server.ask(page.dataset.missing, { body: { stop: stop() } });
    riders.ring(phones, manifest.view(stop()).missing);
    part("phones-said").replaceChildren();
  } catch (problem) {
    part("phones-said").replaceChildren(problem.message || phrase("phones-offline"));
  }
  show();
});
part("stops").addEventListener("click", (pressed) => {
  const link = pressed.target.closest("[data-stop]");
  if (!link) return;
  pressed.preventDefault();
  chosen = link.dataset.stop;
  riders.forget();
  show();
  refresh();
});
part("retry").addEventListener("click", queue.retry);
part("repair").addEventListener("click", app.repair);
listen((code) => present({ code: code.trim().slice(0, 500) }), (text) => {
  part("field").value = text;
  part("field").dispatchEvent(new Event("input"));
  part("field").focus();
});
document.addEventListener("visibilitychange", () => {
  if (document.hidden) return riders.forget(); // phones are not left lying about
  queue.again();
  refresh();
});

for (const place of document.querySelectorAll("[data-script]")) place.hidden = false;
const records = await store.all("scans").catch(() => []);
const waiting = records.filter(({ to }) => to === deeds).sort((one, other) => one.order - other.order);
await manifest.start(waiting, server.now());
if (manifest.told || !document.querySelector("[data-rider]")) show();
refresh();
