/* What this device knows of who came and went, later than its list: what it said itself,
   and what the server answered. It survives a reload. */
const SLOT = "list-own";
const SETTLED = 10 * 60000; // by then the server has our scans, and the list knows better

/** The device's own memory, kept in `store`. */
export function makeMemory(store) {
  let own = new Map();

  async function start() {
    own = new Map(await store.get("kept", SLOT) ?? []);
  }

  const slot = (who, event) => `${who} ${event}`;
  const keep = () => store.put("kept", SLOT, [...own]);

  /** What is later: `seen` in the list, or what we know under one of these names. */
  function later(seen, event, ...names) {
    const found = names.filter(Boolean).map((name) => own.get(slot(name, event))).filter(Boolean);
    const [ours] = found.sort((one, other) => other.at - one.at);
    if (!ours || (seen && Date.parse(seen.at) > ours.at)) return seen ?? null;
    return ours.isUndone ? null : { at: new Date(ours.at).toISOString(), inside: ours.inside, entries: ours.entries };
  }

  /** Somebody passed, is here already, or was not admitted after all. */
  async function note(who, event, { verdict, when, seen }) {
    const at = Date.parse(when), before = own.get(slot(who, event));
    if (["already_here", "conflict"].includes(verdict) && seen) return;
    const entries = seen?.entries ?? 0;
    if (verdict === "undone") {
      own.set(slot(who, event), before?.before
        ? { ...before.before, at } : { at, isUndone: true });
    } else if (verdict === "goodbye") {
      own.set(slot(who, event), { at, inside: false, entries: entries || 1 });
    } else {
      if (seen?.inside) return; // said before: the same entry
      const earlier = seen && { at: Date.parse(seen.at), inside: seen.inside, entries };
      own.set(slot(who, event), { at, inside: true, entries: entries + 1, before: earlier });
    }
    await keep();
  }

  /** The list was made anew: what is old and settled, it knows better. */
  function trust({ made_at: madeAt }) {
    const until = Date.parse(madeAt) - SETTLED, count = own.size;
    for (const [key, { at }] of own) if (at < until) own.delete(key);
    if (own.size !== count) keep();
  }

  async function wipe() {
    own.clear();
    await store.remove("kept", SLOT);
  }

  return { start, later, note, trust, wipe };
}
