/* A display in a lobby, for days: the cards stand where their time is, by the server's clock. */

const wall = document.querySelector("[data-wall]");
const zone = document.documentElement.dataset.zone || undefined;
const languages = wall.dataset.languages.split(" ");
const SECOND = 1000;
const ANSWER_WITHIN = 10 * SECOND;
const LONGEST_WAIT = 60 * SECOND;
const SHIFT_EVERY = 5 * 60 * SECOND; // a still picture burns into some displays
const SHIFTS = [[0, 0], [3, 0], [3, 3], [0, 3], [-3, 3], [-3, 0], [-3, -3], [0, -3], [3, -3]];
const LEAST_SCALE = 0.55; // for a card that would be cut
const SCALES = [1.5, 1.35, 1.2, 1.1, 1, 0.95, 0.9, 0.85, 0.8]; // that are read well
const FEW_PAGES = 3;

const hours = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: zone });
const dates = new Intl.DateTimeFormat("en-CA", { year: "numeric", month: "2-digit", day: "2-digit", timeZone: zone });
const longDays = new Map(languages.map((tag) => [tag, dayFormat(tag, "long")]));
const shortDays = new Map(languages.map((tag) => [tag, dayFormat(tag, "short")]));

const clock = { server: Date.parse(document.documentElement.dataset.now), at: performance.now() };
const known = { etag: "", at: clock.server, lostSince: 0, failures: 0 };
const pages = new Map(); // by list: its cards, parted so that each part fits

let shownMinute = "";
let shownWidth = 0;
let shownPage = -1;

document.documentElement.dataset.display = "";
place();
tell();
ask();
window.setInterval(tick, SECOND);
window.setInterval(shift, SHIFT_EVERY);
window.addEventListener("resize", () => { place(); });
window.addEventListener("online", () => ask());
document.addEventListener("visibilitychange", () => { if (!document.hidden) { stayAwake(); ask(); } });
document.fonts?.ready.then(() => place());
stayAwake();
hidePointer();

/* --- the clock ---------------------------------------------------------------- */

function now() {
  return clock.server + (performance.now() - clock.at);
}

function setClock(answer) {
  const said = Date.parse(answer.headers.get("Date"));
  if (!Number.isFinite(said)) return;
  const server = said + Number(wall.dataset.shift) * SECOND;
  // The header counts whole seconds: a small difference is no news.
  if (Math.abs(server - now()) < 1.5 * SECOND) return;
  clock.server = server;
  clock.at = performance.now();
}

function tick() {
  const minute = hours.format(now());
  const turned = Math.floor(now() / (Number(wall.dataset.turn) * SECOND));
  if (minute !== shownMinute) place();
  else if (turned !== shownPage) turn();
}

/* --- the cards ---------------------------------------------------------------- */

function place() {
  const at = now();
  const today = dates.format(at);
  const cards = [...wall.querySelectorAll(".wall-card")];
  cards.sort((one, other) => starts(one) - starts(other) || ends(one) - ends(other));
  const coming = cards.filter((card) => starts(card) > at);
  const live = coming.some((card) => !isCancelled(card)) ? coming.filter((card) => !isCancelled(card)) : coming;
  const first = live.length ? starts(live[0]) : Infinity;
  const nextDay = live.length ? live[0].dataset.day : today;
  const last = dayAfter(nextDay > today ? nextDay : today, Number(wall.dataset.days));
  const shown = coming.filter((card) => card.dataset.day <= last);
  const running = cards.filter((card) => starts(card) <= at && at < ends(card));
  const later = shown.filter((card) => starts(card) > first);

  const lists = [
    ["now", running],
    ["next", shown.filter((card) => starts(card) <= first)],
    ["later", later],
  ];
  const placed = new Set(lists.flatMap(([, members]) => members));
  for (const [name, members] of lists) fill(section(name).querySelector("[data-cards]"), members);
  fill(wall.querySelector("[data-rest]"), cards.filter((card) => !placed.has(card)));

  const isPublished = cards.length > 0;
  section("now").hidden = !isPublished;
  section("now").classList.toggle("wall-is-empty", running.length === 0);
  section("next").hidden = live.length === 0;
  section("later").hidden = later.length === 0;
  const isEvening = cards.some((card) => card.dataset.day === today) && nextDay > today;
  const quiet = running.length ? "" : shown.length === 0 ? "over" : isEvening ? "done" : "quiet";
  for (const line of wall.querySelectorAll("[data-quiet]")) line.hidden = line.dataset.quiet !== quiet;
  wall.querySelector("[data-tomorrow]").hidden = nextDay !== dayAfter(today, 1);
  const isToday = later.every((card) => card.dataset.day === today);
  for (const word of wall.querySelectorAll("[data-later]")) word.hidden = (word.dataset.later === "today") !== isToday;
  for (const card of cards) {
    card.querySelector("[data-weekday]").hidden = card.dataset.day === today;
    showParts(card, at);
  }
  const side = wall.querySelector("[data-side]");
  side.hidden = shown.length === 0;
  wall.querySelector("[data-body]").classList.toggle("wall-is-quiet", running.length === 0);

  shownMinute = hours.format(at);
  write(wall.querySelector("[data-clock]"), shownMinute);
  for (const said of wall.querySelectorAll("[data-date] [lang]")) write(said, (longDays.get(said.lang) ?? longDays.get(languages[0])).format(at));
  part();
}

function fill(list, members) {
  if (members.length === list.children.length && members.every((card, number) => list.children[number] === card)) return;
  list.replaceChildren(...members);
}

/* Of a ceremony's parts, the present one and the next. */
function showParts(card, at) {
  const parts = [...card.querySelectorAll("[data-part-starts]")];
  const open = parts.filter((one) => Date.parse(one.dataset.partEnds) > at);
  for (const one of parts) one.hidden = !open.slice(0, 2).includes(one);
}

/* --- pages: nothing is cut, nothing scrolls ------------------------------------ */

function part() {
  pages.clear();
  const isDisplay = getComputedStyle(document.body).overflowY === "hidden";
  const lists = [...wall.querySelectorAll("[data-section]:not([hidden]) [data-cards]")];
  for (const list of lists) {
    list.style.fontSize = "";
    for (const card of list.children) card.hidden = false;
  }
  if (isDisplay) share();
  for (const list of isDisplay ? lists : []) {
    const cards = [...list.children];
    setScale(list, cards);
    pages.set(list, parted(cards, list));
  }
  turn();
}

/* As large as it can be read well on one page, else on few; and no card is ever cut. */
function setScale(list, cards) {
  const count = (scale) => {
    list.style.fontSize = `${scale}em`;
    return parted(cards, list).length;
  };
  let scale = SCALES.find((one) => count(one) === 1) ?? (count(1) > FEW_PAGES ? SCALES.at(-1) : 1);
  list.style.fontSize = `${scale}em`;
  while (scale > LEAST_SCALE && isTooTall(cards, list)) {
    scale -= 0.05;
    list.style.fontSize = `${scale}em`;
  }
}

function isTooTall(cards, list) {
  return cards.some((card) => heightOf(card) > heightOf(list) + 0.1);
}

/* Lists one below the other share the height by what is in them; the tallest card fits. */
function share() {
  const body = wall.querySelector("[data-body]");
  const side = wall.querySelector("[data-side]");
  const highest = body.clientHeight * 0.45;
  for (const one of wall.querySelectorAll(".wall-section")) {
    const heights = [...one.querySelectorAll(".wall-card")].map((card) => card.offsetHeight);
    const head = one.querySelector("[data-cards]").offsetTop;
    one.style.flexGrow = heights.length && isColumn(one.parentElement) ? String(heights.reduce((sum, height) => sum + height, head)) : "";
    one.style.minBlockSize = heights.length ? `${Math.min(head + Math.max(...heights) + 2, highest)}px` : "";
  }
  const within = [...side.children].map((one) => Number(one.style.flexGrow) || 0);
  side.style.flexGrow = isColumn(body) && isColumn(side) ? String(Math.max(1, within[0] + within[1])) : "";
}

function isColumn(box) {
  return getComputedStyle(box).flexDirection === "column";
}

/* Not rounded: a pixel too many, and the last card has no lower edge. */
function heightOf(box) { return box.getBoundingClientRect().height; }

function parted(cards, list) {
  const found = [[]];
  const height = heightOf(list);
  let top = cards[0]?.getBoundingClientRect().top ?? 0;
  for (const card of cards) {
    const box = card.getBoundingClientRect();
    if (box.bottom - top > height + 0.1 && found.at(-1).length) {
      found.push([]);
      top = box.top;
    }
    found.at(-1).push(card);
  }
  return found;
}

function turn() {
  shownPage = Math.floor(now() / (Number(wall.dataset.turn) * SECOND));
  for (const [list, parts] of pages) {
    const number = shownPage % parts.length;
    for (const [at, cards] of parts.entries()) for (const card of cards) card.hidden = at !== number;
    write(list.parentElement.querySelector("[data-page-number]"), parts.length > 1 ? `${number + 1} / ${parts.length}` : "");
  }
}

/* --- news from the server ------------------------------------------------------ */

async function ask() {
  window.clearTimeout(ask.timer);
  const mine = (ask.round = (ask.round ?? 0) + 1);
  let fine = false;
  try {
    const answer = await fetch(wall.dataset.part, {
      headers: { Accept: "text/html", ...(known.etag && { "If-None-Match": known.etag }) },
      cache: "no-store", credentials: "same-origin", signal: AbortSignal.timeout(ANSWER_WITHIN),
    });
    if (mine !== ask.round) return;
    if (answer.status === 200) renew(await answer.text(), answer.headers.get("ETag") ?? "");
    fine = answer.status === 200 || answer.status === 304;
    if (fine) setClock(answer);
  } catch { /* no network, or no server: what is known stays */ }
  if (mine !== ask.round) return;
  if (fine) {
    known.at = now();
    known.failures = 0;
    known.lostSince = 0;
  } else {
    known.failures += 1;
    known.lostSince ||= now();
  }
  tell();
  ask.timer = window.setTimeout(ask, pause());
}

/* Half a minute, not all screens at once; soon again after a failure, then more rarely. */
function pause() {
  const every = Number(wall.dataset.every) * SECOND;
  const failed = Math.min(every / 6 * 2 ** (known.failures - 1), LONGEST_WAIT);
  return (known.failures ? failed : every) * (0.85 + 0.3 * Math.random());
}

function renew(html, etag) {
  const content = new DOMParser().parseFromString(html, "text/html").querySelector("[data-content]");
  if (!content) return;
  known.etag = etag;
  const present = wall.querySelector("[data-content]");
  if (content.dataset.build !== present.dataset.build && reloadOnce(content.dataset.build)) return;
  present.replaceWith(content);
  pages.clear();
  place();
}

/* The server has other scripts and sheets now: begin anew with them, once for each build. */
function reloadOnce(build) {
  try {
    if (sessionStorage.getItem("screen build") === build) return false;
    sessionStorage.setItem("screen build", build);
  } catch {
    return false;
  }
  window.location.reload();
  return true;
}

function tell() {
  const lost = wall.querySelector("[data-lost]");
  const isLost = known.failures > 1; // one answer that fails is no news
  const wasHidden = lost.hidden;
  lost.hidden = !isLost;
  for (const said of wall.querySelectorAll("[data-sentence]")) {
    const since = known.lostSince ? moment(known.lostSince, said.lang) : "";
    write(said, said.dataset.sentence.replace("{at}", moment(known.at, said.lang)).replace("{since}", since));
  }
  if (wasHidden === isLost) part();
}

function moment(at, tag) {
  const hour = hours.format(at);
  if (dates.format(at) === dates.format(now())) return hour;
  return `${(shortDays.get(tag) ?? shortDays.get(languages[0])).format(at)} ${hour}`;
}

/* --- the device ------------------------------------------------------------------ */

function shift() {
  const [x, y] = SHIFTS[Math.floor(now() / SHIFT_EVERY) % SHIFTS.length];
  wall.style.transform = `translate(${x}px, ${y}px)`;
}

async function stayAwake() {
  try {
    await navigator.wakeLock?.request("screen");
  } catch { /* only over HTTPS, and only where the device allows it */ }
}

function hidePointer() {
  let timer = 0;
  const still = () => { document.documentElement.dataset.still = ""; };
  document.addEventListener("pointermove", () => {
    delete document.documentElement.dataset.still;
    window.clearTimeout(timer);
    timer = window.setTimeout(still, 4 * SECOND);
  });
  still();
}

/* --- small things ------------------------------------------------------------------ */

function section(name) { return wall.querySelector(`[data-section="${name}"]`); }
function starts(card) { return Date.parse(card.dataset.starts); }
function ends(card) { return Date.parse(card.dataset.ends); }
function isCancelled(card) { return "cancelled" in card.dataset; }

function write(place, words) {
  if (place && place.textContent !== words) place.textContent = words;
}

function dayAfter(day, count) {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * 24 * 3600 * SECOND).toISOString().slice(0, 10);
}

function dayFormat(tag, length) {
  const options = { weekday: length, day: "numeric", month: length, timeZone: zone };
  try {
    return new Intl.DateTimeFormat(tag === "en" ? "en-GB" : tag, options);
  } catch {
    return new Intl.DateTimeFormat("en-GB", options);
  }
}
