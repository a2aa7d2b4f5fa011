/* The people who are expected, as this device keeps them: sealed at doors, where only a
   scanned badge opens its own record; plain where people are searched for. */
import { clean, outcome } from "./codes.js";
import { judge } from "./judge.js";
import { makePlain } from "./list-plain.js";
import { makeSealed } from "./list-sealed.js";
import { makeMemory } from "./memory.js";
import { decoded, openerOf } from "./sealing.js";
import { hour } from "./words.js";

const SLOT = "list", FORMAT = 1;
const HOURS = 3600000, LONGEST = 12 * HOURS; // then the device forgets it
const FRESH = 15 * 60000; // who is not in it is a stranger; later, perhaps somebody new
const MOVES = ["admitted", "goodbye", "already_here", "conflict", "undone"];
const PATIENCE = 30000; // for a whole list over a slow network
const MOST_CHANGES = 300; // then it is fetched whole

/** The list of a device; `ask` reaches the server, `event` is the one at the door.
    `changed` hears that it was made anew, or is gone. */
export function openList({ store, ask, zone, event, desk, now: clock = Date.now, changed = () => {} }) {
  const memory = makeMemory(store);
  const references = new Map(); // of people whom the server found, by its own keys
  let kept = null, people = null, renewing = null, wiped = 0, timer;

  async function start() {
    await memory.start();
    const found = await store.get("kept", SLOT);
    if (!found) return;
    if (found.whole?.format !== FORMAT || isOver(found)) return wipe();
    take(found.whole);
    for (const message of found.changes) people.take(message);
    kept = found;
    watch();
    changed();
  }

  // Keeping it up to date

  /** Fetch what is new; several calls at once are one. */
  function renew(address) {
    renewing ??= fetchNew(address).finally(() => { renewing = null; });
    return renewing;
  }

  async function fetchNew(address) {
    const asksChanges = kept && kept.changes.length < MOST_CHANGES;
    const query = asksChanges
      ? `?${new URLSearchParams({ since: kept.madeAt, mark: kept.mark })}` : "";
    const before = wiped;
    const message = await ask(`${address}${query}`, { limit: PATIENCE });
    if (wiped !== before) return; // who asked may not have it any more
    if (message.is_whole) {
      take(message);
      kept = { whole: message, changes: [] };
    } else if (message.format && kept) {
      people.take(message);
      kept.changes.push(message);
    }
    Object.assign(kept, { mark: message.mark, madeAt: message.made_at, checked: Date.now() });
    memory.trust(message);
    await store.put("kept", SLOT, kept);
    watch();
    changed();
  }

  function take(message) {
    people = (message.is_sealed ? makeSealed : makePlain)(message);
  }

  /** What the server's beat says: badges that ended, and whether there is something new. */
  function heard({ revoked = [], list: news }, address) {
    for (const name of revoked) people?.revoke(name);
    if (!address || (kept && news?.mark && news.mark === kept.mark)) return;
    renew(address).catch(() => {}); // the next beat asks again
  }

  // Who somebody is, and what to say

  /** A code, a reference or a key of the server's: the person at `at`; null: nobody; undefined: no list. */
  async function person(what, at = event) {
    if (!people || isOver(kept)) return undefined;
    if (outcome(what) === "code") {
      const opener = await openerOf(clean(what), salt());
      const found = await people.byOpener(opener, at);
      return found && withMemory(found, at, opener.name);
    }
    const reference = (references.get(what) ?? what).replace(/-/g, "");
    const found = people.byReference?.(reference, at) ?? (people.isSealed ? undefined : null);
    return found && withMemory(found, at);
  }

  function withMemory(found, at, name) {
    if (found.kind === "group") return { ...found, members: found.members.map((one) => member(one, at)) };
    return { ...found, seen: memory.later(found.seen, at, found.registration, name) };
  }

  function member(one, at) {
    const seen = memory.later(one.seen, at, one.registration);
    return { ...shown({ ...one, seen }), moved_at: seen?.at ?? null };
  }

  /** The delegation of somebody, as its card would show it; null where a list tells of none. */
  async function kin(what, at = event) {
    const found = await person(what, at);
    const group = found && people.groupOf?.(found, at);
    return group ? withMemory(group, at) : null;
  }

  /** The verdict on a scan, and whose it is; null where only the steward's eyes can tell. */
  async function tell({ code, registration, direction }, { event: at = event, now, inside, rules: told }) {
    if (code && outcome(code) === "misread") return { verdict: "misread" };
    if (code && outcome(code) === "foreign") return { verdict: "unknown" };
    const found = await person(code ?? registration, at);
    const known = told ?? rules(at);
    if (found === undefined || !known) return { verdict: null };
    if (found?.kind === "group") return groupTold(found);
    if (!found) return stranger(code, { at, now, known, direction });
    const situation = { rules: known, direction, now, inside: inside ?? latest("inside")[people.number(at)] ?? 0 };
    const { verdict, detail } = judge(found, situation);
    const delegation = presence(found, at, verdict);
    return { ...shown(found), delegation, verdict, ...words(detail ?? verdict, found.seen, known) };
  }

  /* How many of somebody's delegation are here, themselves as the verdict says. */
  function presence(found, at, verdict) {
    const group = people.groupOf?.(found, at);
    if (!group) return null;
    const expected = withMemory(group, at).members.filter(({ status }) => status === "confirmed");
    const others = expected.filter(({ registration }) => registration !== found.registration);
    const isHere = verdict === "admitted" || (found.seen?.inside && verdict !== "goodbye");
    const here = others.filter(({ seen }) => seen?.inside).length + (isHere ? 1 : 0);
    return { ...group.delegation, here, of: expected.length };
  }

  /* Somebody in no list: registered since it was made, or with a badge that we cannot read. */
  async function stranger(code, { at, now, known, direction }) {
    const opener = await openerOf(clean(code ?? ""), salt());
    const seen = memory.later(null, at, opener.name);
    const { verdict } = judge(null, { rules: known, direction, now, here: seen?.inside ?? null });
    const isSure = Date.now() - kept.checked < FRESH && !latest("left_out");
    if (verdict === "unknown" && !isSure) return { verdict: null, ...words("newer") };
    return { verdict, ...words(verdict === "already_here" ? "inside" : verdict, seen) };
  }

  function groupTold({ state, ...group }) {
    return state ? { verdict: state, ...words(state) } : { verdict: "group", group };
  }

  /* What is the matter, and what to do next. */
  function words(name, seen = null, { opens_at: opens, closes_at: closes, late_from: late } = {}) {
    const instants = { opens, closed: closes, hold: late, refuse: late, inside: seen?.at };
    const time = hour(instants[name] ?? kept.madeAt, zone);
    return { detail: sentence(name, time), next: sentence(name, time, "next") || null };
  }

  /** Somebody passed, or not after all: as the server says, or as this device said. */
  async function remember({ code, registration, event: at = event, verdict, at: when }) {
    if (!people || !MOVES.includes(verdict)) return;
    const found = await person(code ?? registration, at);
    const name = code && outcome(code) === "code" ? (await openerOf(clean(code), salt())).name : registration;
    await memory.note(found?.registration ?? name, at, { verdict, when, seen: found?.seen ?? null });
  }

  /** The people who match, as the server's search gives them; null where none may be searched. */
  function find(text) {
    if (!people || people.isSealed || isOver(kept)) return null;
    return people.find(text, event).map((one) => {
      const seen = memory.later(one.seen, event, one.registration);
      return shown({ ...one, seen });
    });
  }

  /** Somebody whom the server found: the list knows them by the reference. */
  function met({ registration, reference }) {
    if (registration && reference) references.set(registration, reference.replace(/-/g, ""));
  }

  function rules(at = event) {
    const found = kept?.whole && latest("rules")?.[at];
    return found ? found[desk] ?? found[""] ?? null : null;
  }

  // Its age and its end

  function latest(part) {
    return kept.changes.findLast((message) => message[part])?.[part] ?? kept.whole[part];
  }

  function age() {
    return kept ? Math.max(0, Date.now() - kept.checked) : null;
  }

  function isOver({ checked, whole }) {
    return Date.now() - checked > LONGEST || (whole.until && clock() > whole.until * 1000);
  }

  function watch() {
    clearTimeout(timer);
    timer = setTimeout(() => isOver(kept) ? wipe() : watch(), HOURS / 4);
  }

  async function wipe() {
    clearTimeout(timer);
    kept = people = null;
    wiped += 1;
    references.clear();
    await Promise.all([store.remove("kept", SLOT), memory.wipe()]);
    changed();
  }

  const salt = () => decoded(kept.whole.salt);
  return {
    start, renew, heard, person, kin, tell, remember, find, met, rules, age, wipe,
    get mark() { return kept?.mark ?? null; },
    get madeAt() { return kept?.madeAt ?? null; },
    get isSealed() { return people?.isSealed ?? null; },
    get count() { return people?.count ?? 0; },
  };
}

/* A person as the server shows one who was found; `state` is of the event at the door. */
function shown(one) {
  const { seen, status, place, kind } = one;
  const isOut = ["cancelled", "declined", "draft"].includes(status);
  const state = seen ? "admitted" : status === "submitted" ? "not_confirmed" : isOut ? "cancelled"
    : ["waiting", "offered"].includes(place) ? "waiting" : "expected";
  const role = kind === "companion" ? sentence("role-companion") : null;
  return { ...one, role, state, admitted_at: seen?.at ?? null };
}

/* A sentence of the page, from `_list_words.html`: the matter, or what to do. */
function sentence(name, time = "", part = "matter") {
  const words = globalThis.document?.getElementById("list-words")?.content;
  const word = words?.querySelector(`[data-word="${name}"]`);
  const text = part === "next" ? word?.dataset.next : word?.textContent;
  return (text ?? "").replace("{time}", time);
}
