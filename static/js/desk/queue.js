/* Scans on their way to the server. None is dropped: each is kept on the device and
   sent again under the same scan_id until the server has answered it. */
const PATIENCE = 2500; // then the steward decides without an answer
const LONGEST = 20000;
const MOST = 20; // scans in one request

/** A queue that sends to `address` and reports to the four callbacks. */
export function makeQueue({ address, ask, drawer, answered, late, refused, changed }) {
  const scans = new Map(restored(drawer));
  let sending = false, failures = 0, timer, alone = false;

  function add(scan) {
    scans.set(scan.scan_id, scan);
    keep(scan);
    setTimeout(() => {
      if (!scans.has(scan.scan_id) || scan.refused) return;
      scan.offline = true;
      keep(scan);
      late(scan);
    }, PATIENCE);
    send();
  }

  async function send() {
    const waiting = [...scans.values()].filter((scan) => !scan.refused);
    changed({ waiting: waiting.length, refused: scans.size - waiting.length });
    if (sending || !waiting.length) return;
    clearTimeout(timer);
    sending = true;
    const batch = waiting.slice(0, alone ? 1 : MOST);
    try {
      const limit = Math.min(PATIENCE * 2 ** failures, LONGEST);
      const body = batch.length > 1 ? { scans: batch } : batch[0];
      const result = await ask(address, { body, limit });
      failures = 0;
      for (const answer of result.answers ?? [result]) settle(batch, answer);
    } catch (problem) {
      if (problem.isFinal && batch.length > 1) alone = true;
      else if (problem.isFinal) refuse(batch[0], problem);
      else failures += 1;
    }
    sending = false;
    timer = setTimeout(send, failures ? Math.min(500 * 2 ** failures, 10000) : 0);
  }

  function settle(batch, answer) {
    const scan = batch.find((one) => one.scan_id === answer.scan_id);
    if (!scan) return;
    if (answer.error) return refuse(scan, answer.error);
    scans.delete(scan.scan_id);
    forget(scan);
    answered(scan, answer);
  }

  function refuse(scan, problem) {
    scan.refused = problem.sentence || problem.message || "";
    keep(scan);
    refused(scan);
  }

  function again() {
    failures = 0;
    send();
  }

  function retry() {
    for (const scan of scans.values()) delete scan.refused;
    alone = true;
    again();
  }

  const slot = (scan) => `${drawer}:${scan.scan_id}`;
  const keep = (scan) => attempt(() => localStorage.setItem(slot(scan), JSON.stringify(scan)));
  const forget = (scan) => attempt(() => localStorage.removeItem(slot(scan)));
  addEventListener("online", again);
  setTimeout(send);
  return { add, again, retry };
}

function restored(drawer) {
  return attempt(() => Object.keys(localStorage)
    .filter((slot) => slot.startsWith(`${drawer}:`))
    .map((slot) => JSON.parse(localStorage.getItem(slot)))
    .sort((one, other) => one.scanned_at.localeCompare(other.scanned_at))
    .map((scan) => [scan.scan_id, scan])) ?? [];
}

function attempt(deed) {
  try {
    return deed();
  } catch {
    return undefined; // no storage here: the queue lives in memory
  }
}
