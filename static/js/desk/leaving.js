/* Leaving the desk: nobody signs out while scans wait, and nothing stays on the device. */
import { handOver } from "./handing.js";
import { wipe } from "./install.js";
import { part, phrase } from "./words.js";

const DEVICES = "/desk/devices";

/** Sign-out of a device that was set up, or of an account. */
export function makeLeaving({ page, store, server, queue }) {
  const { signOut: account } = page.dataset; // the address at which an account signs out
  let asked = false;

  async function signOut() {
    const { open, refused } = await queue.counted();
    if (open.length) return say(phrase("scans-wait", { n: open.length }));
    try {
      if (account) {
        if (refused.length && !asked) return warn(refused.length);
        await server.post(account);
      } else await signOutDevice(server, refused);
    } catch (problem) {
      return say(problem.message || phrase("sign-out-failed"));
    }
    queue.stop();
    await wipe(store);
    location.replace(account ? "/" : `${DEVICES}/signed-out`);
  }

  /* What the server did not take is lost with the device: that is said once. */
  function warn(n) {
    asked = true;
    say(phrase("scans-lost", { n }));
  }

  part("sign-out").addEventListener("click", signOut);
}

/** The same on the page of the shift, where a form in `place` does it without script. */
export function leaveBy(place, { store, server }) {
  place.addEventListener("submit", async (submitted) => {
    submitted.preventDefault();
    submitted.stopPropagation(); // nothing is sent yet: it may be pressed again
    try {
      const records = await store.all("scans");
      const open = records.filter(({ refused }) => refused === undefined);
      if (open.length) return say(phrase("scans-wait", { n: open.length }));
      await signOutDevice(server, records);
    } catch (problem) {
      return say(problem.message || phrase("sign-out-failed"));
    }
    await wipe(store);
    location.replace(`${DEVICES}/signed-out`);
  }, true);
}

/* The organisers decide about what no desk could record. */
async function signOutDevice(server, refused) {
  await handOver(refused, server.ask, `${DEVICES}/hand-in`);
  await server.ask(`${DEVICES}/sign-out`, { body: { waiting: 0 } });
}

/** The device was ended by somebody: forget the people; the next page hands in what waits. */
export async function endDevice({ store, queue }) {
  queue.stop();
  await store.clear("kept");
  location.replace(`${DEVICES}/ended`);
}

function say(what) {
  part("app-said").replaceChildren(what);
}
