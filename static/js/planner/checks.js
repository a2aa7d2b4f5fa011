/* What the page itself sees while one moves; the server's word replaces it. */

import { isInside, plan, shownCards, span } from "./plan.js";
import { DAY, say } from "./words.js";

/** What stands against a card at this place, in words; empty: nothing. */
export function objection(card, at) {
  if (!at.day) return card.is_public ? say("public") : "";
  const room = plan.rooms.find((one) => one.id === at.venue);
  const beside = shownCards().filter((other) => isBeside(other, card, at));
  const taker = room?.id && beside.find((other) => other.venue === at.venue);
  if (taker) return say("taken", { event: taker.title });
  for (const other of beside) {
    const person = card.people.find((one) => other.people.includes(one));
    if (person) return say("elsewhere", { name: plan.persons[person] ?? "", event: other.title });
  }
  if (!room?.id) return "";
  if (isClosed(room, at)) return say("closed");
  return room.capacity && card.capacity > room.capacity ? say("small") : "";
}

function isBeside(other, card, at) {
  if (other.id === card.id || !other.day || other.state === "cancelled") return false;
  const [begins, ends] = span(at);
  const [from, to] = span(other);
  return from < ends && begins < to && !isInside(card, other) && !isInside(other, card);
}

function isClosed(room, at) {
  if (room.opens === null && room.closes === null) return false;
  const opens = room.opens ?? 0;
  const closes = room.closes || DAY;
  if (closes <= opens) return false;
  return at.starts < opens || at.starts + at.minutes > closes;
}
