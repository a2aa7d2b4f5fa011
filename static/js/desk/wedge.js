/* Hears hand scanners, which type what they read and then press Enter or Tab.
   A code is framed by its prefix, not by pauses; it is heard with and without focus. */
import { PREFIX, isWhole } from "./codes.js";

const PAUSE = 1000; // a busy computer hands keys over late
const SHORTEST = 6; // signs typed into no field: a scanner reading something else
const FIELDS = "input:not([type=checkbox], [type=radio]), textarea, [contenteditable]";

/** Call `heard` with each code that a scanner types. */
export function listen(heard) {
  let keys;
  reset();

  function reset() {
    clearTimeout(keys?.timer);
    // The key's place survives layouts and input methods; its letter is for scanners
    // that speak the computer's own layout, or no place at all.
    keys = { places: "", letters: "", last: 0, before: [], framed: false };
  }

  function hear(event) {
    if (event.repeat || event.ctrlKey || event.altKey || event.metaKey) return;
    if (keys.last && event.timeStamp - keys.last > PAUSE) giveUp();
    if (isEnd(event)) {
      if (keys.framed || isForeign()) {
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

  addEventListener("keydown", hear, true);
}

function cut(text) {
  return text.slice(text.indexOf(PREFIX));
}

function isEnd(event) {
  return ["Enter", "NumpadEnter", "Tab"].includes(event.code) || ["Enter", "Tab"].includes(event.key);
}
