/* The verdict without the server: from the list that this device keeps, else from the
   steward's own eyes. */

/** What the device knows by itself of the people at `event`. */
export function makeSight({ page, store, server, event, changed = () => {} }) {
  const { desk, zone, list: address } = page.dataset;
  let list = null, judgeBy = null, standing = {}, moved = 0;

  const ready = address ? begin() : Promise.resolve();

  async function begin() {
    try {
      const [{ openList }, { judge }] = await Promise.all([import("./list.js"), import("./judge.js")]);
      judgeBy = judge;
      list = openList({ store, ask: server.ask, zone, desk, event, now: server.now, changed });
      await list.start();
      changed();
      list.renew(address).then(changed, () => {}); // the beat asks again
    } catch (problem) {
      console.warn(problem); // scans are kept all the same
    }
  }

  /** What to say to a scan, and to whom; the verdict is null where only eyes can tell. */
  async function tell({ code, registration, direction }) {
    try {
      await ready;
      const around = { event, now: server.now(), inside: inside(), rules: standing.rules };
      const found = await list?.tell({ code, registration, direction }, around) ?? { verdict: null };
      pass({ code, registration }, found);
      return found;
    } catch (problem) {
      console.warn(problem);
      return { verdict: null };
    }
  }

  /** Somebody goes by this device's own word. */
  function pass(what, found) {
    remember(what, found);
    moved += { admitted: 1, goodbye: -1 }[found.verdict] ?? 0;
  }

  /** Who went through the door, as the server says, or as we said ourselves. */
  function remember({ code, registration }, { verdict, undone }) {
    if (!verdict || !(code ?? registration)) return;
    const at = new Date(server.now()).toISOString();
    list?.remember({ code, registration, event, verdict: undone ? "undone" : verdict, at })
      .catch((problem) => console.warn(problem));
  }

  /** What we would say to a member of a delegation; null where we cannot know. */
  function judge(person) {
    const rules = standing.rules ?? list?.rules(event);
    if (!rules) return null;
    return judgeBy(person, { rules, now: server.now(), inside: inside() ?? 0 }).verdict;
  }

  /* How many are inside: by the last beat, and by whom we let in and out since. */
  function inside() {
    return standing.inside === undefined ? null : standing.inside + moved;
  }

  return {
    tell, pass, remember, ready, judge,
    /** Nobody is on duty any more: the names go. */
    forget: () => list?.wipe().then(changed),
    /** What the beat told: rules, numbers, and whether the list is a new one. */
    stand(found) {
      standing = found;
      moved = 0;
      list?.heard(found, address);
    },
    get list() { return list; },
    get madeAt() { return list?.madeAt ?? null; },
  };
}
