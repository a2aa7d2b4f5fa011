/* What a door says to somebody, judged on the device: the same table of rules as
   eventapp/checkin/judging.py. No words here: a verdict, and why it is so. */

/** The verdict about `person` (null: in no list), and a key that says more.
    `inside`: how many were, when we last heard; `here`: true inside, false gone out. */
export function judge(person, situation) {
  const { rules, direction = "in", now, inside = 0 } = situation;
  const seen = person?.seen ?? null;
  const { here = seen?.inside ?? null, entries = seen?.entries ?? (here === null ? 0 : 1) } = situation;
  if ((rules.direction ?? direction) === "out") return { verdict: leaving(person, here), detail: null };
  if (!person) return { verdict: here === true ? "already_here" : "unknown", detail: null };
  const known = { rules, now, inside, here, entries };
  for (const [verdict, applies, detail = null] of REFUSALS) {
    if (applies(person, known)) return { verdict, detail: detail?.(person, known) ?? null };
  }
  return { verdict: "admitted", detail: isCrowded(known) ? "crowded" : null };
}

/* Nobody who leaves is held up: whom we never saw may have come in by another door. */
function leaving(person, here) {
  if (here === true) return "goodbye";
  if (!person) return "unknown";
  return here === false ? "not_here" : "goodbye";
}

/* The weightiest reason first. */
const REFUSALS = [
  ["cancelled", ({ status }) => ["cancelled", "declined"].includes(status)],
  ["revoked", ({ revoked }) => revoked],
  ["wrong_event", ({ week }) => week === "other"],
  ["not_confirmed", ({ status }) => status !== "confirmed"],
  ["already_here", (_, { here }) => here === true, () => "inside"],
  ["wrong_event", (_, { rules }) => rules.status === "cancelled", () => "event-cancelled"],
  ["not_listed", (person, known) => known.rules.admits === "listed" && !isMeant(person, known)],
  ["wrong_event", (person, known) => !isMeant(person, known), ({ place }) => `place-${place ?? "none"}`],
  ["already_here", (_, { rules, here, entries }) => here !== null && rules.entries && entries >= rules.entries,
    () => "entries"],
  ["too_early", (_, { rules, now }) => rules.opens_at && now < Date.parse(rules.opens_at), () => "opens"],
  ["late", (_, { rules, now }) => rules.closes_at && now >= Date.parse(rules.closes_at), () => "closed"],
  ["late", (_, { rules, now }) => rules.lateness !== "admit" && rules.late_from && now >= Date.parse(rules.late_from),
    (_, { rules }) => rules.lateness],
  ["full", (_, known) => isFull(known)],
];

function isMeant({ kind, delegation, place }, { rules, now }) {
  const { admits, kinds, delegations } = rules;
  if (admits === "listed") {
    const all = !kinds.length && !delegations.length;
    return all || kinds.includes(kind) || delegations.includes(delegation);
  }
  if (admits === "confirmed" || (admits === "as_signed_up" && rules.signup === "everyone")) return true;
  return place === "held" || (Boolean(place) && freesSeats(rules, now));
}

/* Whether seats of those who did not come are free for those who wait. */
function freesSeats({ seats_until: until }, now) {
  return Boolean(until) && now >= Date.parse(until);
}

function isFull({ rules, now, inside }) {
  if (rules.most_inside !== null && inside >= rules.most_inside) return true;
  return rules.capacity !== null && inside >= rules.capacity && fills(rules, now);
}

/* Whether the capacity is filled at the door, for no seat is kept for anybody. */
function fills(rules, now) {
  const keeps = rules.admits === "places"
    || (rules.admits === "as_signed_up" && rules.signup !== "everyone");
  return !keeps || freesSeats(rules, now);
}

/* Others may have come in elsewhere: near the limit, the steward must know. */
function isCrowded({ rules, inside }) {
  return rules.warn !== null && rules.warn !== undefined && inside >= rules.warn;
}
