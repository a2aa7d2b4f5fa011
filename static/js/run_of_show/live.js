/* A ceremony as it goes: asks every three seconds, counts the time, sends presses without leaving. */

const EVERY = 3000;
const PATIENCE = 6000;
const JUST = 1000; // a press right after the page moved on was meant for the cue before

const root = document.querySelector("#run");
const place = root.querySelector("[data-run-part]");
const lost = root.querySelector("[data-run-lost]");
const form = root.querySelector("[data-run-form]");
const status = form?.querySelector("[role=status]");
const wall = new Intl.DateTimeFormat("en-GB", {
  hour: "2-digit", minute: "2-digit", timeZone: document.documentElement.dataset.zone || undefined,
});

let tag = "";
let timer = 0;
let asking = false;
let movedAt = -JUST;
let server = 0; // what its clock showed when ours, which never jumps, showed zero
let answeredAt = 0;

readClock();
count();
window.setInterval(count, 1000);
timer = window.setTimeout(renew, EVERY);
document.addEventListener("visibilitychange", () => { if (!document.hidden) { renew(); stayAwake(); } });
window.addEventListener("online", renew);
form?.addEventListener("submit", press);
stayAwake();

/* Older browsers wait as long as their network does. */
function patience() {
  return AbortSignal.timeout?.(PATIENCE);
}

function stand() {
  return place.querySelector("[data-stands]").dataset;
}

function readClock() {
  server = Date.parse(stand().now) - performance.now();
  answeredAt = server + performance.now();
}

async function renew() {
  window.clearTimeout(timer);
  if (!document.hidden && !asking) {
    asking = true;
    await ask();
    asking = false;
  }
  timer = window.setTimeout(renew, EVERY);
}

async function ask() {
  try {
    const answer = await fetch(root.dataset.part, {
      headers: { Accept: "text/html", ...(tag && { "If-None-Match": tag }) },
      cache: "no-store", credentials: "same-origin", signal: patience(),
    });
    if (answer.status === 404 || answer.status === 401 || answer.redirected) {
      location.reload(); // the link has ended, or whoever had signed in has not any more
      return;
    }
    if (answer.status === 200) {
      show(await answer.text());
      tag = answer.headers.get("ETag") ?? "";
    } else if (answer.status !== 304) {
      throw new Error(String(answer.status));
    }
    answeredAt = server + performance.now();
    lost.hidden = true;
  } catch {
    const at = wall.format(new Date(answeredAt));
    lost.textContent = root.dataset.lost.replace("{at}", at);
    lost.hidden = false;
  }
}

function show(text) {
  const before = stand().stands;
  place.innerHTML = text;
  readClock();
  if (form) settle(before);
  count();
}

/* The buttons stay where they are: only their words change, never under a finger unseen. */
function settle(before) {
  const { stands, press: word } = stand();
  if (stands !== before) movedAt = performance.now();
  form.elements.seen.value = stands;
  const [next, back] = form.querySelectorAll("button");
  next.firstElementChild.textContent = word;
  next.hidden = stands === "after";
  back.hidden = stands === "before";
}

async function press(event) {
  event.preventDefault();
  if (form.dataset.sending !== undefined) return;
  if (performance.now() - movedAt < JUST) {
    status.textContent = root.dataset.moved;
    return;
  }
  const body = new FormData(form);
  body.set("do", event.submitter?.value ?? "next");
  form.dataset.sending = "";
  event.submitter?.setAttribute("aria-disabled", "true");
  try {
    const answer = await fetch(form.action, {
      method: "POST", body, credentials: "same-origin", signal: patience(),
    });
    if (!answer.ok) throw new Error(String(answer.status));
    status.textContent = "";
    await ask();
    root.scrollIntoView({ block: "start" });
    movedAt = -JUST; // our own press: the next one may follow
  } catch {
    status.textContent = root.dataset.notSent;
  } finally {
    delete form.dataset.sending;
    event.submitter?.removeAttribute("aria-disabled");
  }
}

function count() {
  const left = place.querySelector("[data-due]");
  if (!left) return;
  const seconds = Math.round((Date.parse(left.dataset.due) - server - performance.now()) / 1000);
  const whole = Math.abs(seconds);
  const time = `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
  left.textContent = left.dataset[seconds < 0 ? "over" : "left"].replace("{time}", time);
  left.classList.toggle("run-over", seconds < 0);
}

/* The screen of a phone stays on while the page is looked at, where the browser can. */
async function stayAwake() {
  try {
    await navigator.wakeLock?.request("screen");
  } catch { /* low battery or forbidden: the phone's own setting decides */ }
}
