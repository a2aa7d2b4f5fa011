/* What the desk shows of itself: whether it is heard, what waits, who is inside, how old
   its list is, and what somebody has to look at. */
import { clock, make, part, person, phrase } from "./words.js";

const OLD = 600000; // milliseconds that a scan may wait before somebody should know
const SOON = 2000;
const NEARLY = 0.9;

/** The lines in the head of the page and at the foot of the verdict. */
export function makeState({ page, server, sight, store, event }) {
  const { zone } = page.dataset;
  const drawer = `count ${event}`; // in the box `kept`: how many were inside, and when
  let traffic = null, lasts = true; // what waits, once it was counted
  let known = null;
  store.get("kept", drawer).then((kept) => {
    if (!kept || known) return;
    draw(kept);
    show();
  }, () => {});
  store.lasts().then((found) => { lasts = found; show(); });

  function show(now = traffic) {
    traffic = now;
    showAge();
    part("fleeting").hidden = lasts;
    if (!traffic || !server.wasAsked) return; // nothing is known yet
    const n = traffic.waiting;
    const isSlow = n && Date.now() - traffic.oldest > SOON; // one on its way is no news
    const isOld = traffic.oldest && Date.now() - traffic.oldest > OLD;
    const time = hour(isOld ? traffic.oldest : server.silentSince ?? server.now());
    const name = server.isSignedOut ? "signed-out" : isOld ? "old"
      : server.silentSince ? (n ? "silent-waiting" : "silent")
        : traffic.refused ? "refused" : n > 1 || isSlow ? "sending" : "online";
    const values = { n: name === "refused" ? traffic.refused : n, time };
    put("[data-state]", name, name === "online" ? {} : values);
    part("retry").hidden = !traffic.refused;
    put("[data-part=count-word]", server.silentSince && known ? "inside-at" : "inside", { time: known && hour(known.at) });
  }

  function showAge() {
    const { list } = sight;
    const place = part("age");
    place.hidden = !list && !page.dataset.list;
    const age = list?.age(); // since the server said that it is the present one
    const isThere = age !== null && age !== undefined;
    if (!place.hidden) put("[data-part=age]", isThere ? "list" : "no-list", { time: isThere && hour(server.now() - age) });
  }

  /* Only what changes is drawn anew, or it would be read out again and again. */
  function put(places, name, values) {
    const key = JSON.stringify([name, values]);
    for (const place of document.querySelectorAll(places)) {
      if (place.dataset.said === key) continue;
      place.dataset.said = key;
      place.replaceChildren(phrase(name, values));
    }
  }

  const hour = (instant) => clock(instant, zone).textContent;

  /** How many are inside, as an answer or the beat tells. */
  function count({ inside, count: present = inside, limit, capacity, warn }) {
    if (present === undefined || present === null) return;
    draw({ present, most: limit ?? capacity, warn: warn ?? known?.warn, at: server.now() });
    keep();
  }

  /** Somebody went in or out, and the server does not know it yet. */
  function move(step) {
    if (!known) return;
    draw({ ...known, present: Math.max(0, known.present + step) });
    keep();
  }

  const keep = () => store.put("kept", drawer, known).catch(console.warn);

  function draw(found) {
    known = found;
    const { present, most, warn } = found;
    for (const place of document.querySelectorAll("[data-count]")) place.textContent = present;
    for (const place of document.querySelectorAll("[data-limit]")) place.textContent = most ? `/${most}` : "";
    part("full").hidden = !(most && present >= most);
    part("nearly").hidden = !part("full").hidden || !(most && present >= (Number(warn) || most * NEARLY));
  }

  /** What the beat told: numbers, and what somebody has to look at. */
  function stand(found) {
    count(found);
    for (const name of ["holds", "alerts"]) {
      const place = part(name);
      place.hidden = !found[name];
      place.querySelector("b").textContent = found[name] ?? 0;
    }
    const conflicts = found.conflicts ?? [];
    part("conflicts").hidden = !conflicts.length;
    part("conflicts").querySelector("b").textContent = conflicts.length;
    part("conflict-list").replaceChildren(...conflicts.map(row));
    part("quiet").hidden = !(conflicts.length || found.holds || found.alerts);
    show();
  }

  function row({ kind, name, number, desks = [], times = [] }) {
    const where = desks.map((desk, place) => make("span", {}, desk, " ", times[place] ? clock(times[place], zone) : ""));
    return make("li", {}, phrase(`conflict-${kind}`), " ", name ? person(name) : "", number ? ` ${number} ` : " ",
      ...where.flatMap((one, place) => (place ? [" · ", one] : [one])));
  }

  return { show, count, move, stand, say: (what) => part("said").replaceChildren(what) };
}
