/* Every few seconds the desk says how it is, and is told how things stand. */
import { LIMIT } from "./server.js";

const PAUSE = 10000;
const SLOWEST = 20000; // a server that is back is to hear of it soon
const HIDDEN = 60000; // browsers let a hidden page do no more

/** The beat of the desk's page; it stops nothing, whatever becomes of it. */
export function makeBeat({ page, event, server, queue, state, sight, last, settings }) {
  let timer, failures = 0, asking = false;

  async function now() {
    clearTimeout(timer);
    if (asking || !event) return;
    asking = true;
    try {
      const waiting = (await queue.waiting()).length;
      const body = { event, waiting, list_made_at: sight.madeAt, steward_name: stewardName() };
      const found = await server.ask(page.dataset.beat, { body, limit: LIMIT * 2 });
      failures = 0;
      state.stand(found);
      last.renew(found.last);
      sight.stand(found);
      settings.heard(found.build);
      if (waiting) queue.again();
    } catch (problem) {
      failures += 1;
      if (problem.isFinal) console.warn(problem);
      state.show();
    }
    asking = false;
    const pause = Math.min(PAUSE * Math.max(1, failures), SLOWEST);
    timer = setTimeout(now, document.hidden ? HIDDEN : pause);
  }

  addEventListener("online", now);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) now(); });
  return { now, begin: now };
}

function stewardName() {
  return document.querySelector("[data-part=steward]")?.value || undefined;
}
