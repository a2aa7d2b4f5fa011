/* The desk's own server on the device. It keeps one whole version of the application,
   and the pages of its desks without anybody's name; answers with names never. */
const { build, assets, offline } = self.desk; // the view writes them above this line
const OWN = `desk ${build}`;
const LIMIT = 2500; // a page that takes longer is a page of a dead network
const GONE = [403, 404, 410];

self.addEventListener("install", (event) => event.waitUntil(prepare()));
self.addEventListener("activate", (event) => event.waitUntil(begin()));
self.addEventListener("message", (event) => {
  const { keep = [], apply } = event.data;
  if (apply) self.skipWaiting();
  event.source?.postMessage({ build });
  event.waitUntil(Promise.all(keep.map(async ({ page, shell }) => {
    if (await keepShell(page, shell).catch(() => false)) event.source?.postMessage({ kept: page });
  })));
});
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(open(request, pathname));
  else if (assets.includes(pathname) || pathname.startsWith("/static/")) event.respondWith(asset(request, pathname));
});

/* All of it or nothing: where one file is missing, the version before stays. */
async function prepare() {
  const box = await caches.open(OWN);
  try {
    await Promise.all(assets.map(async (path) => {
      const answer = await fetch(path);
      if (!answer.ok || answer.redirected) throw new Error(`${path}: ${answer.status}`);
      await box.put(path, answer);
    }));
    await bringShells();
  } catch (problem) {
    await caches.delete(OWN);
    throw problem;
  }
}

/* The pages which the version before kept, in this one. */
async function bringShells() {
  const pages = new Map();
  for (const name of await versions()) {
    const box = await caches.open(name);
    for (const request of await box.keys()) {
      const { pathname } = new URL(request.url);
      if (pathname.startsWith("/static/") || assets.includes(pathname)) continue;
      pages.set(pathname, (await box.match(request)).url);
    }
  }
  for (const [page, shell] of pages) await keepShell(page, shell);
}

/** Keep the page at `shell` for the address `page`; whether it is of this version. */
async function keepShell(page, shell) {
  const answer = await fetch(shell, { redirect: "manual", cache: "no-store" });
  if (GONE.includes(answer.status)) return false;
  if (!answer.ok) throw new Error(`${page}: ${answer.status}`); // signed out, or too busy: later
  if (answer.headers.get("Desk-Build") !== build) return false;
  await (await caches.open(OWN)).put(page, answer);
  return true;
}

/* The version before stays on the device: another page may still be drawn from it. */
async function begin() {
  const older = (await versions()).filter((name) => name !== OWN);
  await Promise.all(older.slice(0, -1).map((name) => caches.delete(name)));
  await self.clients.claim();
}

async function versions() {
  return (await caches.keys()).filter((name) => name.startsWith("desk "));
}

/* From the network, if it answers soon, and with a page of this version; a newer page
   waits until all of its version is here. */
async function open(request, pathname) {
  const kept = await (await caches.open(OWN)).match(pathname, { ignoreVary: true });
  if (!kept) return fetch(request).catch(() => caches.match(offline, { ignoreVary: true }));
  try {
    const answer = await within(LIMIT, whole(request));
    if (answer.status >= 500) return kept;
    if (!answer.ok || answer.headers.get("Desk-Build") === build) return answer;
    self.registration.update().catch(() => {});
    return kept;
  } catch {
    return kept;
  }
}

/* The page to its last letter: half a page is worse than a kept one. */
async function whole(request) {
  const answer = await fetch(request);
  if (!answer.ok) return answer;
  const { status, headers } = answer;
  return new Response(await answer.blob(), { status, headers });
}

function within(limit, promise) {
  return new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error("too slow")), limit);
    promise.then(resolve, reject);
  });
}

async function asset(request, pathname) {
  const own = await (await caches.open(OWN)).match(pathname, { ignoreVary: true });
  return own ?? await caches.match(pathname, { ignoreVary: true }) ?? fetch(request);
}
