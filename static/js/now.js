/* Now, next and over: moves the words in event cards on the minute, by the server's clock. */

const MINUTE = 60_000;
const began = Date.parse(document.documentElement.dataset.now);
const serverNow = () => began + performance.now();
const template = (name) => document.querySelector(`template[data-moment="${name}"]`);

function move() {
  const now = serverNow();
  for (const list of document.querySelectorAll("[data-moments]")) {
    const cards = [...list.querySelectorAll("[data-starts]:not(.event-cancelled)")];
    const next = Math.min(...cards.map((card) => Date.parse(card.dataset.starts)).filter((start) => start > now));
    for (const card of cards) {
      const starts = Date.parse(card.dataset.starts);
      const ends = Date.parse(card.dataset.ends);
      show(card, ends <= now ? "past" : starts <= now ? "now" : starts === next && starts - now < 24 * 60 * MINUTE ? "next" : "");
    }
  }
  window.setTimeout(move, MINUTE - (serverNow() % MINUTE) + 50);
}

function show(card, moment) {
  for (const name of ["now", "next", "past"]) {
    if (name === moment) continue;
    card.classList.remove(`event-${name}`);
    card.querySelector(`.tag-${name}`)?.remove();
  }
  if (!moment || card.querySelector(`.tag-${moment}`)) return;
  card.classList.add(`event-${moment}`);
  const words = template(moment);
  if (words) card.querySelector("[data-tags]")?.prepend(words.content.cloneNode(true));
}

if (Number.isFinite(began)) {
  move();
  document.addEventListener("visibilitychange", () => { if (!document.hidden) move(); });
}
