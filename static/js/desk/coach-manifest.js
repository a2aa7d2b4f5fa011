/* The list of one coach as the server told it last, and what this phone did since. */
import { clean } from "./codes.js";

const LIVES = 43200000; // milliseconds: names are not left on a phone overnight
const MARK = 32; // letters of a code's digest by which a badge is known

/** The manifest kept in `store` under `slot`; `own` is the coach of this page. */
export function makeManifest({ store, slot, own }) {
  let told = null;
  const done = new Map(); // deeds that the list does not show yet, by scan_id

  /** Read what an earlier page kept: the list, and deeds on their way. */
  async function start(records, now) {
    let kept = await store.get("kept", slot).catch(() => null);
    if (kept?.told && now - Date.parse(kept.told.server_time) > LIVES) {
      await store.remove("kept", slot).catch(console.warn);
      kept = null;
    }
    told = kept?.told ?? null;
    for (const deed of kept?.answered ?? []) done.set(deed.scan_id, { ...deed, answeredAt: -1 });
    for (const { scan, refused } of records) if (refused === undefined) done.set(scan.scan_id, { ...scan });
  }

  /** Take a new list; deeds that were answered before it was asked for are in it. */
  async function take(found, askedAt) {
    const { csrf, ...rest } = found;
    told = rest;
    for (const [id, deed] of done) {
      deed.stop ??= found.stop; // the first deed of a tour makes its stops
      if (deed.answeredAt < askedAt) done.delete(id);
    }
    await keep();
    return csrf;
  }

  /* The list, and what the server has answered since: a reload without network needs both. */
  function keep() {
    const answered = [...done.values()].filter((deed) => deed.answeredAt !== undefined);
    return store.put("kept", slot, { told, answered }).catch(console.warn);
  }

  function add(deed) {
    done.set(deed.scan_id, { ...deed });
  }

  function settle(id, { verdict } = {}) {
    const deed = done.get(id);
    if (!deed) return;
    if (verdict === undefined) done.delete(id);
    else Object.assign(deed, { answeredAt: performance.now(), verdict });
    keep();
  }

  /** At which stop the coach is counted now. */
  const stopNow = () => nowAt() ?? told?.stops.at(-1)?.id ?? null;

  function nowAt() {
    if (!told) return null;
    let at = told.now_at;
    for (const { kind, stop } of done.values()) {
      if (kind === "depart" && stop === at) at = next(stop);
      if (kind === "reopen") at = stop;
    }
    return at ?? null;
  }

  /** The stop that the coach left last, with the count of that moment; null: none. */
  function lastLeft() {
    let last = told?.last_left ?? null;
    for (const { kind, stop, scanned_at, counted } of done.values()) {
      if (kind === "depart" && last?.stop !== stop) last = { stop, at: scanned_at, ...counted };
      if (kind === "reopen" && last?.stop === stop) last = null;
    }
    return last;
  }

  const next = (stop) => told.stops[told.stops.findIndex((one) => one.id === stop) + 1]?.id ?? null;

  /** How the coach stands at a stop, this phone's own deeds among it. */
  function view(stop) {
    const isTold = told?.stop === stop;
    const riders = new Map((told?.riders ?? []).map((one) => [one.registration, {
      ...one, at: isTold ? one.at : null, elsewhere: isTold ? one.elsewhere : null,
    }]));
    let left = isTold ? told.left : null;
    for (const deed of done.values()) {
      const rider = riders.get(deed.registration);
      const isUnsent = deed.answeredAt === undefined;
      const isAboard = (deed.verdict ?? deed.told) === "on_board";
      if (deed.kind === "leave" && rider) Object.assign(rider, { comes: false, at: null });
      if (deed.kind === "move" && (deed.verdict ?? "moved") === "moved") riders.delete(deed.registration);
      if (deed.stop !== stop) continue;
      if (isAboard && ["count", "take_along"].includes(deed.kind)) {
        const known = rider ?? { registration: deed.registration, name: deed.name ?? null, comes: true };
        Object.assign(known, { comes: true, at: known.at ?? deed.scanned_at, elsewhere: null, isUnsent });
        riders.set(deed.registration, known);
      }
      if (deed.kind === "uncount" && rider) Object.assign(rider, { at: null, isUnsent: false });
      if (deed.kind === "reopen") left = null;
      if (deed.kind === "depart") left ??= { at: deed.scanned_at, ...deed.counted };
    }
    const all = [...riders.values()];
    const expected = all.filter((one) => one.comes);
    const aboard = expected.filter((one) => one.at);
    const hasBegun = Boolean(aboard.length || left); // before that, nobody is missed
    return {
      stop, left, riders: all, expected, aboard, hasBegun,
      closed: left ? { ...left, stop } : !hasBegun && stop === stopNow() ? lastLeft() : null,
      isFull: Number.isInteger(told?.capacity) && expected.length >= told.capacity,
      missing: expected.filter((one) => !one.at && !one.elsewhere),
      elsewhere: expected.filter((one) => !one.at && one.elsewhere),
      gone: all.filter((one) => !one.comes),
    };
  }

  /** Whose badge this is: a rider of this coach, of another one, or null. */
  async function find({ code, registration }, stop) {
    const mark = code === undefined ? null : await markOf(code);
    const is = (one) => (mark ? one.mark === mark : one.registration === registration);
    const rider = view(stop).riders.find(is);
    if (rider) return { rider, registration: rider.registration };
    const other = told?.others.find(is);
    return other ? { other, registration: other.registration } : null;
  }

  const stopOf = (id) => told?.stops.find((one) => one.id === id) ?? null;

  const coachName = (id) => told?.coaches.find((one) => one.id === id)?.name ?? "";

  return {
    start, take, add, settle, stopNow, nowAt, stopOf, view, find, coachName,
    get told() { return told; },
    get ownName() { return coachName(own); },
  };
}

async function markOf(code) {
  if (!globalThis.crypto?.subtle) return null; // no https: the server knows the badge
  const octets = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(clean(code)));
  const signs = Array.from(new Uint8Array(octets), (octet) => octet.toString(16).padStart(2, "0"));
  return signs.join("").slice(0, MARK);
}
