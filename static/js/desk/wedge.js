/* Hears hand scanners, which type what they read and then press Enter or Tab.
   A code is framed by its prefix, not by pauses; it is heard with and without focus. */
import { PREFIX, isWhole, parseReference } from "./codes.js";

const PAUSE = 1000; // a busy computer hands keys over late
const LEISURE = 4000; // between the keys of a person who reads a reference
const SHORTEST = 6; // signs typed into no field: a scanner reading something else
const NUMBER = /^\d{1,5}$/;
const FIELDS = "input:not([type=checkbox], [type=radio]), textarea, [contenteditable]";

/** Call `heard` with each code that a scanner types, and `sought` with each number or
    reference that a person types into no field. */
export function listen(heard, sought) {
  let keys;
  reset();

  function reset() {
    clearTimeout(keys?.timer);
    // The key's place survives layouts and input methods; its letter is for scanners
    // that speak the computer's own layout, or no place at all.
    keys = { places: "", letters: "", typed: "", last: 0, before: [], framed: false };
  }

  function hear(event) {
    if (event.repeat || event.ctrlKey || event.altKey || event.metaKey) return;
    if (keys.last && event.timeStamp - keys.last > (keys.framed ? PAUSE : LEISURE)) giveUp();
    if (isEnd(event)) {
      const wanted = isTab(event) ? null : lookup();
      if (wanted) {
        swallow(event);
        reset();
        sought(wanted);
      } else if (keys.framed || isForeign()) {
        swallow(event);
        finish();
      } else reset();
      return;
    }
    const place = /^(?:Key([A-Z])|(?:Digit|Numpad)(\d))$/.exec(event.code);
    const letter = event.key.length === 1 ? event.key : "";
    if (!place && !letter) return;
    keys.last = event.timeStamp;
    keys.places += place ? place[1] ?? place[2] : "";
    keys.letters += letter;
    keys.typed = isTaken() ? "" : keys.typed + (letter || place[1] || place[2]);
    if (keys.framed) swallow(event);
    else frame(event);
  }

  function frame(event) {
    const field = document.activeElement?.closest(FIELDS);
    keys.before.push(field?.value);
    if (!readings().some((text) => text.endsWith(PREFIX))) return;
    swallow(event);
    keys.framed = true;
    keys.timer = setTimeout(giveUp, PAUSE);
    if (!field) return;
    // Take the prefix out of the field again; leaving it ends an input method's word.
    keys.field = field;
    keys.value = keys.before.at(-PREFIX.length) ?? "";
    const restore = () => { field.value = keys.value; };
    field.blur();
    restore();
    field.addEventListener("input", restore, { once: true });
    setTimeout(() => field.removeEventListener("input", restore), 50);
  }

  function swallow(event) {
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!keys.timer) return;
    clearTimeout(keys.timer);
    keys.timer = setTimeout(giveUp, PAUSE);
  }

  function finish() {
    const { field, framed, letters } = keys;
    const codes = readings().filter((text) => text.includes(PREFIX)).map(cut);
    reset();
    field?.focus();
    heard(framed ? codes.find(isWhole) ?? codes[0] : letters);
  }

  function giveUp() {
    const { field, value } = keys;
    const codes = readings().filter((text) => text.includes(PREFIX)).map(cut);
    if (keys.framed && (codes.some(isWhole) || (!field && codes[0].length > PREFIX.length))) {
      return finish(); // a scanner that presses no Enter, or a code cut short
    }
    reset();
    if (!field) return;
    field.value = value + (codes[0] ?? ""); // it was a person typing: give it back
    field.focus();
  }

  function readings() {
    return [keys.places, keys.letters.toUpperCase()];
  }

  function isForeign() {
    return keys.letters.length >= SHORTEST && !document.activeElement?.matches(FIELDS);
  }

  function lookup() {
    if (keys.framed || isTaken()) return null;
    return NUMBER.test(keys.typed) ? keys.typed : parseReference(keys.typed);
  }

  addEventListener("keydown", hear, true);
}

function cut(text) {
  return text.slice(text.indexOf(PREFIX));
}

function isTaken() {
  return Boolean(document.activeElement?.closest(`${FIELDS}, select`));
}

function isTab(event) {
  return event.code === "Tab" || event.key === "Tab";
}

function isEnd(event) {
  return isTab(event) || ["Enter", "NumpadEnter"].includes(event.code) || event.key === "Enter";
}
