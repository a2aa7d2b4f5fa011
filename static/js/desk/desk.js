/* The check-in desk: hears badges, asks the server, shows verdicts. */
import { makeCamera } from "./camera.js";
import { PREFIX, clean, outcome } from "./codes.js";
import { makeSearch } from "./people.js";
import { makeQueue } from "./queue.js";
import { unlock } from "./signals.js";
import { makeScreens } from "./verdict.js";
import { listen } from "./wedge.js";
import { clock, make, person, phrase } from "./words.js";

const LIMIT = 2500, REFRESH = 10000, SHOWN = 8, NEARLY = 0.9;
const LOST = [401, 408, 425, 429];
const page = document.getElementById("desk");
const { scans, people, status, desk, event, zone } = page.dataset;
const part = (name) => document.querySelector(`[data-part="${name}"]`);
const serverNow = () => Date.now() + offset;
let offset = Date.parse(document.documentElement.dataset.now) - Date.now();
let last = [], traffic = { waiting: 0, refused: 0 }, silentSince = null, signedOut = false;
let onDuty = false, lock;

// Asking the server

async function ask(address, { body, limit = LIMIT } = {}) {
  const { code, result } = await reach(address, body, limit);
  signedOut = code === 401;
  showState();
  if (code < 400) {
    if (result.server_time) offset = Date.parse(result.server_time) - Date.now();
    return result;
  }
  const problem = new Error(result.error?.sentence ?? "");
  problem.isFinal = code < 500 && !LOST.includes(code);
  throw problem;
}

async function reach(address, body, limit) {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), limit);
  const headers = { Accept: "application/json" };
  if (body) {
    headers["Content-Type"] = "application/json";
    headers["X-CSRFToken"] = document.querySelector("meta[name=csrf-token]").content;
  }
  try {
    const answer = await fetch(address, {
      method: body ? "POST" : "GET", body: body && JSON.stringify(body), headers,
      signal: abort.signal, cache: "no-store",
    });
    const result = await answer.json(); // anything else is not from our server
    silentSince = answer.status < 500 ? null : silentSince ?? serverNow();
    return { code: answer.status, result };
  } catch (problem) {
    silentSince ??= serverNow();
    showState();
    throw new Error("", { cause: problem });
  } finally {
    clearTimeout(timer);
  }
}

// Scans

const screens = makeScreens({
  dialog: part("verdict"),
  patience: () => Number(part("patience").value),
  undo,
  find: () => part("field").focus(),
});

const queue = makeQueue({
  address: scans,
  ask,
  drawer: `desk-scan:${desk}`,
  answered: (scan, answer) => {
    remember({ scanned_at: scan.scanned_at, ...answer });
    showCount(answer);
    if (answer.verdict === "admitted") search.again();
    // After "saved", an admission is no news; anything else is.
    const known = scan.offline && answer.verdict === "admitted" && !screens.showing(scan.scan_id);
    if (!known) screens.show(answer);
  },
  late: (scan) => {
    if (isBroken(scan)) return;
    const saved = { ...scan, verdict: "offline", name: names.get(scan.scan_id) };
    remember(saved);
    screens.show(saved);
  },
  refused: (scan) => screens.show({ ...scan, verdict: "refused", detail: scan.refused }),
  changed: (now) => { traffic = now; showState(); },
});
const names = new Map();

function present(what, name) {
  const scan = {
    scan_id: newId(), event, ...what,
    scanned_at: new Date(serverNow()).toISOString(), offline: false, direction: "in",
  };
  if (name) names.set(scan.scan_id, name);
  if (isBroken(scan)) screens.show({ ...scan, verdict: "misread" });
  queue.add(scan);
}

const heard = (text) => present({ code: text.trim().slice(0, 500) });
const isBroken = ({ code }) => code !== undefined && outcome(code) === "misread";

async function undo({ scan_id: id, name }) {
  try {
    const answer = await ask(`${scans}/${id}/undo`, { body: {} });
    last = last.map((one) => one.scan_id === id ? { ...one, ...answer } : one);
    showLast();
    showCount(answer);
    search.again();
    say(phrase("undone", { name: name?.native || name?.latin }));
  } catch (problem) {
    say(problem.message || phrase("undo-failed"));
  }
  refresh();
}

function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64; // RFC 9562, version 4
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

// What the page shows

function remember(scan) {
  last = [scan, ...last.filter((one) => one.scan_id !== scan.scan_id)].slice(0, SHOWN);
  showLast();
}

function showLast() {
  part("last").replaceChildren(...last.map((scan) => {
    const undoable = scan.undo_until && Date.parse(scan.undo_until) > serverNow();
    const button = undoable && make("button", { type: "button", class: "button button-quiet" }, phrase("undo"));
    button?.addEventListener?.("click", () => undo(scan));
    return make("li", { class: "last-scan" },
      clock(scan.scanned_at ?? scan.admitted_at ?? serverNow(), zone),
      make("span", { class: "last-who" }, scan.name ? person(scan.name) : scan.number ?? "–"),
      phrase(`short-${scan.undone ? "undone" : scan.verdict}`), button);
  }));
  part("last-empty").hidden = last.length > 0;
}

function showCount({ count, capacity }) {
  if (count === undefined || count === null) return;
  for (const place of document.querySelectorAll("[data-count]")) place.textContent = count;
  part("nearly").hidden = !(capacity && count >= capacity * NEARLY);
}

function showState() {
  const n = traffic.waiting;
  const values = { n, time: clock(silentSince ?? serverNow(), zone).textContent };
  const name = signedOut ? "signed-out" : silentSince ? (n ? "silent-waiting" : "silent")
    : traffic.refused ? "refused" : n > 1 ? "sending" : "online";
  const key = JSON.stringify([name, name === "online" ? "" : values]);
  for (const place of document.querySelectorAll("[data-state]")) {
    if (place.dataset.state === key) continue; // or it would be read out again
    place.dataset.state = key;
    place.replaceChildren(phrase(name, { ...values, n: traffic.refused || n }));
  }
  part("retry").hidden = !traffic.refused;
}

function say(what) {
  part("said").replaceChildren(what);
}

async function refresh() {
  if (document.hidden) return;
  try {
    const now = await ask(status);
    showCount(now);
    const unsent = last.filter((one) => one.verdict === "offline");
    last = [...unsent, ...now.last.filter((one) => !unsent.some((scan) => scan.scan_id === one.scan_id))]
      .slice(0, SHOWN);
    showLast();
  } catch {
    showState();
  }
}

// Duty: camera, sound, wakefulness

const camera = makeCamera({
  video: part("video"),
  ...page.dataset,
  heard,
  failed: (reason) => {
    const word = { NotAllowedError: "denied", NotFoundError: "none", SecurityError: "insecure" };
    showCamera(phrase(`camera-${word[reason] ?? "failed"}`));
  },
});

async function begin() {
  onDuty = true;
  unlock();
  stayAwake();
  showCamera(phrase("camera-opens"));
  await camera.start();
  if (camera.runs) showCamera();
}

function showCamera(message = "") {
  page.classList.toggle("on-camera", camera.runs);
  part("light").hidden = !camera.light.exists;
  part("camera-said").replaceChildren(message);
}

async function stayAwake() {
  lock = await navigator.wakeLock?.request("screen").catch(() => null);
}

function rest() {
  onDuty = false;
  camera.stop();
  lock?.release();
  showCamera();
}

part("start").addEventListener("click", begin);
part("stop").addEventListener("click", rest);
part("other").addEventListener("click", async () => { await camera.other(); showCamera(); });
part("light").addEventListener("click", ({ currentTarget: button }) => {
  const on = button.getAttribute("aria-pressed") !== "true";
  button.setAttribute("aria-pressed", on);
  camera.light.turn(on);
});
document.addEventListener("visibilitychange", () => {
  if (document.hidden) return camera.stop();
  if (onDuty) begin();
  queue.again();
  refresh();
});
addEventListener("pointerdown", unlock, { once: true });

// Typing and searching

const search = makeSearch({
  field: part("field"), list: part("found"), said: part("found-said"), zone,
  ask: (text) => ask(`${people}?${new URLSearchParams({ q: text, event })}`),
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
part("patience").value = localStorage.getItem("desk-patience") ?? "2500";
part("patience").addEventListener("change", ({ target }) => {
  localStorage.setItem("desk-patience", target.value);
});

listen(heard, (text) => {
  part("field").value = text;
  part("field").focus();
  search.search();
});
for (const place of document.querySelectorAll("[data-script]")) place.hidden = false;
refresh();
setInterval(refresh, REFRESH);
