/* The verdict without the server: from the list that this device keeps, else from the
   steward's own eyes. */
const MOVES = { admitted: true, already_here: true, conflict: true, goodbye: false };

/** What the device knows by itself of the people at `event`. */
export function makeSight({ page, store, server, event }) {
  const { desk, zone, list: address } = page.dataset;
  let list = null, judging = null, standing = {};

  const ready = address ? begin() : Promise.resolve();

  async function begin() {
    try {
      const [{ openList }, judge] = await Promise.all([import("./list.js"), import("./judge.js")]);
      judging = judge;
      list = openList({ store, ask: server.ask, zone, desk, event });
      await list.start?.();
      list.renew(address).catch(() => {}); // the beat asks again
    } catch (problem) {
      console.warn(problem); // scans are kept all the same
    }
  }

  /** What to say to a scan, and to whom; the verdict is null where only eyes can tell. */
  async function tell({ code, registration, direction }) {
    try {
      await ready;
      const person = await list?.person(code ?? registration, event);
      if (person?.kind === "group") return { verdict: "group", group: person };
      if (person === undefined) return { verdict: null };
      const { verdict, detail } = judgeOf(person, direction);
      remember({ code, registration }, { verdict });
      return { ...person, verdict, detail: detail && judging.judgeWords?.(detail, { person, zone }) };
    } catch (problem) {
      console.warn(problem);
      return { verdict: null };
    }
  }

  function judgeOf(person, direction) {
    const rules = standing.rules ?? list.rules(event);
    const inside = standing.inside ?? 0;
    return judging.judge(person, { rules, direction, now: server.now(), inside });
  }

  /** Who went through the door, as the server says, or as we said ourselves. */
  function remember({ code, registration }, { verdict, undone }) {
    if (!(verdict in MOVES) || !(code ?? registration)) return;
    const at = new Date(server.now()).toISOString();
    list?.saw?.(code ?? registration, event, { at, inside: MOVES[verdict] && !undone });
  }

  return {
    tell, remember, ready,
    /** What we would say to a member of a delegation. */
    judge: (person) => judgeOf(person, "in").verdict,
    /** What the beat told: rules, numbers, and whether the list is a new one. */
    stand(found) {
      standing = found;
      list?.heard(found, address);
    },
    get list() { return list; },
    get madeAt() { return list?.madeAt ?? null; },
  };
}
