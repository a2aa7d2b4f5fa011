/* Verdicts that a newer scan took off the screen before anybody had seen them: a strip at
   the head of the page and of the next verdict, oldest first. */
import { clean } from "./codes.js";
import { make, person, phrase } from "./words.js";

const NAMELESS = ["unknown", "misread"]; // a second one tells no more than the first
const HASTE = 300; // what came so late before "Seen" was pressed, nobody has seen
const ALIKE = 12; // signs that a code read in part has in common with the whole one

/** The strips of a page; `open` shows one of the verdicts again. */
export function makeStrip({ open }) {
  const places = [...document.querySelectorAll("[data-strip]")];
  let kept = []; // {answer, since}

  /** Keep one that nobody has seen; what was known of the same guest is older. */
  function add(answer) {
    clear(answer);
    kept.push({ answer, since: performance.now() });
    kept.sort((one, other) => turn(one.answer) - turn(other.answer));
    draw();
  }

  /** A newer answer about somebody makes an older one needless. */
  function clear(answer) {
    kept = kept.filter((one) => !supersedes(answer, one.answer));
    draw();
  }

  /** More is known of one that waits here; false: it does not. */
  function renew(answer) {
    const found = kept.find((one) => one.answer.scan_id === answer.scan_id);
    if (found) found.answer = answer;
    draw();
    return Boolean(found);
  }

  function look(answer) {
    kept = kept.filter((one) => one.answer !== answer);
    draw();
    open(answer);
  }

  function draw() {
    for (const place of places) {
      place.hidden = !kept.length;
      place.querySelector("b").textContent = kept.length;
      place.querySelector("[data-strip-list]").replaceChildren(...kept.map(({ answer }) => row(answer)));
    }
  }

  function row(answer) {
    const who = answer.name ? person(answer.name) : answer.number;
    const button = make("button", { type: "button", class: "button strip-one" }, who, phrase(`short-${answer.verdict}`));
    button.addEventListener("click", (event) => { event.stopPropagation(); look(answer); });
    return make("li", {}, button);
  }

  for (const place of places) {
    place.querySelector("[data-strip-seen]").addEventListener("click", (event) => {
      event.stopPropagation(); // it closes no verdict
      kept = kept.filter(({ since }) => performance.now() - since < HASTE);
      draw();
    });
  }
  return {
    add, clear, renew,
    has: (id) => kept.some(({ answer }) => answer.scan_id === id),
    get size() { return kept.length; },
  };
}

/** In which turn something was scanned; what a closed page scanned comes before all. */
export const turn = ({ order }) => order ?? 0;

/** Whether `answer` leaves nothing to see of an `older` one. */
export function supersedes(answer, older) {
  if (answer.scan_id === older.scan_id) return true;
  if (answer.verdict === older.verdict && NAMELESS.includes(older.verdict)) return true;
  if (answer.registration && answer.registration === older.registration) return true;
  if (!answer.code || !older.code) return false;
  const codes = [clean(answer.code), clean(older.code)];
  return codes[0] === codes[1]
    || (older.verdict === "misread" && codes[0].slice(0, ALIKE) === codes[1].slice(0, ALIKE));
}
