/* Hears hand scanners, which type what they read and then press Enter, Tab or nothing.
   A code is framed by its prefix, not by pauses; it is heard whatever has the focus. */
import { CODE_LENGTH, PREFIX, isWhole, parseReference } from "./codes.js";

const PAUSE = 1000; // between two keys in a field: else a person typed there
const BUSY = 2500; // anywhere else: a busy computer hands keys over late
const QUEUED = 100; // keys that came while the page was busy are handed over first
const LEISURE = 4000; // between the keys of a person who reads a reference
const TAIL = 150; // what follows a code at once belongs to it: the end of a link
const END = 500; // and so does Enter, which a wireless scanner may hand over late
const AHEAD = 120; // some scanners press Enter before the code: buttons wait so long
const SHORTEST = 6; // signs typed into no field: a scanner reading something else
const MOST = 300; // keys to look back at
const NUMBER = /^\d{1,5}$/;
const FIELDS = "input:not([type=checkbox], [type=radio]), textarea, select";
const PRESSED = "button, a[href], summary, select";
// What scanners type before the code: the address of a link, the name of the symbology.
const HEADS = [/HTTPS?\0{3}.*$/s, /HTTPS?:\/\/.*$/s, /\0[A-Z]\d$/, /\][A-Z]\d$/];

/** Call `heard` with each code that a scanner types, and `sought` with each number or
    reference that a person types into no field. */
export function listen(heard, sought) {
  let keys, waiting;
  reset();

  function reset() {
    clearTimeout(keys?.timer);
    keys = { pressed: [], typed: "", last: 0, framed: false, tail: false };
  }

  function hear(event) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.repeat) return waiting && isEnd(event) ? event.preventDefault() : undefined;
    const since = event.timeStamp - keys.last;
    if (keys.tail && since > (isEnd(event) ? END : TAIL)) reset();
    else if (keys.framed ? event.timeStamp - keys.noted > pause() : keys.last && since > LEISURE) giveUp();
    if (isEnd(event)) return end(event);
    const key = keyOf(event);
    if (!key) return;
    clearTimeout(waiting); // that Enter was the scanner's
    waiting = null;
    note(key, event.timeStamp);
    if (keys.framed || keys.tail) swallow(event);
    if (keys.framed) complete();
    else if (readings().some((text) => text.endsWith(PREFIX))) frame(event);
  }

  function end(event) {
    if (keys.tail) {
      swallow(event);
      return reset();
    }
    const wanted = isTab(event) ? null : lookup();
    if (wanted) {
      swallow(event);
      reset();
      sought(wanted);
    } else if (keys.framed || isForeign()) {
      swallow(event);
      finish();
    } else {
      if (!keys.pressed.length && !isTab(event)) hesitate(event);
      reset();
    }
  }

  /* An Enter that opens a code must press no button. */
  function hesitate(event) {
    const button = document.activeElement?.closest(PRESSED);
    if (!button) return;
    event.preventDefault();
    waiting ??= setTimeout(() => {
      waiting = null;
      if (!button.isConnected) return;
      if (button.matches("select")) button.showPicker?.();
      else button.click();
    }, AHEAD);
  }

  function note(key, time) {
    const field = fieldAtHand();
    keys.last = time;
    keys.noted = performance.now(); // later, where the page was busy
    keys.pressed.push({ ...key, time, value: field?.value });
    if (keys.pressed.length > MOST) keys.pressed.shift();
    keys.typed = field ? "" : keys.typed + (key.sign || key.place);
  }

  function frame(event) {
    const begins = beginning();
    const field = fieldAtHand();
    keys.value = keys.pressed[begins].value ?? "";
    keys.framed = true;
    keys.field = field;
    keys.tail = false;
    keys.pressed = keys.pressed.slice(-PREFIX.length);
    swallow(event);
    if (!field) return;
    // Take it out of the field again; leaving it ends an input method's word.
    const { value } = keys;
    const restore = () => give(field, value);
    field.blur();
    restore();
    field.addEventListener("input", restore, { once: true });
    setTimeout(() => field.removeEventListener("input", restore), 50);
  }

  /* Where the scanner began: before the prefix it may have typed as quickly. */
  function beginning() {
    const { pressed } = keys;
    const prefix = pressed.length - PREFIX.length;
    const heads = readings().map((text) => text.slice(0, prefix))
      .flatMap((text) => HEADS.map((head) => text.search(head))).filter((place) => place >= 0);
    if (heads.length) return Math.min(...heads);
    const gap = (place) => pressed[place].time - pressed[place - 1].time;
    const own = Math.max(gap(prefix + 1), gap(prefix + 2));
    let begins = prefix;
    while (begins > 0 && gap(begins) <= Math.min(60, own * 2 + 4)) begins -= 1;
    return begins;
  }

  /* A whole code waits for no Enter: some scanners press none. */
  function complete() {
    const code = candidates().find(isWhole);
    if (!code) return;
    const { field, last } = keys;
    reset();
    keys.tail = true;
    keys.last = last;
    field?.focus();
    heard(code);
  }

  function swallow(event) {
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!keys.framed) return;
    clearTimeout(keys.timer);
    keys.timer = setTimeout(() => { keys.timer = setTimeout(giveUp, QUEUED); }, pause());
  }

  const pause = () => (keys.field ? PAUSE : BUSY);

  function finish() {
    const { field, framed } = keys;
    const [code] = candidates();
    const foreign = keys.pressed.map((key) => key.sign).join("");
    reset();
    field?.focus();
    heard(framed ? code : foreign);
  }

  function giveUp() {
    const { field, value } = keys;
    const [code = ""] = candidates();
    if (keys.framed && !field && code.length > PREFIX.length) return finish(); // cut short
    reset();
    if (!field) return;
    give(field, value + code); // it was a person typing: give it back
    field.focus();
  }

  /* What was typed, by the places of the keys and by their signs. A place survives
     layouts and input methods; a sign is for scanners that speak the computer's own
     layout, or no place at all. */
  function readings() {
    const { pressed } = keys;
    return ["place", "capital"].map((kind) => pressed.map((key) => key[kind] || "\0").join(""));
  }

  function candidates() {
    return readings().flatMap((text) => {
      const starts = [...text.matchAll(new RegExp(PREFIX, "g"))].map(({ index }) => index);
      return starts.map((start) => text.slice(start, start + CODE_LENGTH).replaceAll("\0", ""));
    });
  }

  function isForeign() {
    const signs = keys.pressed.filter((key) => key.sign);
    return signs.length >= SHORTEST && !fieldAtHand();
  }

  function lookup() {
    if (keys.framed || fieldAtHand()) return null;
    return NUMBER.test(keys.typed) ? keys.typed : parseReference(keys.typed);
  }

  /* Some scanners and phones hand over the whole text at once, without keys. */
  function take({ target, isTrusted }) {
    if (!isTrusted || keys.framed || !target.matches?.("input, textarea")) return;
    const text = target.value.normalize("NFKC").toUpperCase();
    if (text.length !== target.value.length) return; // nothing that a scanner types
    const found = [...text.matchAll(new RegExp(`${PREFIX}[0-9A-Z]{${CODE_LENGTH - PREFIX.length}}`, "g"))]
      .find(([code]) => isWhole(code));
    if (!found) return;
    const rest = found.index + CODE_LENGTH;
    const before = target.value.slice(0, found.index).replace(/(?:https?:\/\/\S*|\][A-Za-z]\d)$/i, "");
    give(target, before.trimEnd() + target.value.slice(rest).replace(/^\S*/, "").trimEnd());
    reset();
    heard(found[0]);
  }

  addEventListener("keydown", hear, true);
  addEventListener("input", take, true);
}

function keyOf(event) {
  const place = /^(?:Key([A-Z])|(?:Digit|Numpad)(\d))$/.exec(event.code);
  const sign = event.key.normalize("NFKC");
  if (!place && [...event.key].length !== 1) return null;
  const capital = sign.toUpperCase();
  return {
    place: place ? place[1] ?? place[2] : "",
    sign: sign.length === 1 ? sign : "",
    capital: capital.length === 1 ? capital : "",
  };
}

function fieldAtHand() {
  return document.activeElement?.closest(FIELDS) ?? null;
}

function give(field, value) {
  if (field.value === value) return;
  field.value = value; // whoever listens to the field learns that the rest was no typing
  field.dispatchEvent(new Event(field.matches("select") ? "change" : "input", { bubbles: true }));
}

function isTab(event) {
  return event.code === "Tab" || event.key === "Tab";
}

function isEnd(event) {
  return isTab(event) || ["Enter", "NumpadEnter"].includes(event.code) || event.key === "Enter";
}
