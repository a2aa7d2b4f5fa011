/* The verdict, full screen. An admission goes on by itself or with the next scan;
   every other verdict stays until somebody has seen it. */
import { signal } from "./signals.js";

const CALM = new Set(["admitted", "offline"]);
const NAMELESS = new Set(["unknown", "misread"]); // a second one tells no more than the first
const HASTE = 300; // a touch this early was meant for the page below

/** Verdict screens in `dialog`; `patience()` tells when an admission goes on. */
export function makeScreens({ dialog, patience, undo, find }) {
  const body = dialog.querySelector(".verdict-body");
  const buttons = Object.fromEntries([...dialog.querySelectorAll("[data-deed]")]
    .map((button) => [button.dataset.deed, button]));
  const more = dialog.querySelector("[data-more]");
  const passed = new Set();
  let current = null, behind = [], timer, since = 0;

  function show(answer) {
    if (passed.has(answer.scan_id)) return;
    const again = (one) => one.verdict === answer.verdict && NAMELESS.has(one.verdict);
    const other = current && current.scan_id !== answer.scan_id;
    if (other && again(current)) {
      passed.add(current.scan_id);
      replace(answer);
    } else if (other && !CALM.has(current.verdict)) {
      const kept = behind.filter((one) => one.scan_id !== answer.scan_id && !again(one));
      behind = [...kept, answer];
      count();
    } else replace(answer);
  }

  function replace(answer) {
    const same = current?.scan_id === answer.scan_id && current.verdict === answer.verdict;
    current = answer;
    body.replaceChildren(filled(answer));
    dialog.dataset.tone = body.firstElementChild.dataset.tone;
    buttons.undo.hidden = !answer.undo_until;
    buttons.find.hidden = answer.verdict !== "unknown";
    count();
    clearTimeout(timer);
    if (CALM.has(answer.verdict) && patience()) timer = setTimeout(next, patience());
    if (same) return;
    since = performance.now();
    if (!dialog.open) dialog.showModal();
    buttons.next.focus();
    signal(dialog.dataset.tone);
  }

  function next() {
    clearTimeout(timer);
    current = null;
    if (behind.length) replace(behind.shift());
    else dialog.close();
  }

  function count() {
    more.hidden = !behind.length;
    more.querySelector("b").textContent = behind.length;
  }

  dialog.addEventListener("cancel", (event) => { event.preventDefault(); next(); });
  dialog.addEventListener("click", ({ target, detail: touched }) => {
    if (touched && performance.now() - since < HASTE) return;
    const deed = target.closest("[data-deed]")?.dataset.deed;
    const shown = current;
    next();
    if (deed === "undo") undo(shown);
    if (deed === "find") find();
  });
  return { show, showing: (id) => current?.scan_id === id };
}

function filled(answer) {
  const screen = document.getElementById(`screen-${answer.verdict}`);
  const copy = (screen ?? document.getElementById("screen-refused")).content.cloneNode(true);
  const name = answer.name ?? {};
  const texts = { ...answer, native: name.native, latin: name.latin };
  for (const slot of copy.querySelectorAll("[data-slot]")) {
    slot.textContent = texts[slot.dataset.slot] ?? "";
    const line = slot.closest("[data-line]") ?? slot;
    line.hidden = !slot.textContent;
  }
  const names = copy.querySelector(".verdict-names");
  names.dataset.length = lengthOf(name);
  copy.querySelector(".verdict-native").lang = name.native_language ?? "und";
  return copy;
}

/* Long names, and names with long words, are drawn smaller. */
function lengthOf({ native, latin }) {
  const names = [native ?? "", latin ?? ""];
  const whole = Math.max(...names.map((name) => name.length));
  const word = Math.max(...names.join(" ").split(/[\s-]/).map((one) => one.length));
  return whole > 34 || word > 18 ? "longest" : whole > 20 || word > 10 ? "long" : "short";
}
