/* Scans on their way to the server. Each is written to the device before it is sent, and
   stays there under one scan_id until the server has answered it: through a reload, a
   crash, a second tab. Of all pages of a device one sends at a time, in order. */
import { LIMIT } from "./server.js";

const LONGEST = 10000;
const MOST = 20; // scans in one request
const SLOWEST = 5000; // between two tries
const BROKEN = 500, TRIES = 3; // so often the server may break at one place
const ORPHANED = 10000; // a scan of another page that waits so long was not decided by us
const STUCK = 30000; // a page that holds the lock longer is asleep
const OLD_DRAWER = /^desk-scan:([0-9a-f-]{36}):/; // where earlier pages kept scans

/** A queue in `store` that sends by `ask` and reports to the four callbacks.

    `patience()` tells how long a scan waits for its answer before it is `late`, which hears the
    scan and how to learn whether it is still without an answer; `mine(to)`
    whether this page can show what is sent there, when the page that sent it is closed. */
export function makeQueue({
  store, ask, addressOf, answered, late, refused, changed, patience = () => LIMIT, mine = () => true,
}) {
  const page = crypto.getRandomValues(new Uint32Array(2)).join("");
  const own = new Map(); // scans of this page that have no answer yet
  const others = globalThis.BroadcastChannel ? new BroadcastChannel("desk-queue") : null;
  let sending = false, wanted = false, failures = 0, broken = 0, alone = false, timer, last = 0, stopped = false;

  hold(`desk-page-${page}`);
  others?.addEventListener("message", ({ data }) => hear(data));
  addEventListener("online", () => again());
  const moved = moveOld(store);
  const ready = moved.then(() => again());

  const add = (scan) => addAll([scan]);

  /** Write scans down, then send them; those of one call travel together. */
  async function addAll(scans) {
    const records = scans.map((scan) => ({ scan, page, order: next(), to: addressOf(scan) }));
    for (const record of records) {
      own.set(record.scan.scan_id, record);
      setTimeout(() => grow(record), patience());
    }
    await Promise.allSettled(records.map(keep));
    count();
    others?.postMessage({ added: true });
    send();
  }

  const next = () => (last = Math.max(last + 1, Date.now() * 1000));
  const keep = (record) => store.put("scans", record.scan.scan_id, record);

  async function grow(record) {
    if (!own.has(record.scan.scan_id) || record.refused !== undefined) return;
    const told = await late(record.scan, () => own.has(record.scan.scan_id));
    if (!own.has(record.scan.scan_id)) return; // answered while the list was read
    Object.assign(record.scan, { offline: true, told: told ?? null });
    await keep(record);
  }

  async function waiting() {
    const found = new Map();
    for (const record of await store.all("scans").catch(() => [])) found.set(record.scan.scan_id, record);
    for (const [id, record] of own) found.set(id, record);
    return [...found.values()].sort((one, other) => one.order - other.order);
  }

  async function count() {
    return (await counted()).open;
  }

  async function counted() {
    const all = await waiting();
    const open = all.filter((record) => record.refused === undefined);
    const refused = all.filter((record) => record.refused !== undefined);
    const oldest = open[0] ? open[0].order / 1000 : null;
    changed({ waiting: open.length, refused: refused.length, oldest });
    return { open, refused };
  }

  async function send() {
    clearTimeout(timer);
    if (stopped) return;
    if (sending) {
      wanted = true;
      return;
    }
    sending = true;
    do {
      wanted = false;
      try {
        await alternately(sendOnce);
      } catch (problem) {
        console.warn(problem);
        failures += 1;
      }
    } while (wanted && !failures);
    sending = false;
    const open = await count();
    if (!open.length || stopped) return;
    timer = setTimeout(send, failures ? Math.min(500 * 2 ** failures, SLOWEST) : 0);
  }

  async function sendOnce() {
    const open = await count();
    if (!open.length) return;
    const batch = open.filter((record) => record.to === open[0].to).slice(0, alone ? 1 : MOST);
    await Promise.all(batch.filter(isOrphan).map((record) => {
      record.scan.offline = true; // its page was closed: whoever scanned went by their own eyes
      return keep(record);
    }));
    const scans = batch.map((record) => record.scan);
    try {
      const limit = Math.min(LIMIT * 2 ** failures, LONGEST);
      const body = scans.length > 1 ? { scans } : scans[0];
      const result = await ask(batch[0].to, { body, limit });
      let heard = 0;
      for (const answer of result.answers ?? [result]) heard += await settle(batch, answer);
      // An answer that leaves scans out is no reason to send in haste for ever.
      failures = heard ? 0 : failures + 1;
      broken = 0;
      alone = heard ? alone && open.length > heard : true;
    } catch (problem) {
      broken = problem.status === BROKEN ? broken + 1 : 0;
      const breaks = broken > TRIES;
      if (batch.length > 1 && (problem.isFinal || breaks)) alone = true;
      else if (problem.isFinal) await refuse(batch[0], problem.message);
      else failures += 1;
      if (breaks && batch.length === 1) await putLast(batch[0]);
    }
  }

  /* At this one the server breaks, whoever's fault it is: the others go first. */
  async function putLast(record) {
    record.order = next();
    await keep(record).catch(console.warn);
  }

  function isOrphan({ scan, order }) {
    return !scan.offline && !own.has(scan.scan_id) && Date.now() - order / 1000 > ORPHANED;
  }

  async function settle(batch, answer) {
    const record = batch.find(({ scan }) => scan.scan_id === answer.scan_id);
    if (!record) return 0;
    if (answer.error) await refuse(record, answer.error.sentence);
    else {
      own.delete(answer.scan_id);
      await store.remove("scans", answer.scan_id).catch(console.warn);
      await report(record, { answer });
    }
    return 1;
  }

  async function refuse(record, sentence) {
    record.refused = sentence || "";
    await keep(record).catch(console.warn);
    await report(record, { refused: record.refused });
  }

  /* The page that scanned shows what became of it; if it was closed, this one does. */
  async function report(record, outcome) {
    others?.postMessage({ record, ...outcome });
    if (record.page === page || (mine(record.to) && !await isOpen(record.page))) tell(record, outcome);
  }

  function tell({ scan }, { answer, refused: sentence }) {
    if (answer) answered(scan, answer);
    else refused(scan, sentence);
  }

  function hear({ record, cleared, ...outcome }) {
    if (cleared) own.clear();
    if (record?.page === page) {
      if (outcome.answer) own.delete(record.scan.scan_id);
      else own.set(record.scan.scan_id, record);
      tell(record, outcome);
    }
    count();
    if (outcome.added) send();
  }

  /** Try again now. */
  async function again() {
    failures = 0;
    await send();
  }

  /** Send once more what the server did not take. */
  async function retry() {
    for (const record of await waiting()) {
      if (record.refused === undefined) continue;
      delete record.refused;
      await keep(record).catch(console.warn);
    }
    alone = true;
    await again();
  }

  /** Forget the scans that nobody will take any more. */
  async function clear() {
    own.clear();
    await store.clear("scans");
    others?.postMessage({ cleared: true });
    count();
  }

  return {
    add, addAll, again, retry, clear, ready, counted,
    waiting: () => ready.then(count),
    /** All that is kept, in its order, before anything was sent. */
    stored: () => moved.then(waiting),
    stop() { stopped = true; clearTimeout(timer); },
  };
}

/* Earlier pages kept their scans elsewhere: bring them along. */
async function moveOld(store) {
  for (const slot of oldSlots()) {
    try {
      const { refused, ...scan } = JSON.parse(localStorage.getItem(slot));
      const to = `/desk/${OLD_DRAWER.exec(slot)[1]}/scans`;
      const record = { scan, page: "", order: Date.parse(scan.scanned_at) * 1000, to };
      if (refused !== undefined) record.refused = refused;
      await store.put("scans", scan.scan_id, record);
      localStorage.removeItem(slot);
    } catch (problem) {
      console.warn(problem);
    }
  }
}

function oldSlots() {
  try {
    return Object.keys(localStorage).filter((slot) => OLD_DRAWER.test(slot));
  } catch {
    return []; // no storage here
  }
}

/* One page at a time. A page that sleeps with the lock in hand loses it: at worst a scan
   arrives twice, and the server knows it by its id. */
async function alternately(deed) {
  if (!navigator.locks) return deed();
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), STUCK);
  try {
    return await navigator.locks.request("desk-sender", { signal: abort.signal }, () => {
      clearTimeout(timer);
      return deed();
    });
  } catch (problem) {
    if (!abort.signal.aborted) throw problem;
    return navigator.locks.request("desk-sender", { steal: true }, deed);
  }
}

function hold(name) {
  navigator.locks?.request(name, () => new Promise(() => {})).catch(() => {});
}

async function isOpen(page) {
  const { held } = await navigator.locks?.query() ?? { held: [] };
  return held.some(({ name }) => name === `desk-page-${page}`);
}
