/* Leaving the desk: nobody signs out while scans wait, and nothing stays on the device. */
import { wipe } from "./install.js";
import { part, phrase } from "./words.js";

const DEVICES = "/desk/devices";
const MOST = 100; // scans in one request

/** Sign-out of a device that was set up, or of an account; and the end of a device. */
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
      } else {
        await handIn(refused);
        await server.ask(`${DEVICES}/sign-out`, { body: { waiting: 0 } });
      }
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

  /* The organisers decide about what no desk could record. */
  async function handIn(records) {
    const scans = records.map(({ scan, to }) => ({ ...scan, desk: to.split("/")[2] }));
    for (let first = 0; first < scans.length; first += MOST) {
      await server.ask(`${DEVICES}/hand-in`, { body: { scans: scans.slice(first, first + MOST) } });
    }
  }

  /** The device was ended by somebody: forget the people; the next page hands in what waits. */
  async function end() {
    queue.stop();
    await store.clear("kept");
    location.replace(`${DEVICES}/ended`);
  }

  part("sign-out").addEventListener("click", signOut);
  return { end };
}

function say(what) {
  part("app-said").replaceChildren(what);
}
