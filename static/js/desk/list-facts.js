/* What both kinds of lists say in the same way: people, places, who came when. */

/** The events of a list and their numbers; what somebody holds there. */
export function makeFacts() {
  let statuses = [], kinds = [], delegations = [], numbers = new Map();

  function take(message) {
    if (!message.events) return; // all is as it was
    ({ statuses, kinds, delegations } = message);
    numbers = new Map(message.events.map((event, number) => [event, number]));
  }

  /** Somebody as the door judges and shows them. */
  function person(one, event) {
    const { reference, number, latin, native, language, status, kind, places, delegation, head } = one;
    return {
      registration: reference,
      name: { latin, native: native || null, native_language: language || null },
      number: Number(number) ? String(number).padStart(4, "0") : null,
      reference: `${reference.slice(0, 4)}-${reference.slice(4)}`,
      status: statuses[status], kind: kinds[kind] ?? null,
      delegation: delegations[delegation] ?? null,
      is_head: Boolean(head), revoked: Boolean(one.revoked),
      place: placeAt(places, numbers.get(event)),
      institution: one.institution ?? null,
      institution_native: one.institution_native || null,
      institution_language: one.institution_language || null,
    };
  }

  return { take, person, delegation: (number) => delegations[number], number: (event) => numbers.get(event) };
}

/** When somebody came or went last, as a list sends it; null: that was undone. */
export function states({ ago, how }, second) {
  return how.map((one, at) => one
    ? { at: new Date((second - ago[at]) * 1000).toISOString(), inside: one % 2 === 1, entries: one >> 1 }
    : null);
}

/** Whether somebody may still come. */
export function isLiving({ status }) {
  return !["declined", "cancelled"].includes(status);
}

/** The name for this reader: Chinese readers see the Chinese one, where there is one. */
export function inLanguage(first, second) {
  return globalThis.document?.documentElement.lang.startsWith("zh") && second ? second : first || null;
}

const PLACES = { h: "held", w: "waiting", o: "offered" };

function placeAt(places, number) {
  if (number === undefined) return null;
  for (const [, at, state] of places.matchAll(/(\d+)([a-z])/g)) {
    if (Number(at) === number) return PLACES[state] ?? null;
  }
  return null;
}
