/* A move in progress: a ghost with live words, where the card would stand. */

import { objection } from "./checks.js";
import { draw, elementOf, GUTTER, make, parts, pixelsOf } from "./draw.js";
import { plan } from "./plan.js";
import { put, tell } from "./saving.js";
import { DAY, dayOf, dayWord, hours, numberOf, say } from "./words.js";

const LEAST = 92; // pixels: the words
const ghost = make("div", "ghost");
const [title, place, found] = ["ghost-title", "ghost-place", "ghost-found"].map((name) => make("p", name));
ghost.append(title, place, found);
ghost.hidden = true;
ghost.setAttribute("aria-hidden", "true");

export const move = { card: null, at: null, width: 0 };

/** Begin to move or to lengthen a card. */
export function begin(card) {
  const at = { day: card.day, starts: card.starts, minutes: card.minutes, venue: card.venue };
  plan.held = card;
  Object.assign(move, { card, at, from: { ...at }, width: columnWidth() });
  title.textContent = card.title;
  ghost.className = `ghost track-${card.track}`;
  ghost.style.setProperty("inline-size", `${move.width - 4}px`);
  again();
}

/** Show it again, on a day that was just opened. */
export function again() {
  elementOf(move.card.id)?.classList.add("card-leaving");
  show();
}

/** Let it stand there, in steps of five minutes; tells whether that is new. */
export function stand(changes) {
  const at = { ...move.at, ...changes };
  at.minutes = Math.max(5, Math.round(at.minutes / 5) * 5);
  if (at.day && changes.starts !== undefined) {
    const first = numberOf(plan.days[0]) * DAY;
    const last = (numberOf(plan.days.at(-1)) + 1) * DAY - 5;
    const total = Math.min(last, Math.max(first, numberOf(at.day) * DAY + at.starts));
    at.day = dayOf(Math.floor(total / DAY));
    at.starts = total - numberOf(at.day) * DAY;
  }
  const isNew = Object.keys(at).some((name) => at[name] !== move.at[name]);
  move.at = at;
  if (isNew) show();
  return isNew;
}

/** Where it would stand, and what is against it. */
export function words() {
  const { card, at } = move;
  const against = objection(card, at) || say("free");
  return `${placeWords(at)}. ${against}`;
}

export function placeWords(at) {
  if (!at.day) return say("no-time");
  const room = plan.rooms.find((one) => one.id === at.venue)?.name || say("no-venue");
  return say("place", { room, day: dayWord(at.day), hours: hours(at.starts, at.minutes) });
}

/** End the move; what has changed is saved. */
export function finish(isWanted) {
  const { card, at, from } = move;
  elementOf(card.id)?.classList.remove("card-leaving");
  ghost.hidden = true;
  ghost.remove();
  move.card = null;
  plan.held = null;
  const isNew = Object.keys(at).some((name) => at[name] !== from[name]);
  const isHeld = card.is_public && !at.day;
  if (isWanted && isNew && !isHeld) return put(card, at);
  if (isWanted && isHeld) tell(`${say("refused", { event: card.title })} ${say("public")}`);
  draw();
  return null;
}

/** Bring the ghost into view, for those who move it by keyboard. */
export function follow() {
  const { at } = move;
  const board = parts.board;
  if (!at.day) return;
  const top = pixelsOf(at.starts);
  const bottom = top + pixelsOf(at.minutes);
  const left = columnOf(at.venue) * move.width;
  const high = board.clientHeight - parts.heads.offsetHeight;
  if (top < board.scrollTop) board.scrollTop = Math.max(0, top - 24);
  else if (bottom > board.scrollTop + high) board.scrollTop = Math.min(top, bottom - high + 24);
  const wide = board.clientWidth - GUTTER;
  if (left < board.scrollLeft) board.scrollLeft = left;
  else if (left + move.width > board.scrollLeft + wide) board.scrollLeft = left + move.width - wide;
}

export function columnOf(venue) {
  return Math.max(0, plan.rooms.findIndex((room) => room.id === venue));
}

/* One transform for a frame: nothing else on the page is laid out anew. */
function show() {
  const { card, at } = move;
  if (!ghost.isConnected) parts.body.append(ghost);
  ghost.hidden = !at.day || at.day !== plan.day;
  ghost.style.setProperty("transform", `translate(${GUTTER + columnOf(at.venue) * move.width + 2}px, ${pixelsOf(at.starts)}px)`);
  const high = pixelsOf(at.minutes); // tinted; below it there is room for the words
  ghost.style.setProperty("background-size", `100% ${high}px`);
  ghost.style.setProperty("block-size", `${Math.max(LEAST, high)}px`);
  const against = objection(card, at);
  place.textContent = placeWords(at);
  found.textContent = against || say("free");
  ghost.classList.toggle("ghost-against", Boolean(against));
}

function columnWidth() {
  return parts.body.querySelector(".column").offsetWidth;
}
