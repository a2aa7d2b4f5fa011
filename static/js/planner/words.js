/* The page's own translated words, hours and tags. */

export const DAY = 24 * 60;

const found = new Map();
for (const one of document.getElementById("planner-words").content.querySelectorAll("[data-word]")) {
  found.set(one.dataset.word, one.textContent.trim());
}
const tags = new Map();
for (const one of document.getElementById("planner-tags").content.querySelectorAll("[data-tag]")) {
  tags.set(one.dataset.tag, one.firstElementChild);
}

/** The phrase called `name`, its {places} filled. */
export function say(name, values = {}) {
  return (found.get(name) ?? "").replace(/\{(\w+)\}/g, (whole, place) => values[place] ?? whole);
}

/** A tag (sign and word) of this sort; `more` follows the word. */
export function tag(name, more = "") {
  const copy = tags.get(name).cloneNode(true);
  if (more) copy.append(more);
  copy.title = copy.textContent.trim();
  return copy;
}

/** Minutes after midnight as on a clock: 09:30. */
export function clock(minutes) {
  const inDay = ((minutes % DAY) + DAY) % DAY;
  return `${two(Math.floor(inDay / 60))}:${two(inDay % 60)}`;
}

export function hours(starts, minutes) {
  return say("hours", { from: clock(starts), to: clock(starts + minutes) });
}

export function dayWord(day) {
  return say(`day ${day}`) || day;
}

/** The number of a day since 1970, to reckon with. */
export function numberOf(day) {
  return Date.parse(`${day}T00:00:00Z`) / 86400000;
}

export function dayOf(number) {
  return new Date(number * 86400000).toISOString().slice(0, 10);
}

function two(number) {
  return String(number).padStart(2, "0");
}
