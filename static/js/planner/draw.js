/* Drawing the board: heads, hours, rooms, cards; only what differs is touched. */

import { arrange } from "./layout.js";
import { clashesOf, onDay, plan, shownCards } from "./plan.js";
import { clock, DAY, dayWord, hours, say, tag } from "./words.js";

export const GUTTER = 56; // pixels, as in planner.css
const LEAST = 26; // pixels: a card that a finger can meet

export const parts = Object.fromEntries(
  [...document.querySelectorAll("[data-part]")].map((one) => [one.dataset.part, one]),
);
export const page = document.getElementById("planner").dataset;
const model = document.getElementById("planner-card").content.firstElementChild;
const elements = new Map(); // by card
const columns = new Map(); // by room
const LEVELS = ["impossible", "doubtful", "notice"];
let step = 12; // pixels of five minutes
let drawnRooms = "";

export function zoom(pixels) {
  step = pixels;
  parts.board.style.setProperty("--step", `${pixels}px`);
  parts.board.dataset.zoom = pixels;
}

export function pixelsOf(minutes) {
  return (minutes / 5) * step;
}

export function minutesOf(pixels) {
  return (pixels / step) * 5;
}

export function elementOf(id) {
  return elements.get(id);
}

export function draw() {
  const focused = document.activeElement;
  drawRooms();
  const used = new Set();
  const cards = shownCards();
  const least = minutesOf(LEAST);
  for (const room of plan.rooms) {
    const here = [];
    for (const card of cards) {
      const place = card.venue === room.id && onDay(card, plan.day);
      if (place) here.push({ card, ...place });
    }
    const list = columns.get(room.id);
    arrange(here, least).sort((one, other) => one.from - other.from || other.to - one.to);
    here.forEach((entry, index) => {
      const element = drawCard(entry.card, entry);
      if (list.children[index] !== element) list.insertBefore(element, list.children[index] ?? null);
      used.add(entry.card.id);
    });
  }
  cards.filter((card) => !card.day).forEach((card, index) => {
    const element = drawCard(card, null);
    if (parts.unplaced.children[index] !== element) {
      parts.unplaced.insertBefore(element, parts.unplaced.children[index] ?? null);
    }
    used.add(card.id);
  });
  for (const [id, element] of elements) {
    if (used.has(id)) continue;
    element.remove();
    elements.delete(id);
  }
  if (focused?.isConnected && focused !== document.activeElement) focused.focus({ preventScroll: true });
  drawCounts();
}

function drawRooms() {
  const wanted = JSON.stringify(plan.rooms);
  if (wanted === drawnRooms) return;
  drawnRooms = wanted;
  columns.clear();
  elements.clear();
  parts.unplaced.replaceChildren();
  parts.board.style.setProperty("--rooms", plan.rooms.length);
  parts.heads.replaceChildren(make("div", "board-corner"), ...plan.rooms.map(head));
  const gutter = make("div", "board-hours");
  gutter.setAttribute("aria-hidden", "true");
  for (let hour = 0; hour < 24; hour += 1) {
    const line = make("span", "board-hour", clock(hour * 60));
    line.style.setProperty("--from", hour * 60);
    gutter.append(line);
  }
  parts.body.replaceChildren(gutter, ...plan.rooms.map(column));
}

function head(room) {
  const element = make("div", "board-head");
  const name = make("span", "board-room", room.name || say("no-venue"));
  if (room.language && room.language !== document.documentElement.lang) name.lang = room.language;
  element.append(name);
  if (room.capacity) element.append(make("span", "meta", say("seats", { seats: room.capacity })));
  element.dataset.room = room.id;
  return element;
}

function column(room) {
  const element = make("div", "column");
  element.dataset.venue = room.id;
  if (room.opens) element.append(shade(0, room.opens));
  if (room.closes && room.closes > (room.opens ?? 0)) element.append(shade(room.closes, DAY));
  const list = make("ol", "cards");
  list.setAttribute("aria-label", room.name || say("no-venue"));
  columns.set(room.id, list);
  element.append(list);
  return element;
}

function shade(from, to) {
  const element = make("div", "closed");
  element.setAttribute("aria-hidden", "true");
  element.style.setProperty("--from", from);
  element.style.setProperty("--minutes", to - from);
  return element;
}

function drawCard(card, place) {
  let element = elements.get(card.id);
  if (!element) {
    element = model.cloneNode(true);
    element.dataset.id = card.id;
    elements.set(card.id, element);
  }
  const found = clashesOf(card.id);
  const now = JSON.stringify([card, place && [place.from, place.to, place.left, place.width, place.parts.map((part) => part.from)], found, plan.day]);
  if (element.drawn === now) return element;
  element.drawn = now;
  const style = element.style;
  if (place) {
    style.setProperty("--from", place.from);
    style.setProperty("--minutes", place.to - place.from);
    style.setProperty("--left", place.left);
    style.setProperty("--width", place.width);
    style.setProperty("--depth", place.depth);
    style.setProperty("--inner", 1 - place.strip);
    style.setProperty("--free", Math.min(...place.parts.map((part) => part.from)) - place.from || 0);
  }
  element.className = `card track-${card.track}${card.state ? ` card-${card.state}` : ""}`
    + `${place?.parts.length ? " card-around" : ""}${place && place.width < 0.5 ? " card-narrow" : ""}`
    + `${card.isUnsaved ? " card-unsaved" : ""}${found.length ? ` card-clash-${worst(found)}` : ""}`;
  const title = element.querySelector(".card-title");
  title.textContent = card.title;
  title.href = `${page.events}/${card.id}`;
  if (card.language === document.documentElement.lang) title.removeAttribute("lang");
  else title.lang = card.language;
  element.querySelector(".card-when").textContent = when(card, place);
  const isSaid = card.kind.toLocaleLowerCase() === card.title.toLocaleLowerCase();
  element.querySelector(".card-kind").textContent = isSaid ? "" : card.kind;
  const whole = plan.cards.get(card.parent);
  element.querySelector(".card-whole").textContent = whole ? say("in", { event: whole.title }) : "";
  element.querySelector(".card-clash").replaceChildren(...levelTags(found));
  for (const one of found) element.querySelector(".card-clash").append(make("span", "unseen", ` ${one.sentence}`));
  fill(element.querySelector(".card-state"), stateTag(card));
  element.querySelector(".card-move .unseen").textContent = say("move", { event: card.title });
  element.querySelector(".card-text").title = [card.title, when(card, place), ...found.map((one) => one.sentence)].join("\n");
  return element;
}

function when(card, place) {
  if (!card.day) return say("length", { minutes: card.minutes });
  if (place?.isBefore) return say("since", { day: dayWord(card.day), from: clock(card.starts) });
  if (place?.isAfter) return say("over", { from: clock(card.starts), to: clock(card.starts + card.minutes) });
  return hours(card.starts, card.minutes);
}

function stateTag(card) {
  if (card.isUnsaved) return tag("unsaved");
  if (card.isSaving) return tag("saving");
  return card.state ? tag(card.state) : null;
}

/* The clashes of each level by themselves: one impossible hour is not two. */
function levelTags(found) {
  return LEVELS.flatMap((level) => {
    const count = found.filter((one) => one.level === level).length;
    return count ? [tag(level, ` ${count}`)] : [];
  });
}

function worst(found) {
  return LEVELS.find((level) => found.some((one) => one.level === level));
}

function drawCounts() {
  const { changes, clashes } = plan;
  const name = changes === 0 ? "publish" : changes === 1 ? "publish-one" : "publish-many";
  parts.publish.textContent = say(name, { count: changes });
  const notices = clashes.filter((one) => one.level === "notice").length;
  parts.clashes.textContent = say("clashes", { count: clashes.length - notices, notices });
  for (const link of document.querySelectorAll(".days .day")) {
    if (new URL(link.href).searchParams.get("day") === plan.day) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
}

function fill(slot, content) {
  slot.replaceChildren(...(content ? [content] : []));
}

export function make(name, className, text) {
  const element = document.createElement(name);
  element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}
