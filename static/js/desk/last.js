/* The last scans of this desk, newest first, with what may be undone. */
import { clock, make, part, person, phrase } from "./words.js";

const SHOWN = 8;
const PRESENTED = 100; // older ones are overruled by nobody

/** The list in `data-part="last"`. */
export function makeLast({ zone, now, undo }) {
  const codes = new Map(); // what was presented, to be presented again with a reason
  let scans = [];

  function show() {
    part("last").replaceChildren(...scans.map(row));
    part("last-empty").hidden = scans.length > 0;
  }

  function row(scan) {
    const undoable = scan.undo_until && Date.parse(scan.undo_until) > now();
    const button = undoable && make("button", { type: "button", class: "button button-quiet" }, phrase("undo"));
    button?.addEventListener?.("click", () => undo(scan));
    const isKept = scan.server_time || scan.verdict === "refused";
    const verdict = scan.undone ? "undone" : isKept ? scan.verdict : "offline";
    return make("li", { class: "last-scan", "data-scan": scan.scan_id },
      clock(scan.scanned_at ?? scan.admitted_at ?? now(), zone),
      make("span", { class: "last-who" }, scan.name ? person(scan.name) : scan.number ?? "–"),
      phrase(`short-${verdict}`), button);
  }

  return {
    /** Put a scan on top; `presented` is what was scanned. */
    remember(scan, { code, registration } = {}) {
      codes.set(scan.scan_id, { code, registration });
      if (codes.size > PRESENTED) codes.delete(codes.keys().next().value);
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
