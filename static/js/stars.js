/* Stars: a button on each event. They live in a cookie of the week, which the server reads too;
   who has a registration keeps them there, and the page says which they are. */

const DIGITS = 12;
const YEAR = 365 * 24 * 3600;
const source = document.querySelector("template[data-stars]");
const words = source?.dataset;
const week = words?.stars.replace(/\/starred$/, "");
const isOwn = Boolean(words?.token);
const kept = new Set(words?.kept ? words.kept.split(".").map((key) => key.slice(0, DIGITS)) : []);
const buttons = new Map();

const short = (id) => id.replaceAll("-", "").slice(0, DIGITS);

function inCookie() {
  const found = document.cookie.match(/(?:^|; )stars=([0-9a-f.]+)/);
  return new Set(found ? found[1].split(".") : []);
}

function writeCookie(keys) {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  const age = keys.size ? YEAR : 0;
  document.cookie = `stars=${[...keys].sort().join(".")}; Path=${week}; Max-Age=${age}; SameSite=Lax${secure}`;
}

const all = () => new Set([...inCookie(), ...kept]);

async function send(address, fields) {
  const body = new URLSearchParams({ csrf_token: words.token, ...fields });
  const answer = await fetch(address, { method: "POST", body, redirect: "manual" });
  if (!answer.ok && answer.type !== "opaqueredirect") throw new Error(String(answer.status));
}

async function press(id) {
  const key = short(id);
  const wanted = !all().has(key);
  try {
    if (isOwn) {
      mark(key, wanted);
      await send(`${words.events}${id}/star`, { starred: wanted ? "yes" : "no" });
      if (wanted) kept.add(key); else kept.delete(key);
    } else {
      const keys = inCookie();
      if (wanted) keys.add(key); else keys.delete(key);
      if (wanted && keys.size > Number(words.most)) return say(key, words.full);
      writeCookie(keys);
    }
  } catch {
    say(key, words.failed);
  }
  return show();
}

function mark(key, isStarred) {
  for (const button of buttons.get(key) ?? []) {
    button.setAttribute("aria-pressed", String(isStarred));
    const text = button.querySelector("[data-star-text]");
    if (text) text.textContent = isStarred ? words.starred : words.star;
  }
}

function say(key, sentence) {
  for (const button of buttons.get(key) ?? []) {
    let line = button.parentElement.querySelector(".star-said");
    if (!line) {
      line = document.createElement("p");
      line.className = "meta star-said";
      line.setAttribute("role", "status");
      button.parentElement.append(line);
    }
    window.setTimeout(() => { line.textContent = sentence; });
  }
}

function show() {
  const starred = all();
  for (const key of buttons.keys()) mark(key, starred.has(key));
  for (const count of document.querySelectorAll("[data-star-count]")) {
    count.hidden = !starred.size;
    count.textContent = String(starred.size);
  }
}

function makeButton(id, className) {
  const button = document.createElement("button");
  const key = short(id);
  button.type = "button";
  button.className = className;
  button.append(source.content.cloneNode(true));
  button.addEventListener("click", () => press(id));
  buttons.set(key, [...(buttons.get(key) ?? []), button]);
  return button;
}

function begin() {
  for (const card of document.querySelectorAll(".event[data-starts]")) {
    const link = card.querySelector(".event-title a");
    const id = link?.pathname.startsWith(words.events) && link.pathname.slice(words.events.length);
    if (!id) continue;
    const button = makeButton(id, "star");
    button.setAttribute("aria-label", words.words.replace("{title}", link.textContent));
    link.parentElement.after(button);
  }
  for (const plain of document.querySelectorAll("[data-star-event]")) {
    const button = makeButton(plain.dataset.starEvent, "button button-plain star-button");
    const text = document.createElement("span");
    text.dataset.starText = "";
    button.append(text);
    plain.replaceWith(button);
  }
  show();
}

/* Stars of the time before the registration was opened on this device go over to it. */
async function handOver() {
  const mine = inCookie();
  if (!isOwn || !mine.size) return;
  try {
    await send(words.stars, {});
    for (const key of mine) kept.add(key);
    document.querySelector("[data-star-unkept]")?.remove();
  } catch { /* without network they stay here, and go over the next time */ }
}

if (source) {
  begin();
  handOver();
  window.addEventListener("pageshow", (event) => { if (event.persisted) show(); });
}
