/* The last scans of this desk, newest first, with what may be undone. */
import { clock, make, part, person, phrase } from "./words.js";

const SHOWN = 8;
const PRESENTED = 100; // older ones are overruled by nobody

/** The list in `data-part="last"`; `mayAlways`: whoever stands here may undo at any time. */
export function makeLast({ zone, now, undo, mayAlways = false }) {
  const titles = new Map(); // of delegations, by the scans of their cards
  const codes = new Map(); // what was presented, to be presented again with a reason
  let scans = [];

  function show() {
    part("last").replaceChildren(...scans.map(row));
    part("last-empty").hidden = scans.length > 0;
  }

  function row(scan) {
    const isPassage = scan.server_time && !scan.undone && ["admitted", "goodbye"].includes(scan.verdict);
    const undoable = (scan.undo_until && Date.parse(scan.undo_until) > now()) || (mayAlways && isPassage);
    const button = undoable && make("button", { type: "button", class: "button button-quiet" }, phrase("undo"));
    button?.addEventListener?.("click", () => undo(scan));
    const isKept = scan.server_time || scan.verdict === "refused";
    const verdict = scan.undone ? "undone" : isKept ? scan.verdict : "offline";
    const told = !isKept && scan.told_here && phrase(`short-${scan.told_here}`); // and not sent yet
    const title = scan.group?.delegation.title ?? titles.get(scan.scan_id);
    return make("li", { class: "last-scan", "data-scan": scan.scan_id },
      clock(scan.scanned_at ?? scan.admitted_at ?? now(), zone),
      make("span", { class: "last-who" }, scan.name ? person(scan.name) : title ?? scan.number ?? "–"),
      make("span", { class: "last-tags" }, told, told && " ", phrase(`short-${verdict}`)), button);
  }

  return {
    /** Put a scan on top; `presented` is what was scanned. */
    remember(scan, { code, registration } = {}) {
      codes.set(scan.scan_id, { code, registration });
      if (codes.size > PRESENTED) codes.delete(codes.keys().next().value);
      if (scan.group) titles.set(scan.scan_id, scan.group.delegation.title);
      scans = [scan, ...scans.filter((one) => one.scan_id !== scan.scan_id)].slice(0, SHOWN);
      show();
    },
    change(id, answer) {
      scans = scans.map((one) => one.scan_id === id ? { ...one, ...answer } : one);
      show();
    },
    /** What the server knows; scans that it does not have yet stay on top. */
    renew(known) {
      const isKnown = ({ scan_id: id }) => known.some((one) => one.scan_id === id);
      const unsent = scans.filter((one) => !one.server_time && !isKnown(one));
      scans = [...unsent, ...known].slice(0, SHOWN);
      show();
    },
    presented: (id) => codes.get(id) ?? {},
  };
}
