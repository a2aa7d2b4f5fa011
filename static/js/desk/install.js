/* The desk as an application of the device: kept to start without network, renewed as a
   whole and only at rest, wiped on demand. */
const WORKER = "/desk/worker.js", SCOPE = "/desk/";
const LOOK = 1800000; // milliseconds between two looks for a new version
const REST = 1500;
const HASTE = 60000;

/** Keep `pages` on the device; `isAtRest()` says when a new version may begin.

    Of each page, `page` is its address and `shell` where it lies without names. `told` is
    given the name of a phrase; `button` and `hint` offer to install. */
export function install({ pages, isAtRest, told = () => {}, button, hint, kept = () => {} }) {
  const workers = navigator.serviceWorker;
  let registration = null, looked = 0, own = "";
  offer(button, hint);
  if (!workers) return { heard() {}, repair() { location.reload(); } };

  let controlled = Boolean(workers.controller), renewed = false, announced = false;
  workers.addEventListener("controllerchange", () => {
    renewed = controlled; // the first worker of a page draws nothing anew
    controlled = true;
  });
  workers.addEventListener("message", ({ data }) => {
    if (data.build) own = data.build;
    if (data.kept) kept(data.kept);
  });
  begin();

  async function begin() {
    try {
      registration = await workers.register(WORKER, { scope: SCOPE, updateViaCache: "none" });
      navigator.storage?.persist?.();
      if (registration.waiting && isAtRest()) apply(registration.waiting); // a start is a rest
      const { active } = await workers.ready;
      active.postMessage({ keep: pages });
      setInterval(() => look(), LOOK);
      setInterval(rest, REST);
    } catch (problem) {
      console.warn(problem); // without a worker the desk needs the network to start
    }
  }

  function rest() {
    const waits = registration.waiting;
    if (Boolean(waits) !== announced) told((announced = Boolean(waits)) ? "update" : null);
    if (!isAtRest()) return;
    if (renewed) location.reload();
    else if (waits) apply(waits);
  }

  function apply(worker) {
    if (performance.now() < REST && sessionStorage.getItem("desk-renewed") > Date.now() - HASTE) return;
    sessionStorage.setItem("desk-renewed", Date.now());
    worker.postMessage({ apply: true });
  }

  function look() {
    if (!registration || Date.now() - looked < HASTE) return;
    looked = Date.now();
    registration.update().catch(() => {}); // no network: later
  }

  return {
    /** The server names its version: look for it, if ours is another. */
    heard(build) {
      if (own && build && build !== own) look();
    },
    /** Fetch the application anew; what waits is kept. */
    async repair() {
      await forgetPages();
      location.reload();
    },
  };
}

function offer(button, hint) {
  if (!button) return;
  const isApp = matchMedia("(display-mode: standalone)").matches || navigator.standalone;
  const isApple = /iP(hone|ad|od)/.test(navigator.userAgent)
    || (navigator.platform === "MacIntel" && navigator.maxTouchPoints > 1);
  hint.hidden = isApp || !isApple;
  addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault(); // we ask when somebody wants it
    button.hidden = false;
    button.addEventListener("click", () => {
      button.hidden = true;
      event.prompt();
    }, { once: true });
  });
  addEventListener("appinstalled", () => { button.hidden = true; });
}

async function forgetPages() {
  const kept = await globalThis.caches?.keys() ?? [];
  await Promise.all(kept.filter((name) => name.startsWith("desk ")).map((name) => caches.delete(name)));
  const known = await navigator.serviceWorker?.getRegistration(SCOPE);
  await known?.unregister();
}

/** Forget everything that this device knows: people, scans, pages, choices. */
export async function wipe(store) {
  await store.clear();
  await forgetPages();
  for (const shelf of [() => localStorage, () => sessionStorage]) {
    try {
      shelf().clear();
    } catch {
      // no storage here, so nothing in it
    }
  }
}
