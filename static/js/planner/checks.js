/* What the page itself sees while one moves; the server's word replaces it. */

import { isInside, plan, shownCards, span } from "./plan.js";
import { DAY, say } from "./words.js";

/** What stands against a card at this place, in words; empty: nothing. */
export function objection(card, at) {
  if (!at.day) return card.is_public ? say("public") : "";
  const room = plan.rooms.find((one) => one.id === at.venue);
  if (!room?.id) return "";
  const [begins, ends] = span(at);
  for (const other of shownCards()) {
    if (other.id === card.id || !other.day || other.venue !== at.venue || other.state === "cancelled") continue;
    const [from, to] = span(other);
    if (from < ends && begins < to && !isInside(card, other) && !isInside(other, card)) {
      return say("taken", { event: other.title });
    }
  }
  if (isClosed(room, at)) return say("closed");
  return room.capacity && card.capacity > room.capacity ? say("small") : "";
}

function isClosed(room, at) {
  if (room.opens === null && room.closes === null) return false;
  const opens = room.opens ?? 0;
  const closes = room.closes || DAY;
  if (closes <= opens) return false;
  return at.starts < opens || at.starts + at.minutes > closes;
}
