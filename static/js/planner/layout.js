/* Where the cards of one room stand: side by side, parts inside their whole. */

const STRIP = 0.38; // of a whole that stays free for its own words beside its parts
const EDGE = 0.12; // of a whole whose words stand above its first part
const LINES = 3; // least heights that they need there

/** For each card: minutes from and to, left and width as parts of one. */
export function arrange(entries, least) {
  const known = new Map(entries.map((entry) => [entry.card.id, entry]));
  for (const entry of entries) {
    entry.low = Math.max(entry.to, entry.from + least);
    entry.parts = [];
  }
  const roots = [];
  for (const entry of entries) {
    const whole = known.get(entry.card.parent);
    const isIn = whole && whole !== entry && entry.from < whole.low && whole.from < entry.low && !circles(entry, known);
    (isIn ? whole.parts : roots).push(entry);
  }
  for (const entry of entries) {
    const free = Math.min(...entry.parts.map((part) => part.from)) - entry.from;
    entry.strip = free >= LINES * least ? EDGE : STRIP;
  }
  place(roots, 0, 1, 0);
  return entries;
}

function place(entries, left, width, depth) {
  entries.sort((one, other) => one.from - other.from || other.to - one.to);
  let group = [];
  let end = -1;
  for (const entry of entries) {
    if (entry.from >= end && group.length) {
      spread(group, left, width, depth);
      group = [];
    }
    group.push(entry);
    end = Math.max(group.length === 1 ? 0 : end, entry.low);
  }
  spread(group, left, width, depth);
}

/** Lanes for cards that overlap: each takes the first one that is free. */
function spread(group, left, width, depth) {
  const ends = [];
  for (const entry of group) {
    let lane = ends.findIndex((end) => end <= entry.from);
    if (lane < 0) lane = ends.length;
    ends[lane] = entry.low;
    entry.lane = lane;
  }
  for (const entry of group) {
    entry.width = width / ends.length;
    entry.left = left + entry.lane * entry.width;
    entry.depth = depth;
    if (entry.parts.length) {
      place(entry.parts, entry.left + entry.width * entry.strip, entry.width * (1 - entry.strip), depth + 1);
    }
  }
}

function circles(entry, known) {
  let one = entry;
  for (let depth = 0; one && depth < 20; depth += 1) {
    one = known.get(one.card.parent);
    if (one === entry) return true;
  }
  return false;
}
