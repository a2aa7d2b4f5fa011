/* The verdict, full screen. An admission goes on by itself or with the next scan;
   every other verdict stays until somebody has seen it. */
import { fill } from "./fill.js";
import { signal } from "./signals.js";
import { make, part, person } from "./words.js";

const CALM = new Set(["admitted", "goodbye", "offline"]);
const NAMELESS = new Set(["unknown", "misread"]); // a second one tells no more than the first
const HASTE = 300; // a touch this early was meant for the page below
const REMEMBERED = 5000; // so long an admission that the next one covered is told beside it
const SPOKEN = ".verdict-word, .verdict-native, .verdict-latin, .verdict-number, .verdict-detail, .verdict-next";

/** Verdict screens in `dialog`; `patience()` tells when an admission goes on.
    The other callbacks are what its buttons do; each gets the answer that was shown. */
export function makeScreens({ dialog, patience, undo, find, overrule, group }) {
  const body = part("verdict-body"), said = part("verdict-said"), form = part("reasons");
  const buttons = Object.fromEntries([...dialog.querySelectorAll("[data-deed]")]
    .map((button) => [button.dataset.deed, button]));
  const deeds = { undo, find, group, next() {} };
  const more = dialog.querySelector("[data-more]");
  const passed = new Set();
  let current = null, behind = [], timer, speaks, since = 0;

  function show(answer) {
    if (passed.has(answer.scan_id)) return;
    const again = (one) => one.verdict === answer.verdict && NAMELESS.has(one.verdict);
    const other = current && current.scan_id !== answer.scan_id;
    if (other && again(current)) {
      passed.add(current.scan_id);
      replace(answer);
    } else if (other && (!CALM.has(current.verdict) || !form.hidden)) {
      const kept = behind.filter((one) => one.scan_id !== answer.scan_id && !again(one));
      behind = [...kept, answer];
      count();
    } else replace(answer, other && performance.now() - since < REMEMBERED ? current : null);
  }

  function replace(answer, before = null) {
    const same = current?.scan_id === answer.scan_id && current.verdict === answer.verdict;
    current = answer;
    body.replaceChildren(screenOf(answer));
    dialog.dataset.tone = toneOf(answer, body.firstElementChild.dataset.tone);
    part("unsent").hidden = !isUnsent(answer) || answer.verdict === "offline";
    offer(answer);
    if (!same) recall(before);
    count();
    clearTimeout(timer);
    if (CALM.has(answer.verdict) && patience()) timer = setTimeout(next, patience());
    if (same) return;
    since = performance.now();
    reasons(false);
    if (!dialog.open) dialog.showModal();
    buttons.next.focus();
    signal(dialog.dataset.tone, { told: Boolean(answer.hosts_told?.length) });
    speak();
  }

  /* What may be done about it. */
  function offer(answer) {
    buttons.undo.hidden = !answer.undo_until || isUnsent(answer);
    buttons.find.hidden = answer.verdict !== "unknown";
    buttons.overrule.hidden = !answer.may_overrule;
    buttons.group.hidden = !answer.delegation;
    if (answer.delegation) fill(buttons.group, answer.delegation);
    const { warn, limit, inside } = answer;
    part("verdict-warn").hidden = !(limit && inside >= warn);
    fill(part("verdict-warn"), { inside, limit });
  }

  /* An admission that was covered by the next one at once: nobody goes by unseen. */
  function recall(before) {
    part("before").hidden = !before;
    if (!before) return;
    const who = before.name ? person(before.name) : before.number ?? "–";
    const screen = document.getElementById(`screen-${before.verdict}`).content;
    const word = screen.querySelector(".verdict-word").textContent;
    fill(part("before"), { name: make("span", {}, who, ` · ${word}`) });
  }

  /* Heard once and at once; the names in their languages. */
  function speak() {
    clearTimeout(speaks);
    said.replaceChildren();
    speaks = setTimeout(() => {
      const spoken = [...body.querySelectorAll(SPOKEN)].filter((one) => !one.hidden && one.textContent.trim());
      const own = part("unsent").hidden ? [] : [part("unsent")];
      said.replaceChildren(...[...own, ...spoken].flatMap((one) => (
        [make("span", { lang: one.getAttribute("lang") }, one.textContent.trim()), ". "])));
    }, 80); // a dialog that just opened is not listened to yet
  }

  function reasons(isOpen) {
    form.hidden = !isOpen;
    body.hidden = isOpen;
    dialog.querySelector(".verdict-actions").hidden = isOpen;
    if (!isOpen) return form.reset();
    clearTimeout(timer);
    form.querySelector("[data-reason]").focus();
  }

  function next() {
    clearTimeout(timer);
    clearTimeout(speaks);
    reasons(false);
    current = null;
    if (behind.length) replace(behind.shift());
    else dialog.close();
  }

  function count() {
    more.hidden = !behind.length;
    more.querySelector("b").textContent = behind.length;
  }

  function admit(reason) {
    const shown = current;
    next();
    overrule(shown, reason);
  }

  function escape(event) {
    event.preventDefault();
    if (form.hidden) return next();
    reasons(false);
    buttons.overrule.focus();
  }

  dialog.addEventListener("cancel", escape);
  dialog.addEventListener("click", (event) => {
    const { target, detail: touched } = event;
    if (touched && performance.now() - since < HASTE) return;
    const reason = target.closest("[data-reason]");
    if (reason) return admit(reason.textContent.trim());
    const deed = target.closest("[data-deed]")?.dataset.deed;
    if (deed === "overrule") return reasons(true);
    if (deed === "back") return escape(event);
    if (!deed && !form.hidden) return;
    const shown = current;
    next();
    deeds[deed ?? "next"]?.(shown);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const reason = form.querySelector("[data-reason-field]").value.trim();
    if (reason) admit(reason);
  });
  return { show, showing: (id) => current?.scan_id === id, get isOpen() { return dialog.open; } };
}

function isUnsent(answer) {
  return answer.offline === true;
}

/* Decided here, without the server: it admits as quickly, and looks unlike the others. */
function toneOf(answer, tone) {
  return isUnsent(answer) && CALM.has(answer.verdict) ? "offline" : tone;
}

function screenOf(answer) {
  const screen = document.getElementById(`screen-${answer.verdict}`);
  const copy = (screen ?? document.getElementById("screen-refused")).content.cloneNode(true);
  const name = answer.name ?? {};
  const texts = { ...answer, native: name.native, latin: name.latin };
  for (const slot of copy.querySelectorAll("[data-slot]")) {
    slot.textContent = texts[slot.dataset.slot] ?? "";
    const line = slot.closest("[data-line]") ?? slot;
    line.hidden = !slot.textContent;
  }
  const lines = linesOf(answer);
  for (const line of copy.querySelectorAll("[data-fill]")) {
    const values = lines[line.dataset.fill];
    line.hidden = !values || Boolean(line.dataset.needs && !values[line.dataset.needs]);
    if (!line.hidden) fill(line, values);
  }
  const more = [...copy.querySelectorAll("[data-fill]:not([hidden])")];
  copy.firstElementChild.toggleAttribute("data-lines", more.length > 0);
  const names = copy.querySelector(".verdict-names");
  names.dataset.length = lengthOf(name);
  copy.querySelector(".verdict-native").lang = name.native_language ?? "und";
  return copy.firstElementChild;
}

/* What a line says beside the verdict; null: nothing. */
function linesOf({ delegation, interpreter, hosts_told: hosts }) {
  return {
    delegation,
    interpreter: interpreter && { ...interpreter, name: person(interpreter.name) },
    hosts: hosts?.length ? { names: hosts.join(", ") } : null,
  };
}

/* Long names, and names with long words, are drawn smaller. */
function lengthOf({ native, latin }) {
  const names = [native ?? "", latin ?? ""];
  const whole = Math.max(...names.map((name) => name.length));
  const word = Math.max(...names.join(" ").split(/[\s-]/).map((one) => one.length));
  return whole > 34 || word > 18 ? "longest" : whole > 20 || word > 10 ? "long" : "short";
}
