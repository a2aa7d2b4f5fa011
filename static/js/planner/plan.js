/* What the page knows of the plan: cards, rooms, clashes; and what is not saved yet. */

import { DAY, numberOf } from "./words.js";

const page = document.getElementById("planner").dataset;

export const plan = {
  revision: 0,
  tag: "",
  cards: new Map(),
  rooms: [],
  clashes: [],
  persons: {}, // names by key
  changes: 0,
  wishes: new Map(), // by card: where it was put, until the server has answered
  held: null, // the card that is being moved, as it was seen
  days: page.days.split(" "),
  day: page.day,
};

/** The card where the organiser put it, though it is not saved yet. */
export function shown(card) {
  const wish = plan.wishes.get(card.id);
  return wish ? { ...card, ...wish.at, isUnsaved: wish.isLost, isSaving: !wish.isLost } : card;
}

export function shownCards() {
  return [...plan.cards.values()].map(shown);
}

/** Minutes since the first midnight of all, of begin and end. */
export function span(card) {
  const begins = numberOf(card.day) * DAY + card.starts;
  return [begins, begins + card.minutes];
}

/** The part of a card that a day shows, in minutes after its midnight; null: none. */
export function onDay(card, day) {
  if (!card.day) return null;
  const from = card.starts + (numberOf(card.day) - numberOf(day)) * DAY;
  const to = from + card.minutes;
  return from < DAY && to > 0 ? { from: Math.max(0, from), to: Math.min(DAY, to), isBefore: from < 0, isAfter: to > DAY } : null;
}

/** Whether one card lies inside the other, at any depth. */
export function isInside(card, other) {
  for (let one = card, depth = 0; one && depth < 20; depth += 1) {
    if (one.parent === other.id) return true;
    one = plan.cards.get(one.parent);
  }
  return false;
}

export function clashesOf(id) {
  return plan.clashes.filter((clash) => clash.events.includes(id));
}

/** Take what the server told: all cards, or those of one step. */
export function take(told) {
  if (told.rooms) {
    plan.rooms = told.rooms;
    plan.persons = told.persons;
    plan.cards = new Map(told.cards.map((card) => [card.id, card]));
  } else {
    for (const card of told.cards) plan.cards.set(card.id, card);
    for (const id of told.gone ?? []) plan.cards.delete(id);
  }
  plan.clashes = told.clashes;
  plan.changes = told.changes;
  if (told.rooms || told.before === plan.revision) {
    plan.revision = told.revision;
    plan.tag = told.tag;
  }
}
