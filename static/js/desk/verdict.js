/* The verdict, full screen: always that of the newest scan. An admission goes on by itself;
   every other verdict that nobody has acknowledged waits in a strip, and is never lost. */
import { fill } from "./fill.js";
import { signal } from "./signals.js";
import { makeStrip, supersedes, turn } from "./strip.js";
import { make, part, person } from "./words.js";

const CALM = new Set(["admitted", "goodbye", "offline"]);
const HASTE = 300; // a touch so soon after a scan was meant for what stood there before
const REMEMBERED = 5000; // so long an admission that the next one covered is told beside it
const SPOKEN = ".verdict-word, .verdict-native, .verdict-latin, .verdict-number, .verdict-detail, .verdict-next";

/** Verdict screens in `dialog`; `patience()` tells when an admission goes on.
    The other callbacks are what its buttons do; each gets the answer that was shown. */
export function makeScreens({ dialog, patience, undo, find, overrule, group, printing = () => null }) {
  const body = part("verdict-body"), said = part("verdict-said"), form = part("reasons");
  const reason = form.querySelector("[data-reason-field]");
  const buttons = Object.fromEntries([...dialog.querySelectorAll("[data-deed]")]
    .map((button) => [button.dataset.deed, button]));
  const deeds = { undo, find, group, next() {} };
  const strip = makeStrip({ open: look });
  const seen = new Map(); // the verdicts that were acknowledged, by their scans
  let current = null, timer, speaks, since = 0, scannedAt = 0;

  /** Show an answer, or what more is known of one. `order` tells which scan was the newer one. */
  function show(answer) {
    const { scan_id: id, verdict } = answer;
    if (seen.get(id) === verdict) return;
    if (current?.scan_id === id) return replace({ ...answer, draft: current.draft });
    if (strip.renew(answer)) return;
    if (current && turn(answer) < turn(current)) return comeLate(answer);
    const before = current;
    if (before) cover(before, answer);
    strip.clear(answer);
    replace(answer, before && CALM.has(before.verdict) && performance.now() - since < REMEMBERED ? before : null);
    scannedAt = performance.now();
  }

  /* A newer scan takes the screen. */
  function cover(before, answer) {
    if (CALM.has(before.verdict)) return seen.set(before.scan_id, before.verdict);
    if (supersedes(answer, before)) return seen.set(before.scan_id, before.verdict);
    strip.add({ ...before, draft: form.hidden ? before.draft : reason.value });
  }

  /* The answer about somebody who stood here before the guest whom the screen shows. */
  function comeLate(answer) {
    if (CALM.has(answer.verdict)) recall(answer);
    else if (!supersedes(current, answer)) strip.add(answer);
    signal(toneOf(answer, screenOf(answer).dataset.tone));
  }

  /* Somebody wants to see one of the strip. */
  function look(answer) {
    if (current && !CALM.has(current.verdict)) strip.add(current);
    current = null;
    replace(answer, null, { isNew: false });
  }

  function replace(answer, before = null, { isNew = true } = {}) {
    const same = current?.scan_id === answer.scan_id && current.verdict === answer.verdict;
    current = answer;
    body.replaceChildren(screenOf(answer));
    dialog.dataset.tone = toneOf(answer, body.firstElementChild.dataset.tone);
    tellUnsent(answer);
    offer(answer);
    if (!same) recall(before);
    clearTimeout(timer);
    if (CALM.has(answer.verdict) && patience()) timer = setTimeout(next, patience());
    if (same) return;
    since = performance.now();
    reasons(false);
    raise();
    buttons.next.focus();
    if (isNew) signal(dialog.dataset.tone, { told: Boolean(answer.hosts_told?.length) });
    speak();
  }

  /* Above all else: a list of a delegation may stand open. */
  function raise() {
    if (dialog.open && [...document.querySelectorAll("dialog[open]")].some((one) => one !== dialog)) dialog.close();
    if (!dialog.open) dialog.showModal();
  }

  /* Decided here: without network, or because the server takes its time. */
  function tellUnsent(answer) {
    part("unsent").hidden = !isUnsent(answer) || answer.isSlow === true;
    part("slow").hidden = !isUnsent(answer) || !answer.isSlow;
  }

  /* What may be done about it. */
  function offer(answer) {
    buttons.undo.hidden = !answer.undo_until || isUnsent(answer);
    buttons.find.hidden = answer.verdict !== "unknown";
    buttons.overrule.hidden = !answer.may_overrule;
    buttons.group.hidden = !answer.delegation;
    if (answer.delegation) fill(buttons.group, answer.delegation);
    const address = isUnsent(answer) || !["admitted", "already_here"].includes(answer.verdict) ? null : printing(answer);
    if (buttons.print) buttons.print.hidden = !address;
    if (buttons.print && address) buttons.print.href = address;
    const { warn, limit, inside } = answer;
    part("verdict-warn").hidden = !(limit && inside >= warn && inside < limit);
    part("verdict-full").hidden = !(limit && inside >= limit) || answer.verdict === "full";
    fill(part("verdict-full"), { inside, limit });
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
      const own = [part("unsent"), part("slow")].filter((one) => !one.hidden);
      said.replaceChildren(...[...spoken, ...own].flatMap((one) => (
        [make("span", { lang: one.getAttribute("lang") }, sentence(one.textContent)), " "])));
    }, 80); // a dialog that just opened is not listened to yet
  }

  function reasons(isOpen) {
    form.hidden = !isOpen;
    body.hidden = isOpen;
    dialog.querySelector(".verdict-actions").hidden = isOpen;
    if (!isOpen) return form.reset();
    clearTimeout(timer);
    reason.value = current.draft ?? "";
    form.querySelector("[data-reason]").focus();
  }

  function next() {
    clearTimeout(timer);
    clearTimeout(speaks);
    reasons(false);
    if (current) seen.set(current.scan_id, current.verdict);
    current = null;
    dialog.close();
  }

  function admit(why) {
    const shown = current;
    next();
    overrule(shown, why);
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
    if (target.closest("[data-strip]")) return;
    if (touched && performance.now() - scannedAt < HASTE) return event.preventDefault();
    const quick = target.closest("[data-reason]");
    if (quick) return admit(quick.textContent.trim());
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
    const why = reason.value.trim();
    if (why) admit(why);
  });
  return {
    show,
    /** Whether somebody has yet to see it. */
    showing: (id) => current?.scan_id === id || strip.has(id),
    get isOpen() { return dialog.open; },
    /** Whether verdicts wait in the strip. */
    get waits() { return strip.size > 0; },
  };
}

/* What is read out: one full stop, whether the words have theirs or not. */
function sentence(text) {
  const words = text.trim();
  return /[.!?。！？]$/.test(words) ? words : `${words}.`;
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
  if (answer.institution && answer.delegation?.title.startsWith(answer.institution)) texts.institution = ""; // it stands there
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
